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

// panelStep: dst[j] = the step over all i of src[i] and the packed matrix, rows of eight lanes, k a
// multiple of 4.
func panelStep(m machine, s step) {
	m.begin(s.name+"8", "func(dst, src, m *float64, k, columns int)", fmt.Sprintf(s.doc, "a panel of k rows of eight lanes"))
	dst, src, mat, columns := load("dst"), load("src"), load("m"), load("columns")
	p := m.newPanels(s, src)
	p.columns(mat, columns, func(j int, sum row) { m.store(sum, at(dst).Offset(j*rowBytes)) }, dst)
	VZEROUPPER()
	RET()
}

// panels is what the steps of one kernel share.
type panels struct {
	m     machine
	step  step
	src   reg.GPVirtual // the panel that is multiplied
	quad  reg.GPVirtual // bytes of four columns of the matrix
	quad3 reg.GPVirtual // three times that, where a tile has four quads
}

func (m machine) newPanels(s step, src reg.GPVirtual) *panels {
	p := &panels{m: m, step: s, src: src, quad: load("k")}
	SHLQ(Imm(5), p.quad)
	if m.tile == 16 {
		p.quad3 = GP64()
		LEAQ(Mem{Base: p.quad, Index: p.quad, Scale: 2}, p.quad3)
	}
	return p
}

// columns emits a step over the columns left, a multiple of 4, of the matrix at mat, which moves on.
// finish gets each row of the result; the pointers along point at the rows of its tile.
func (p *panels) columns(mat, left reg.GPVirtual, finish func(j int, sum row), along ...reg.GPVirtual) {
	for tile := p.m.tile; tile >= 4; tile -= 4 {
		label := fmt.Sprintf("tile%d", tile)
		next := fmt.Sprintf("after%d", tile)
		Label(label)
		CMPQ(left, num(tile))
		JL(LabelRef(next))
		for j, sum := range p.tile(label, mat, tile) {
			finish(j, sum)
		}
		for _, pointer := range along {
			ADDQ(num(tile*rowBytes), pointer)
		}
		for range tile / 4 {
			ADDQ(p.quad, mat)
		}
		SUBQ(num(tile), left)
		JMP(LabelRef(label))
		Label(next)
	}
}

// tile emits the step over all i for some columns, and returns their rows.
func (p *panels) tile(label string, mat reg.GPVirtual, tile int) []row {
	m := p.m
	acc := make([]row, tile)
	for j := range acc {
		acc[j] = p.step.begin(m, j)
	}
	s, a, n := GP64(), GP64(), load("k")
	MOVQ(p.src, s)
	MOVQ(mat, a)
	SHRQ(Imm(1), n)
	times(label+"_i", n, func() {
		for i := range 2 {
			x := m.load(at(s).Offset(i * rowBytes))
			for j := range acc {
				c := p.element(a, j).Offset(i * quadBytes)
				if m.parts == 1 {
					p.step.broadcast(m, acc[j], x, c)
					continue
				}
				v := YMM()
				VBROADCASTSD(c, v)
				p.step.apply(m, acc[j], x, v)
			}
		}
		ADDQ(num(2*rowBytes), s)
		ADDQ(num(2*quadBytes), a)
	})
	return acc
}

// element is column j of the tile in the row at a.
func (p *panels) element(a reg.GPVirtual, j int) Mem {
	e := Mem{Base: a, Disp: 8 * (j % 4)}
	switch j / 4 {
	case 1:
		e.Index, e.Scale = p.quad, 1
	case 2:
		e.Index, e.Scale = p.quad, 2
	case 3:
		e.Index, e.Scale = p.quad3, 1
	}
	return e
}
