package npy_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"intenthmm/internal/npy"
)

// file is a file with that header text and numbers.
func file(version byte, text string, numbers any) []byte {
	var b bytes.Buffer
	b.WriteString("\x93NUMPY")
	b.Write([]byte{version, 0})
	if version == 1 {
		binary.Write(&b, binary.LittleEndian, uint16(len(text)))
	} else {
		binary.Write(&b, binary.LittleEndian, uint32(len(text)))
	}
	b.WriteString(text)
	binary.Write(&b, binary.LittleEndian, numbers)
	return b.Bytes()
}

func header(descr, order, shape string) string {
	return fmt.Sprintf("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }    \n", descr, order, shape)
}

func write(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "m.npy")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRows(t *testing.T) {
	for _, data := range [][]byte{
		file(1, header("<f4", "False", "(2, 3)"), []float32{1, 2, 3, 4, 5.5, -6}),
		file(2, header("<f8", "False", "(2, 3)"), []float64{1, 2, 3, 4, 5.5, -6}),
		file(3, `{"shape": (2,3,), "fortran_order":False, "descr":"<f8"}`, []float64{1, 2, 3, 4, 5.5, -6}),
	} {
		m, err := npy.Open(write(t, data))
		if err != nil {
			t.Fatal(err)
		}
		row := make([]float64, 3)
		for i, want := range [][]float64{1: {4, 5.5, -6}, 0: {1, 2, 3}} {
			if err := m.Row(row, i); err != nil || !slices.Equal(row, want) {
				t.Errorf("row %d: %v, %v", i, row, err)
			}
		}
		if m.Rows != 2 || m.Width != 3 || m.Close() != nil {
			t.Errorf("%d rows of %d", m.Rows, m.Width)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	six := make([]float32, 6)
	good := file(1, header("<f4", "False", "(2, 3)"), six)
	for want, data := range map[string][]byte{
		`type "<i8"`:                       file(1, header("<i8", "False", "(2, 3)"), make([]int64, 6)),
		`type ">f4"`:                       file(1, header(">f4", "False", "(2, 3)"), six),
		"fortran_order":                    file(1, header("<f4", "True", "(2, 3)"), six),
		"shape (6,)":                       file(1, header("<f4", "False", "(6,)"), six),
		"shape (1, 2, 3)":                  file(1, header("<f4", "False", "(1, 2, 3)"), six),
		"shape (2, 0)":                     file(1, header("<f4", "False", "(2, 0)"), six),
		"shape (-2, -3)":                   file(1, header("<f4", "False", "(-2, -3)"), six),
		"shape (2, 9223372036854775807)":   file(1, header("<f4", "False", "(2, 9223372036854775807)"), six),
		"shape (4611686018427387904, 4)":   file(1, header("<f4", "False", "(4611686018427387904, 4)"), six),
		"version 7":                        file(7, header("<f4", "False", "(2, 3)"), six),
		"expected descr":                   file(1, "{'descr': '<f4'}", six),
		"no file of NumPy's":               []byte("PK\x03\x04 and more"),
		"a header of 4294967295 bytes":     slices.Concat([]byte("\x93NUMPY\x02\x00"), []byte{255, 255, 255, 255}),
		"cut short in the header":          good[:20],
		"bytes, expected":                  good[:len(good)-1],
		"for 2 rows of 3 numbers of 4 byt": append(slices.Clone(good), 0),
	} {
		_, err := npy.Open(write(t, data))
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "m.npy: ") {
			t.Errorf("%q: %v", want, err)
		}
	}
	if _, err := npy.Open(t.TempDir()); err == nil {
		t.Error("a folder is a file")
	}
}

func TestNotFinite(t *testing.T) {
	m, err := npy.Open(write(t, file(1, header("<f8", "False", "(1, 2)"), []float64{1, math.Inf(1)})))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if err := m.Row(make([]float64, 2), 0); err == nil || !strings.Contains(err.Error(), "m.npy: row 1: number 2 is +Inf") {
		t.Error(err)
	}
}

// FuzzOpen: whatever the bytes, an error, or a matrix all of whose rows can be read or are refused.
func FuzzOpen(f *testing.F) {
	f.Add(file(1, header("<f4", "False", "(2, 3)"), make([]float32, 6)))
	f.Add(file(2, header("<f8", "False", "(1, 2)"), []float64{1, math.NaN()}))
	f.Add(file(1, header("<f8", "False", "(0, 2)"), []float64{}))
	f.Add([]byte("\x93NUMPY\x01\x00"))
	path := filepath.Join(f.TempDir(), "fuzz.npy")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		m, err := npy.Open(path)
		if err != nil {
			return
		}
		defer m.Close()
		if m.Rows*m.Width > len(data) {
			t.Fatalf("%d rows of %d in %d bytes", m.Rows, m.Width, len(data))
		}
		row := make([]float64, m.Width)
		for i := range m.Rows {
			if m.Row(row, i) == nil && slices.ContainsFunc(row, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }) {
				t.Fatalf("row %d: %v", i, row)
			}
		}
	})
}
