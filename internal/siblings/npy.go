package main

import (
	"intenthmm/hmm/mixture"
	"intenthmm/internal/npy"
)

// readNPY reads all rows of a file of NumPy's.
func readNPY(path string) (mixture.Points, error) {
	m, err := npy.Open(path)
	if err != nil {
		return mixture.Points{}, err
	}
	defer m.Close()
	p := mixture.Points{Width: m.Width, Values: make([]float64, m.Rows*m.Width)}
	for i := range m.Rows {
		if err := m.Row(p.Values[i*m.Width:(i+1)*m.Width], i); err != nil {
			return mixture.Points{}, err
		}
	}
	return p, nil
}
