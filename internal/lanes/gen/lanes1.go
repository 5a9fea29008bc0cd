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
	avx2.begin(st.name+"1", "func(dst, src, m *float64, k int)", fmt.Sprintf(st.doc, "a vector of k states"))
	dst, src, mat, k := load("dst"), load("src"), load("m"), load("k")
	stride, left := GP64(), GP64()
	MOVQ(k, stride)
	SHLQ(Imm(3), stride)
	MOVQ(k, left)
	for _, tile := range []int{8, 4, 2, 1} { // registers of four states
		label := map[int]string{8: "tile32", 4: "tile16", 2: "tile8", 1: "tile4"}[tile]
		Label(label)
		CMPQ(left, num(quad*tile))
		JL(LabelRef(label + "_after"))
		acc := make([]row, tile)
		for j := range acc {
			acc[j] = st.begin(avx2, j)[:1]
		}
		s, a, n := GP64(), GP64(), GP64()
		MOVQ(src, s)
		MOVQ(mat, a)
		MOVQ(k, n)
		times(label+"_i", n, func() {
			x := YMM()
			VBROADCASTSD(at(s), x)
			for j := range acc {
				c := YMM()
				VMOVUPD(at(a).Offset(j*quadBytes), c)
				st.apply(avx2, acc[j], row{x}, c)
			}
			ADDQ(num(8), s)
			ADDQ(stride, a)
		})
		for j := range acc {
			VMOVUPD(acc[j][0], at(dst).Offset(j*quadBytes))
		}
		ADDQ(num(tile*quadBytes), dst)
		ADDQ(num(tile*quadBytes), mat)
		SUBQ(num(tile*quad), left)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
	VZEROUPPER()
	RET()
}

// addAcross adds the four lanes of v: (0+2) + (1+3), in the low lane.
func addAcross(v register) register {
	high, sum, odd := XMM(), XMM(), XMM()
	VEXTRACTF128(Imm(1), v, high)
	VADDPD(high, v.AsX(), sum)
	VUNPCKHPD(sum, sum, odd)
	VADDSD(odd, sum, sum)
	return sum
}

// scale1 multiplies and sums; the caller has the sum in c and divides.
func scale1() {
	avx2.begin("scale1", "func(alpha, b *float64, least float64, k int) (c, inv float64)", "is the scaling of one turn of a conversation alone.")
	alpha, b, k := load("alpha"), load("b"), load("k")
	least := Load(Param("least"), XMM())
	p, n := GP64(), GP64()
	MOVQ(alpha, p)
	MOVQ(k, n)
	SHRQ(Imm(2), n)
	sum, tiny := zeroQuad(), YMM()
	VMOVUPD(constant("tiny", 1e-290), tiny)
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
	c, inv := addAcross(sum), XMM()
	Store(c, ReturnIndex(0))
	VXORPD(inv, inv, inv)
	VUCOMISD(least, c)
	JB(LabelRef("small"))
	VMOVSD(constant("one", 1), inv)
	VDIVSD(c, inv, inv)
	Label("small")
	Store(inv, ReturnIndex(1))
	scale := YMM()
	VBROADCASTSD(inv, scale)
	MOVQ(k, n)
	SHRQ(Imm(2), n)
	times("divide", n, func() {
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
		a, be, g, w, mask := YMM(), YMM(), YMM(), YMM(), YMM()
		VMOVUPD(at(alpha), a)
		VMOVUPD(at(beta), be)
		VMULPD(be, a, g)
		VMOVUPD(g, at(gamma))
		VMULPD(at(b), be, w)
		VMULPD(scale, w, w)
		VCMPPD(U8(14), zero, a, mask)
		VANDPD(mask, w, w)
		VMOVUPD(w, at(b))
		for _, p := range []reg.GPVirtual{gamma, b, alpha, beta} {
			ADDQ(num(quadBytes), p)
		}
	})
	VZEROUPPER()
	RET()
}

// linear1 is linear8 for one conversation.
func linear1() {
	avx2.begin("linear1", "func(b, logs *float64, k int) (largest float64, ok bool)", "takes a turn of a conversation alone out of the log domain.")
	b, l, k := load("b"), load("logs"), load("k")
	p, n := GP64(), GP64()
	MOVQ(l, p)
	MOVQ(k, n)
	SHRQ(Imm(2), n)
	largest, fine := YMM(), YMM()
	VMOVUPD(constant("minusInf", negInf), largest)
	VPCMPEQQ(fine, fine, fine)
	times("max", n, func() {
		v, mask := YMM(), YMM()
		VMOVUPD(at(p), v)
		VMAXPD(v, largest, largest)
		VCMPPD(U8(2), constant("maxFloat", maxFloat), v, mask)
		VANDPD(mask, fine, fine)
		ADDQ(num(quadBytes), p)
	})
	bitset := GP32()
	VMOVMSKPD(fine, bitset)
	CMPL(bitset, Imm(15))
	SETEQ(mustByte("ok"))
	high, m, odd := XMM(), XMM(), XMM()
	VEXTRACTF128(Imm(1), largest, high)
	VMAXPD(high, largest.AsX(), m)
	VUNPCKHPD(m, m, odd)
	VMAXSD(odd, m, m)
	top, mask := YMM(), YMM()
	VBROADCASTSD(m, top)
	VCMPPD(U8(14), constant("minusInf", negInf), top, mask)
	VANDPD(mask, top, top)
	Store(top.AsX(), Return("largest"))
	SHRQ(Imm(2), k)
	times("exp", k, func() {
		v := YMM()
		VMOVUPD(at(l), v)
		VSUBPD(top, v, v)
		avx2.exp(v, 0)
		VMOVUPD(v, at(b))
		ADDQ(num(quadBytes), l)
		ADDQ(num(quadBytes), b)
	})
	VZEROUPPER()
	RET()
}

func mustByte(name string) Op {
	addr, err := Return(name).Resolve()
	if err != nil {
		panic(err)
	}
	return addr.Addr
}

// outer1: acc[i*k+j] += Σ_t p[t][i] q[t][j], k a multiple of 4.
func outer1() {
	avx2.begin("outer1", "func(acc, p, q *float64, k, turns int)", "adds the outer products of turns vectors of k states.")
	acc, p, q, i := load("acc"), load("p"), load("q"), load("k")
	stride := GP64()
	MOVQ(i, stride)
	SHLQ(Imm(3), stride)
	Label("i")
	j, out, qj := load("k"), GP64(), GP64()
	MOVQ(acc, out)
	MOVQ(q, qj)
	for _, tile := range []int{2, 1} { // registers of four columns, by four rows
		label := map[int]string{2: "wide", 1: "narrow"}[tile]
		Label(label)
		CMPQ(j, num(quad*tile))
		JL(LabelRef(label + "_after"))
		sums := make([][]register, quad)
		o := GP64()
		MOVQ(out, o)
		for a := range sums {
			for b := range tile {
				v := YMM()
				VMOVUPD(at(o).Offset(b*quadBytes), v)
				sums[a] = append(sums[a], v)
			}
			ADDQ(stride, o)
		}
		pt, qt, n := GP64(), GP64(), load("turns")
		MOVQ(p, pt)
		MOVQ(qj, qt)
		times(label+"_t", n, func() {
			for a := range sums {
				x := YMM()
				VBROADCASTSD(at(pt).Offset(8*a), x)
				for b, v := range sums[a] {
					VFMADD231PD(at(qt).Offset(b*quadBytes), x, v)
				}
			}
			ADDQ(stride, pt)
			ADDQ(stride, qt)
		})
		MOVQ(out, o)
		for a := range sums {
			for b, v := range sums[a] {
				VMOVUPD(v, at(o).Offset(b*quadBytes))
			}
			ADDQ(stride, o)
		}
		ADDQ(num(tile*quadBytes), out)
		ADDQ(num(tile*quadBytes), qj)
		SUBQ(num(tile*quad), j)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
	ADDQ(num(quad*8), p)
	for range quad {
		ADDQ(stride, acc)
	}
	SUBQ(num(quad), i)
	JNZ(LabelRef("i"))
	VZEROUPPER()
	RET()
}
