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
		VMOVSD(total, at(dst))
		ADDQ(stride, dst)
		ADDQ(row, mean)
		ADDQ(row, w)
	})
	VZEROUPPER()
	RET()
}

// moments: for every turn t with a vector x, with z = x - mean and p its weight, one[i] += p z[i] and
// two[i] += p z[i]². obs are slice headers, of which a missing vector has a zero pointer.
func moments() {
	avx2.begin("moments", "func(one, two, mean *float64, obs *[]float64, p *float64, stride, d, turns int)", "adds the first and second moments of vectors about a mean, d a multiple of 4.")
	one, two, mean, d, stride := load("one"), load("two"), load("mean"), load("d"), load("stride")
	SHLQ(Imm(3), stride)
	offset := GP64()
	XORQ(offset, offset)
	for _, quads := range []int{4, 1} {
		label := map[int]string{4: "wide", 1: "narrow"}[quads]
		Label(label)
		CMPQ(d, num(quad*quads))
		JL(LabelRef(label + "_after"))
		m, sums, squares := quadsAt(mean, quads), quadsAt(one, quads), quadsAt(two, quads)
		header, weight, turns := load("obs"), load("p"), load("turns")
		times(label+"_t", turns, func() {
			x := GP64()
			MOVQ(at(header), x)
			TESTQ(x, x)
			JZ(LabelRef(label + "_missing"))
			ADDQ(offset, x)
			p := YMM()
			VBROADCASTSD(at(weight), p)
			for i := range m {
				z, pz := YMM(), YMM()
				VMOVUPD(at(x).Offset(i*quadBytes), z)
				VSUBPD(m[i], z, z)
				VMULPD(p, z, pz)
				VADDPD(pz, sums[i], sums[i])
				VFMADD231PD(z, pz, squares[i])
			}
			Label(label + "_missing")
			ADDQ(num(24), header)
			ADDQ(stride, weight)
		})
		for i := range m {
			VMOVUPD(sums[i], at(one).Offset(i*quadBytes))
			VMOVUPD(squares[i], at(two).Offset(i*quadBytes))
		}
		for _, p := range []reg.GPVirtual{one, two, mean, offset} {
			ADDQ(num(quads*quadBytes), p)
		}
		SUBQ(num(quads*quad), d)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
	VZEROUPPER()
	RET()
}

// quadsAt loads registers of four values each.
func quadsAt(base reg.GPVirtual, n int) []register {
	var rs []register
	for i := range n {
		v := YMM()
		VMOVUPD(at(base).Offset(i*quadBytes), v)
		rs = append(rs, v)
	}
	return rs
}
