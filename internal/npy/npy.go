// Package npy reads matrices of numbers from the files of NumPy: rows of 32- or 64-bit floating-point numbers, one
// after the other.
//
// Source: NumPy enhancement proposal 1, A simple file format for NumPy arrays; versions 1.0 to 3.0.
package npy

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
)

// A Matrix is a file of rows. It belongs to one goroutine at a time.
type Matrix struct {
	Rows, Width int

	path  string
	file  *os.File
	begin int64 // of the first row
	size  int   // bytes of a number
	raw   []byte
}

// Open opens a file and reads what it says of itself. The error is of a file that does not hold a matrix, or not all of
// it, with what was expected.
func Open(path string) (*Matrix, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	m, err := open(file)
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	m.path, m.file = path, file
	return m, nil
}

func open(file *os.File) (*Matrix, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("no file of NumPy's")
	}
	h, err := readHeader(file)
	if err != nil {
		return nil, err
	}
	m := &Matrix{Rows: h.rows, Width: h.width, begin: h.length, size: h.size}
	if want := h.length + int64(h.rows)*int64(h.width)*int64(h.size); info.Size() != want {
		return nil, fmt.Errorf("%d bytes, expected %d for %d rows of %d numbers of %d bytes", info.Size(), want, h.rows, h.width, h.size)
	}
	if m.Rows > 0 {
		m.raw = make([]byte, m.Width*m.size)
	}
	return m, nil
}

// Row sets dst, of Width values, to row i. The error is of a number that is not finite, or of reading. It panics if
// there is no such row or dst has another length. It does not allocate.
func (m *Matrix) Row(dst []float64, i int) error {
	if i < 0 || i >= m.Rows || len(dst) != m.Width {
		panic("npy: no such row, or len(dst) != Width")
	}
	if _, err := m.file.ReadAt(m.raw, m.begin+int64(i)*int64(len(m.raw))); err != nil && err != io.EOF {
		return err
	}
	for j := range dst {
		if m.size == 4 {
			dst[j] = float64(math.Float32frombits(binary.LittleEndian.Uint32(m.raw[4*j:])))
		} else {
			dst[j] = math.Float64frombits(binary.LittleEndian.Uint64(m.raw[8*j:]))
		}
		if math.IsNaN(dst[j]) || math.IsInf(dst[j], 0) {
			return fmt.Errorf("%s: row %d: number %d is %v, expected a finite number", m.path, i+1, j+1, dst[j])
		}
	}
	return nil
}

// Close closes the file.
func (m *Matrix) Close() error { return m.file.Close() }
