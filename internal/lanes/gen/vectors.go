package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// distances: dst[e*stride] = Σ_i ((x[i]-mean[e,i]) w[e,i])², i below d, a multiple of 4; rows of mean
// and w are row values apart.
func distances() {
	avx2.begin("distances", "func(dst *float64, stride int, x, mean, w *float64, n, d, row int)", "is the squared distances of a vector from n means, in units of 1/w.")
	dst, stride, x := load("dst"), load("stride"), load("x")
	mean, w, n, row := load("mean"), load("w"), load("n"), load("row")
	SHLQ(Imm(3), stride)
	SHLQ(Imm(3), row)
	times("mean", n, func() {
		px, pm, pw, d := GP64(), GP64(), GP64(), load("d")
		MOVQ(x, px)
		MOVQ(mean, pm)
		MOVQ(w, pw)
		SHRQ(Imm(2), d)
		sum := zeroQuad()
		times("quad", d, func() {
			z := YMM()
			VMOVUPD(at(px), z)
			VSUBPD(at(pm), z, z)
			VMULPD(at(pw), z, z)
			VFMADD231PD(z, z, sum)
			for _, p := range []reg.GPVirtual{px, pm, pw} {
				ADDQ(num(quadBytes), p)
			}
		})
		total := addAcross(sum)
		VMOVSD(total.(reg.Vec).AsX(), at(dst))
		ADDQ(stride, dst)
		ADDQ(row, mean)
		ADDQ(row, w)
	})
	VZEROUPPER()
	RET()
}

// moments: with z = x - mean, one[i] += p z[i] and two[i] += p z[i]².
func moments() {
	avx2.begin("moments", "func(one, two, x, mean *float64, p float64, d int)", "adds the first and second moments of a vector about a mean, d a multiple of 4.")
	one, two, x, mean, d := load("one"), load("two"), load("x"), load("mean"), load("d")
	s := Load(Param("p"), XMM())
	p := YMM()
	VBROADCASTSD(s, p)
	SHRQ(Imm(2), d)
	times("quad", d, func() {
		z, pz, v := YMM(), YMM(), YMM()
		VMOVUPD(at(x), z)
		VSUBPD(at(mean), z, z)
		VMULPD(p, z, pz)
		VADDPD(at(one), pz, v)
		VMOVUPD(v, at(one))
		VMOVUPD(at(two), v)
		VFMADD231PD(z, pz, v)
		VMOVUPD(v, at(two))
		for _, q := range []reg.GPVirtual{one, two, x, mean} {
			ADDQ(num(quadBytes), q)
		}
	})
	VZEROUPPER()
	RET()
}
