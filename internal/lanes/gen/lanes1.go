package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// The kernels for a conversation alone run over the states, four to a register, with AVX2: they are
// bound by latency, not by width.

const (
	quad      = 4
	quadBytes = 32
)

func zeroQuad() register {
	v := YMM()
	VXORPD(v, v, v)
	return v
}

// vectorStep is panelStep for one conversation.
func vectorStep(st step) {
	avx2.begin(st.name+"1", "func(dst, src, m *float64, k, columns int)", fmt.Sprintf(st.doc, "a vector of k states"))
	dst, src, mat, columns := load("dst"), load("src"), load("m"), load("columns")
	v := newVectors(st, src)
	v.columns(mat, columns, func(j int, sum register) { VMOVUPD(sum, at(dst).Offset(j*quadBytes)) }, dst)
	VZEROUPPER()
	RET()
}

// vectors is panels for one conversation: what the steps of one kernel share.
type vectors struct {
	step         step
	src          reg.GPVirtual
	block, third reg.GPVirtual // bytes of four columns of the matrix, and three times that
}

func newVectors(st step, src reg.GPVirtual) *vectors {
	v := &vectors{step: st, src: src, block: load("k"), third: GP64()}
	SHLQ(Imm(5), v.block)
	LEAQ(Mem{Base: v.block, Index: v.block, Scale: 2}, v.third)
	return v
}

// columns emits a step over the columns left, a multiple of 4, of the matrix at mat, which moves on.
// finish gets each quad of the result; the pointers along point at the quads of its tile.
func (v *vectors) columns(mat, left reg.GPVirtual, finish func(j int, sum register), along ...reg.GPVirtual) {
	for _, tile := range []int{8, 4, 2, 1} { // quads
		label := map[int]string{8: "tile32", 4: "tile16", 2: "tile8", 1: "tile4"}[tile]
		Label(label)
		CMPQ(left, num(quad*tile))
		JL(LabelRef(label + "_after"))
		for j, sum := range v.tile(label, mat, tile) {
			finish(j, sum)
		}
		for _, pointer := range along {
			ADDQ(num(tile*quadBytes), pointer)
		}
		for range tile {
			ADDQ(v.block, mat)
		}
		SUBQ(num(tile*quad), left)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
}

// tile emits the step over all i for some quads of columns.
func (v *vectors) tile(label string, mat reg.GPVirtual, tile int) []register {
	acc := make([]register, tile)
	for j := range acc {
		acc[j] = v.step.begin(avx2, j)[0]
	}
	s, a, n := GP64(), GP64(), load("k")
	MOVQ(v.src, s)
	MOVQ(mat, a)
	high := a
	if tile > 4 {
		high = GP64()
		LEAQ(Mem{Base: mat, Index: v.block, Scale: 4}, high)
	}
	times(label+"_i", n, func() {
		x := YMM()
		VBROADCASTSD(at(s), x)
		for j := range acc {
			from := a
			if j >= 4 {
				from = high
			}
			c := YMM()
			VMOVUPD(v.element(from, j%4), c)
			v.step.apply(avx2, row{acc[j]}, row{x}, c)
		}
		ADDQ(num(8), s)
		ADDQ(num(quadBytes), a)
		if tile > 4 {
			ADDQ(num(quadBytes), high)
		}
	})
	return acc
}

// element is where quad j stands in the row at a.
func (v *vectors) element(a reg.GPVirtual, j int) Mem {
	switch j {
	case 1:
		return Mem{Base: a, Index: v.block, Scale: 1}
	case 2:
		return Mem{Base: a, Index: v.block, Scale: 2}
	case 3:
		return Mem{Base: a, Index: v.third, Scale: 1}
	}
	return at(a)
}

// addAcross adds the four lanes of v: (0+2) + (1+3), in the low lane.
func addAcross(v register) reg.VecVirtual { return foldAcross(v, VADDPD, VADDSD) }

// scale1 is scale8 for one conversation.
func scale1() {
	avx2.begin("scale1", "func(alpha, b, inv, s *float64, k int)", "is the scaling of one turn of a conversation alone.")
	alpha, b, inv, n := load("alpha"), load("b"), load("inv"), load("k")
	p := GP64()
	MOVQ(alpha, p)
	SHRQ(Imm(2), n)
	sum, tiny := zeroQuad(), constant("tiny", 1e-290)
	times("product", n, func() {
		v, mask := YMM(), YMM()
		VMOVUPD(at(p), v)
		VMULPD(at(b), v, v)
		VCMPPD(U8(13), tiny, v, mask)
		VANDPD(mask, v, v)
		VMOVUPD(v, at(p))
		VADDPD(v, sum, sum)
		ADDQ(num(quadBytes), p)
		ADDQ(num(quadBytes), b)
	})
	bookOne(addAcross(sum), at(inv))
	scale, left := YMM(), load("k")
	VBROADCASTSD(at(inv), scale)
	SHRQ(Imm(2), left)
	times("divide", left, func() {
		v := YMM()
		VMULPD(at(alpha), scale, v)
		VMOVUPD(v, at(alpha))
		ADDQ(num(quadBytes), alpha)
	})
	VZEROUPPER()
	RET()
}

// weigh1 is weigh8 for one conversation.
func weigh1() {
	avx2.begin("weigh1", "func(gamma, b, alpha, beta *float64, inv float64, k int)", "is the elementwise half of a backward step of a conversation alone.")
	gamma, b, alpha, beta, k := load("gamma"), load("b"), load("alpha"), load("beta"), load("k")
	x := Load(Param("inv"), XMM())
	scale, zero := YMM(), zeroQuad()
	VBROADCASTSD(x, scale)
	SHRQ(Imm(2), k)
	times("quad", k, func() {
		be := YMM()
		VMOVUPD(at(beta), be)
		weighQuad(be, scale, zero, at(gamma), at(b), at(alpha))
		for _, p := range []reg.GPVirtual{gamma, b, alpha, beta} {
			ADDQ(num(quadBytes), p)
		}
	})
	VZEROUPPER()
	RET()
}

// weighQuad is weigh for four states of one conversation.
func weighQuad(beta, f, zero register, gamma, b, alpha Mem) {
	a, g, w, mask := YMM(), YMM(), YMM(), YMM()
	VMOVUPD(alpha, a)
	VMULPD(beta, a, g)
	VMOVUPD(g, gamma)
	VMULPD(b, beta, w)
	VMULPD(f, w, w)
	VCMPPD(U8(14), zero, a, mask)
	VANDPD(mask, w, w)
	VMOVUPD(w, b)
}

// outer1 is outer8 for one conversation.
func outer1() {
	avx2.begin("outer1", "func(acc, p, q *float64, k, rows, columns, count, turns int)", "adds the outer products of turns vectors of k states, for some columns.")
	acc, p, q, j := load("acc"), load("p"), load("q"), load("columns")
	block, panel := load("k"), load("rows") // bytes of four columns, and of a panel
	SHLQ(Imm(5), block)
	SHLQ(Imm(3), panel)
	for _, tile := range []int{2, 1} { // quads of columns, by four rows
		label := map[int]string{2: "wide", 1: "narrow"}[tile]
		Label(label)
		CMPQ(j, num(quad*tile))
		JL(LabelRef(label + "_after"))
		i, out, pi := load("count"), GP64(), GP64()
		MOVQ(acc, out)
		MOVQ(p, pi)
		Label(label + "_i")
		outerQuads(label, out, pi, q, block, panel, tile)
		ADDQ(num(quad*8), pi)
		ADDQ(num(quad*quadBytes), out)
		SUBQ(num(quad), i)
		JNZ(LabelRef(label + "_i"))
		for range tile {
			ADDQ(block, acc)
		}
		ADDQ(num(tile*quadBytes), q)
		SUBQ(num(tile*quad), j)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
	VZEROUPPER()
	RET()
}

// outerQuads adds to four rows and a tile of quads of columns at out.
func outerQuads(label string, out, p, q, block, panel reg.GPVirtual, tile int) {
	var sums [quad][]register
	each := func(f func(v register, mem Mem)) {
		for a := range sums {
			for b, v := range sums[a] {
				mem := at(out).Offset(a * quadBytes)
				if b > 0 {
					mem.Index, mem.Scale = block, 1
				}
				f(v, mem)
			}
		}
	}
	for a := range sums {
		for range tile {
			sums[a] = append(sums[a], YMM())
		}
	}
	each(func(v register, mem Mem) { VMOVUPD(mem, v) })
	pt, qt, n := GP64(), GP64(), load("turns")
	MOVQ(p, pt)
	MOVQ(q, qt)
	times(label+"_t", n, func() {
		right := quadsAt(qt, tile)
		for a := range sums {
			x := YMM()
			VBROADCASTSD(at(pt).Offset(8*a), x)
			for b, v := range sums[a] {
				VFMADD231PD(right[b], x, v)
			}
		}
		ADDQ(panel, pt)
		ADDQ(panel, qt)
	})
	each(func(v register, mem Mem) { VMOVUPD(v, mem) })
}
