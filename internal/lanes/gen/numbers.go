package main

import "math"

// The constants of lanes.Exp and of the scaled recursions; a test of package lanes compares them.
const (
	log2e      = 1.44269504088896338700e+00
	ln2Hi      = 6.93147180369123816490e-01
	ln2Lo      = 1.90821492927058770002e-10
	roundToInt = 3 << 51
	maxFloat   = math.MaxFloat64
)

var negInf = math.Inf(-1)

// taylor are 1/13!, 1/12!, …, 1/2!.
var taylor = func() []float64 {
	var c []float64
	for n := 13; n >= 2; n-- {
		f := 1.0
		for i := 2; i <= n; i++ {
			f *= float64(i)
		}
		c = append(c, 1/f)
	}
	return c
}()
