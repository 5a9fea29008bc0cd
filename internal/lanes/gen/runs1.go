package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// valueShift is the logarithm of the bytes of a number.
const valueShift = 3

// forward1 is forward8 for one conversation.
func forward1() {
	avx2.begin("forward1", "func(alpha, b, scale, m, s *float64, k, rows, turns int)", "is a run of forward steps of a conversation alone.")
	alpha, b, scale := load("alpha"), load("b"), load("scale")
	p := newVectors(product, alpha)
	turns, dst := load("turns"), GP64()
	panel := load("rows")
	SHLQ(Imm(3), panel)
	LEAQ(Mem{Base: alpha, Index: panel, Scale: 1}, dst)
	tiny := constant("tiny", 1e-290)
	Label("turn")
	f, sum := YMM(), zeroQuad()
	VBROADCASTSD(at(scale), f)
	mat, left := load("m"), load("k")
	p.columns(mat, left, func(j int, v register) {
		mask := YMM()
		VMULPD(f, v, v)
		VMULPD(at(b).Offset(j*quadBytes), v, v)
		VCMPPD(U8(13), tiny, v, mask)
		VANDPD(mask, v, v)
		VMOVUPD(v, at(dst).Offset(j*quadBytes))
		VADDPD(v, sum, sum)
	}, dst, b)
	ADDQ(num(8), scale)
	bookOne(addAcross(sum), at(scale))
	ADDQ(panel, alpha)
	skip(valueShift, dst, b)
	DECQ(turns)
	JNZ(LabelRef("turn"))
	VZEROUPPER()
	RET()
}

// bookOne stores 1/c (0 if c is below the least scale) and books c in lane 0 of the scales at s.
func bookOne(c reg.VecVirtual, inv Mem) {
	s := load("s")
	product := XMM()
	VMOVSD(inverse(c), inv)
	least := XMM()
	VMINSD(at(s).Offset(2*rowBytes), c, least)
	VMOVSD(least, at(s).Offset(2*rowBytes))
	VMULSD(at(s), c, product)
	exponent := GP64()
	VMOVQ(product, exponent)
	SHRQ(Imm(52), exponent)
	SUBQ(num(1023), exponent)
	ADDQ(exponent, at(s).Offset(rowBytes))
	VANDPD(bits64("fraction", 1<<52-1), product, product)
	VORPD(constant("one", 1), product, product)
	VMOVSD(product, at(s))
}

// backward1 is backward8 for one conversation.
func backward1() {
	avx2.begin("backward1", "func(gamma, b, alpha, scale, m *float64, k, rows, turns int)", "is a run of backward steps of a conversation alone.")
	w := load("b")
	p := newVectors(product, w)
	turns, panel := load("turns"), load("rows")
	SHLQ(Imm(3), panel)
	gamma, alpha, b, scale, offset := load("gamma"), load("alpha"), load("b"), load("scale"), load("turns")
	LEAQ(Mem{Base: scale, Index: offset, Scale: 8, Disp: -8}, scale)
	DECQ(offset)
	IMULQ(panel, offset)
	for _, pointer := range []reg.GPVirtual{gamma, alpha, b} {
		ADDQ(offset, pointer)
	}
	LEAQ(Mem{Base: b, Index: panel, Scale: 1}, w)
	zero := zeroQuad()
	Label("turn")
	f := YMM()
	VBROADCASTSD(at(scale), f)
	mat, left := load("m"), load("k")
	p.columns(mat, left, func(j int, beta register) {
		weighQuad(beta, f, zero, at(gamma).Offset(j*quadBytes), at(b).Offset(j*quadBytes), at(alpha).Offset(j*quadBytes))
	}, gamma, b, alpha)
	SUBQ(num(8), scale)
	SUBQ(panel, w)
	back(valueShift, panel, gamma, alpha, b)
	DECQ(turns)
	JNZ(LabelRef("turn"))
	VZEROUPPER()
	RET()
}

// reach1 is reach8 for one conversation; fine is false if a log density is none.
func reach1() {
	avx2.begin("reach1", "func(reach, logs, delta, m *float64, k, turns int) (fine bool)", "is a run of Viterbi's steps of a conversation alone.")
	reach, logs, delta, turns := load("reach"), load("logs"), load("delta"), load("turns")
	p := newVectors(maximum, delta)
	fine := YMM()
	VMOVUPD(bits64("ones", 1<<64-1), fine)
	Label("turn")
	d, n := load("delta"), load("k")
	SHRQ(Imm(2), n)
	times("observe", n, func() {
		v, sum, mask := YMM(), YMM(), YMM()
		VMOVUPD(at(logs), v)
		VADDPD(at(reach), v, sum)
		VMOVUPD(sum, at(d))
		VCMPPD(U8(2), constant("maxFloat", maxFloat), v, mask)
		VANDPD(mask, fine, fine)
		for _, pointer := range []reg.GPVirtual{d, reach, logs} {
			ADDQ(num(quadBytes), pointer)
		}
	})
	mat, left := load("m"), load("k")
	p.columns(mat, left, func(j int, v register) { VMOVUPD(v, at(reach).Offset(j*quadBytes)) }, reach)
	back := load("k")
	SHLQ(Imm(3), back)
	SUBQ(back, reach)
	DECQ(turns)
	JNZ(LabelRef("turn"))
	allFine(fine, "fine")
	VZEROUPPER()
	RET()
}

// linear1 is linear8 for one conversation.
func linear1() {
	avx2.begin("linear1", "func(b, logs *float64, k int) (largest float64, ok bool)", "takes a turn of a conversation alone out of the log domain.")
	b, l, k := load("b"), load("logs"), load("k")
	SHRQ(Imm(2), k)
	top := shift(l, k, "ok")
	Store(top.AsX(), Return("largest"))
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

// shift is the largest of some quads of log densities, 0 if that is -Inf, in all lanes; whether they are
// log densities it returns by name.
func shift(logs, quads reg.GPVirtual, name string) register {
	p, n := GP64(), GP64()
	MOVQ(logs, p)
	MOVQ(quads, n)
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
	allFine(fine, name)
	top, mask := spread(maxAcross(largest)), YMM()
	VCMPPD(U8(14), constant("minusInf", negInf), top, mask)
	VANDPD(mask, top, top)
	return top
}

// allFine returns by name whether all four lanes are set.
func allFine(fine register, name string) {
	bitset := GP32()
	VMOVMSKPD(fine, bitset)
	CMPL(bitset, Imm(15))
	SETEQ(mustByte(name))
}

// absorb1 is linear1 and scale1 in one; see Absorb.
func absorb1() {
	avx2.begin("absorb1", "func(alpha, logs *float64, k int) (shift, scale float64, fine bool)", "takes the log densities of a turn into the probabilities of its states.")
	l, quads := load("logs"), load("k")
	SHRQ(Imm(2), quads)
	top := shift(l, quads, "fine")
	Store(top.AsX(), Return("shift"))
	p, n, sum := load("alpha"), GP64(), zeroQuad()
	MOVQ(quads, n)
	times("product", n, func() {
		v, mask := YMM(), YMM()
		VMOVUPD(at(l), v)
		VSUBPD(top, v, v)
		avx2.exp(v, 0)
		VMULPD(at(p), v, v)
		VCMPPD(U8(13), constant("tiny", 1e-290), v, mask)
		VANDPD(mask, v, v)
		VMOVUPD(v, at(p))
		VADDPD(v, sum, sum)
		ADDQ(num(quadBytes), l)
		ADDQ(num(quadBytes), p)
	})
	c := addAcross(sum)
	Store(c, Return("scale"))
	scale, alpha := spread(inverse(c)), load("alpha")
	times("divide", quads, func() {
		v := YMM()
		VMULPD(at(alpha), scale, v)
		VMOVUPD(v, at(alpha))
		ADDQ(num(quadBytes), alpha)
	})
	VZEROUPPER()
	RET()
}

// inverse is 1/c, 0 if c is below the least scale.
func inverse(c reg.VecVirtual) reg.VecVirtual {
	inv, mask := XMM(), XMM()
	VMOVSD(constant("one", 1), inv)
	VDIVSD(c, inv, inv)
	VCMPSD(U8(13), constant("leastScale", 1e-200), c, mask)
	VANDPD(mask, inv, inv)
	return inv
}

func mustByte(name string) Op {
	addr, err := Return(name).Resolve()
	if err != nil {
		panic(err)
	}
	return addr.Addr
}
