package lanes

import (
	"math"
	"unsafe"
)

// Work says which lanes of a batch are at work, in the form that the kernels take: all bits of a lane
// set, or none.
type Work struct {
	Active [Width]uint64 // the lane has the turn at hand
	OK     [Width]uint64 // all log densities of the lane so far were such
}

// Begin puts the first n lanes to work.
func (w *Work) Begin(n int) {
	for l := range Width {
		w.OK[l], w.Active[l] = math.MaxUint64, 0
		if l < n {
			w.Active[l] = math.MaxUint64
		}
	}
}

// End says that lane l has no more turns.
func (w *Work) End(l int) { w.Active[l] = 0 }

// PadRows sets what is beyond the first used of the rows of every panel of a block to v.
func PadRows(block []float64, rows, used, width int, v float64) {
	if rows == used {
		return
	}
	for end := rows * width; end <= len(block); end += rows * width {
		tail := block[end-(rows-used)*width : end]
		for i := range tail {
			tail[i] = v
		}
	}
}

// Grow makes *s n long; what it held is of no use any more. It begins where a cache line does, so that
// no row of a panel lies across two.
func Grow[E float64 | int32](s *[]E, n int) {
	if cap(*s) < n {
		*s = aligned[E](n)
	}
	*s = (*s)[:n]
}

const lineBytes = 64

// aligned is room for n values from the beginning of a cache line on.
func aligned[E float64 | int32](n int) []E {
	var e E
	size := int(unsafe.Sizeof(e))
	s := make([]E, n+lineBytes/size)
	if beyond := int(uintptr(unsafe.Pointer(unsafe.SliceData(s))) % lineBytes); beyond > 0 {
		s = s[(lineBytes-beyond)/size:]
	}
	return s[:n:n]
}

// Logs is the natural logarithm of every value, nil for nil.
func Logs(p []float64) []float64 {
	if p == nil {
		return nil
	}
	l := make([]float64, len(p))
	for i, v := range p {
		l[i] = math.Log(v)
	}
	return l
}
