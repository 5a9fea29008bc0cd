// Package workloads reads the benchmark data that other libraries are run on too, so that tests can
// compare numbers and benchmarks can compare speed. The files are not part of the project.
package workloads

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Dir is the environment variable that names the folder with the files NAME.bin: one line of JSON
// {"arrays": [{"name", "dtype", "shape"}, …]}, then the arrays, row-major and little-endian.
const Dir = "INTENTHMM_WORKLOADS"

// A Workload is named arrays: L, conversation lengths; x, observations of all conversations end to
// end; pi, A and B | mu, var | mu, cov, where training starts.
type Workload struct {
	Ints   map[string][]int
	Floats map[string][]float64
	Shape  map[string][]int
}

// Load reads the workload of that name. It returns an error that wraps os.ErrNotExist where the
// files are not to be had.
func Load(name string) (*Workload, error) {
	dir := os.Getenv(Dir)
	if dir == "" {
		return nil, fmt.Errorf("%s is not set: %w", Dir, os.ErrNotExist)
	}
	f, err := os.Open(filepath.Join(dir, name+".bin"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := bufio.NewReaderSize(f, 1<<20)
	header, err := r.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	var h struct {
		Arrays []struct {
			Name, Dtype string
			Shape       []int
		}
	}
	if err := json.Unmarshal(header, &h); err != nil {
		return nil, err
	}
	w := &Workload{map[string][]int{}, map[string][]float64{}, map[string][]int{}}
	for _, a := range h.Arrays {
		w.Shape[a.Name] = a.Shape
		n := 1
		for _, d := range a.Shape {
			n *= d
		}
		if err := w.read(r, a.Name, a.Dtype, n); err != nil {
			return nil, fmt.Errorf("%s: array %s: %w", name, a.Name, err)
		}
	}
	return w, nil
}

func (w *Workload) read(r io.Reader, name, dtype string, n int) error {
	switch dtype {
	case "<i8":
		raw := make([]int64, n)
		if err := binary.Read(r, binary.LittleEndian, raw); err != nil {
			return err
		}
		for _, v := range raw {
			w.Ints[name] = append(w.Ints[name], int(v))
		}
	case "<f8":
		raw := make([]float64, n)
		w.Floats[name] = raw
		return binary.Read(r, binary.LittleEndian, raw)
	default:
		return fmt.Errorf("dtype %q, expected <i8 or <f8", dtype)
	}
	return nil
}

// Rows cuts the array of that name into rows along its last dimensions.
func (w *Workload) Rows(name string) [][]float64 {
	v := w.Floats[name]
	n := len(v) / w.Shape[name][0]
	rows := make([][]float64, 0, w.Shape[name][0])
	for i := 0; i < len(v); i += n {
		rows = append(rows, v[i:i+n])
	}
	return rows
}
