package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A step is what a product of a panel and a matrix does with each pair of numbers, and with what it
// begins: sums of products, or maxima of sums.
type step struct {
	name, doc string
	begin     func(m machine, i int) row
	broadcast func(m machine, acc row, x row, c Mem) // AVX-512, with the number from memory
	apply     func(m machine, acc, x row, c register)
}

var (
	product = step{
		"matMul", "multiplies %s with a k×k matrix.",
		func(m machine, i int) row { return m.clear(m.accumulator(i)) },
		func(m machine, acc, x row, c Mem) { VFMADD231PD_BCST(c, x[0], acc[0]) },
		func(m machine, acc, x row, c register) {
			for p := range x {
				VFMADD231PD(c, x[p], acc[p])
			}
		},
	}
	maximum = step{
		"maxPlus", "is matMul with maxima of sums in place of sums of products, for %s.",
		func(m machine, i int) row {
			r := m.accumulator(i)
			for p := range r {
				VMOVUPD(m.part(constant("minusInf", negInf), p), r[p])
			}
			return r
		},
		func(m machine, acc, x row, c Mem) {
			sum := ZMM()
			VADDPD_BCST(c, x[0], sum)
			VMAXPD(acc[0], sum, acc[0])
		},
		func(m machine, acc, x row, c register) {
			for p := range x {
				sum := YMM()
				VADDPD(c, x[p], sum)
				VMAXPD(acc[p], sum, acc[p])
			}
		},
	}
)

// panelStep: dst[j] = the step over all i of src[i] and m[i*k+j], rows of eight lanes, k a multiple of
// 4.
func panelStep(m machine, s step) {
	m.begin(s.name+"8", "func(dst, src, m *float64, k int)", fmt.Sprintf(s.doc, "a panel of k rows of eight lanes"))
	dst, src, mat, k := load("dst"), load("src"), load("m"), load("k")
	stride, left := GP64(), GP64()
	MOVQ(k, stride)
	SHLQ(Imm(3), stride)
	MOVQ(k, left)
	for tile := m.tile; tile >= 4; tile -= 4 {
		label := fmt.Sprintf("tile%d", tile)
		next := fmt.Sprintf("after%d", tile)
		Label(label)
		CMPQ(left, num(tile))
		JL(LabelRef(next))
		m.stepTile(s, label, dst, src, mat, k, stride, tile)
		ADDQ(num(tile*rowBytes), dst)
		ADDQ(num(tile*8), mat)
		SUBQ(num(tile), left)
		JMP(LabelRef(label))
		Label(next)
	}
	VZEROUPPER()
	RET()
}

func (m machine) stepTile(st step, label string, dst, src, mat, k, stride reg.GPVirtual, tile int) {
	acc := make([]row, tile)
	for j := range acc {
		acc[j] = st.begin(m, j)
	}
	s, a, n := GP64(), GP64(), GP64()
	MOVQ(src, s)
	MOVQ(mat, a)
	MOVQ(k, n)
	times(label+"_i", n, func() {
		x := m.load(at(s))
		for j := range acc {
			if m.parts == 1 {
				st.broadcast(m, acc[j], x, at(a).Offset(8*j))
				continue
			}
			c := YMM()
			VBROADCASTSD(at(a).Offset(8*j), c)
			st.apply(m, acc[j], x, c)
		}
		ADDQ(num(rowBytes), s)
		ADDQ(stride, a)
	})
	for j := range acc {
		m.store(acc[j], at(dst).Offset(j*rowBytes))
	}
}
