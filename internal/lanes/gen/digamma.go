package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// expDigammaTerms are those of lanes.ExpDigamma.
var expDigammaTerms = []float64{
	823080304844408868520394489.0 / 271211974879377138647040000,
	-4150166648794176251083.0 / 9440684171518279680000,
	47655701498228027.0 / 578473294823424000,
	-499769010050743.0 / 24103053950976000,
	2709398569.0 / 367873228800,
	-5509121.0 / 1393459200,
	10313.0 / 2903040,
	-37.0 / 5760,
	1.0 / 24,
}

// expDigamma: dst[i] = exp(ψ(x[i])), four at a time; see lanes.ExpDigamma.
func expDigamma() {
	avx2.begin("expDigamma", "func(dst, x *float64, n int)", "is exp(ψ(x)), n a multiple of 4.")
	dst, x, n := load("dst"), load("x"), load("n")
	SHRQ(Imm(2), n)
	times("quad", n, func() {
		v, below := YMM(), YMM()
		VMOVUPD(at(x), v)
		VCMPPD(U8(1), constant("eight", 8), v, below) // v less than 8
		s := negativeHarmonic(v, below)
		avx2.exp(s, 0)
		q := leadingDigamma(v, below)
		VMULPD(s, q, q)
		VMOVUPD(q, at(dst))
		ADDQ(num(quadBytes), x)
		ADDQ(num(quadBytes), dst)
	})
	VZEROUPPER()
	RET()
}

// negativeHarmonic is minus Σ_{i<8} 1/(x+i) where below, and 0 elsewhere.
func negativeHarmonic(x, below register) register {
	a, low, high, t, s := YMM(), YMM(), YMM(), YMM(), YMM()
	VADDPD(constant("seven", 7), x, a)
	VMULPD(x, a, a)
	VADDPD(constant("six", 6), a, low)
	VMULPD(a, low, low)
	VADDPD(constant("ten", 10), a, high)
	VADDPD(constant("twelve", 12), a, t)
	VMULPD(t, high, high)
	two, over := YMM(), YMM()
	VMOVUPD(constant("two", 2), two)
	VMOVUPD(constant("twentyTwo", 22), t)
	VFMADD231PD(two, a, t) // 2a + 22
	VMULPD(low, t, t)
	VMOVUPD(constant("six", 6), over)
	VFMADD231PD(two, a, over) // 2a + 6
	VFMADD213PD(t, high, over)
	VMOVUPD(constant("seven", 7), s)
	VFMADD231PD(two, x, s)
	VMULPD(over, s, s)
	VMULPD(high, low, low)
	VDIVPD(low, s, s)
	VXORPD(bits64("sign", 1<<63), s, s)
	VANDPD(below, s, s)
	return s
}

// leadingDigamma is the series of exp(ψ) at x+8 where below, at x elsewhere.
func leadingDigamma(x, below register) register {
	u, z, p := YMM(), YMM(), YMM()
	VANDPD(constant("eight", 8), below, u)
	VADDPD(u, x, u)
	VSUBPD(constant("half", 0.5), u, u)
	VMOVUPD(constant("one", 1), z)
	VDIVPD(u, z, z)
	VMULPD(z, z, z)
	VMOVUPD(constant("digamma0", expDigammaTerms[0]), p)
	for i, c := range expDigammaTerms[1:] {
		VFMADD213PD(constant(fmt.Sprintf("digamma%d", i+1), c), z, p)
	}
	VMULPD(z, p, p)
	VFMADD213PD(u, u, p) // p = u p + u
	return p
}
