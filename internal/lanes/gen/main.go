// Command gen writes the vector kernels of package lanes: kernels_amd64.s and kernels_amd64.go.
//
// Each kernel is written once, over vectors of lanes, and emitted for AVX-512 (one register a row of
// eight) and for AVX2 with FMA (two). The plain-Go twins in package lanes do the same operations in
// the same order, so that all three give the same bits.
//
//	go run . -pkg lanes -out ../kernels_amd64.s -stubs ../kernels_amd64.go
package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func main() {
	ConstraintExpr("!purego")
	for _, m := range []machine{avx512, avx2} {
		panelStep(m, product)
		panelStep(m, maximum)
		scale8(m)
		weigh8(m)
		linear8(m)
		outer8(m)
		forward8(m)
		backward8(m)
		reach8(m)
	}
	vectorStep(product)
	vectorStep(maximum)
	follow1()
	largest1()
	absorb1()
	scale1()
	weigh1()
	linear1()
	outer1()
	forward1()
	backward1()
	reach1()
	trace8()
	trace1()
	sumRows()
	addRows()
	lookUp()
	addUp()
	lookUp8()
	addUp8()
	distances()
	pick8()
	moments()
	centre()
	dotRows()
	mixRows()
	shareRows()
	expDigamma()
	gather()
	nearest()
	own(false)
	own(true)
	whiten8()
	distances8()
	normals8()
	Generate()
}

// constant returns a memory operand of eight copies of a number.
func constant(name string, v float64) Mem { return bits64(name, math.Float64bits(v)) }

// quadOf returns a memory operand of four numbers.
func quadOf(name string, v ...float64) Mem {
	m := GLOBL(name, attr.RODATA|attr.NOPTR)
	for i, x := range v {
		DATA(8*i, U64(math.Float64bits(x)))
	}
	return m
}

// eightInts returns a memory operand of eight 32-bit numbers.
func eightInts(name string, v func(i int) uint32) Mem {
	m := GLOBL(name, attr.RODATA|attr.NOPTR)
	for i := range 8 {
		DATA(4*i, U32(v(i)))
	}
	return m
}

var constants = map[string]Mem{}

func bits64(name string, v uint64) Mem {
	if m, ok := constants[name]; ok {
		return m
	}
	m := GLOBL(name, attr.RODATA|attr.NOPTR)
	for i := range 8 {
		DATA(8*i, U64(v))
	}
	constants[name] = m
	return m
}
