// Package lsa places bags of words in a space of few dimensions: latent semantic analysis
// (Deerwester et al. 1990), by a randomised truncated singular value decomposition that only ever
// multiplies with the sparse matrix (Halko, Martinsson and Tropp 2011, algorithm 4.4).
package lsa

import "math"

// A Matrix is a sparse matrix of rows (turns) by columns (words), filled row by row.
type Matrix struct {
	columns int
	start   []int // row r holds entries start[r] to start[r+1]
	column  []int32
	value   []float64
	latest  []int // a column's latest entry
}

// NewMatrix returns a matrix without rows.
func NewMatrix(columns int) *Matrix {
	return &Matrix{columns: columns, start: []int{0}, latest: make([]int, columns)}
}

// Add adds to an entry of the row under way.
func (m *Matrix) Add(column int32, value float64) {
	at := m.latest[column]
	switch {
	case value == 0:
		return
	case at >= m.start[len(m.start)-1] && at < len(m.column) && m.column[at] == column:
		m.value[at] += value
		return
	}
	m.latest[column] = len(m.column)
	m.column = append(m.column, column)
	m.value = append(m.value, value)
}

// EndRow ends the row under way.
func (m *Matrix) EndRow() { m.start = append(m.start, len(m.column)) }

// Rows is the number of rows that have ended.
func (m *Matrix) Rows() int { return len(m.start) - 1 }

func (m *Matrix) row(r int) ([]int32, []float64) {
	a, b := m.start[r], m.start[r+1]
	return m.column[a:b], m.value[a:b]
}

// weigh multiplies every entry with its column's smoothed inverse document frequency,
// log((1+N)/(1+df)) + 1, which it returns, and scales each row to unit length.
func (m *Matrix) weigh() []float64 {
	df := make([]float64, m.columns)
	for _, c := range m.column {
		df[c]++
	}
	for c, n := range df {
		df[c] = math.Log((1+float64(m.Rows()))/(1+n)) + 1
	}
	for r := range m.Rows() {
		columns, values := m.row(r)
		for i, c := range columns {
			values[i] *= df[c]
		}
		unit(values)
	}
	return df
}

// unit scales v to length 1; a zero vector stays.
func unit(v []float64) {
	sum := 0.0
	for _, x := range v {
		sum += float64(x * x)
	}
	if sum == 0 {
		return
	}
	scale := 1 / math.Sqrt(sum)
	for i := range v {
		v[i] *= scale
	}
}
