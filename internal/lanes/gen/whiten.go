package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// whiten8: with z = x - mean, a panel of d rows of eight lanes, dst[l] = Σ_j (Σ_{i≤j} z[i,l] w[i,j])²; see
// Whiten. scratch has room for z, p rows, and for the four sums.
func whiten8() {
	m := avx2
	m.begin("whiten8", "func(dst, x, mean, w, scratch *float64, d, p int)", "is the squared lengths of eight vectors from a mean, after a triangular matrix.")
	dst, x, mean, block, z := load("dst"), load("x"), load("mean"), load("w"), load("scratch")
	sums := load("p")
	SHLQ(Imm(6), sums)
	ADDQ(z, sums)
	nothing := m.zero()
	for c := range 4 {
		m.store(nothing, at(sums).Offset(c*rowBytes))
	}
	to, n := GP64(), load("d")
	MOVQ(z, to)
	times("centre", n, func() {
		centre := YMM()
		VBROADCASTSD(at(mean), centre)
		v := m.load(at(x))
		for i := range v {
			VSUBPD(centre, v[i], v[i])
		}
		m.store(v, at(to))
		ADDQ(num(8), mean)
		ADDQ(num(rowBytes), x)
		ADDQ(num(rowBytes), to)
	})
	rows, left, stride := GP64(), load("p"), load("p")
	SHLQ(Imm(5), stride) // bytes of four columns
	MOVQ(U32(4), rows)
	Label("tile")
	var acc [4]row
	for c := range acc {
		acc[c] = m.zero()
	}
	s, a, i := GP64(), GP64(), GP64()
	MOVQ(z, s)
	MOVQ(block, a)
	MOVQ(rows, i)
	times("row", i, func() {
		v := m.load(at(s))
		for c := range acc {
			w := YMM()
			VBROADCASTSD(at(a).Offset(8*c), w)
			for part := range v {
				VFMADD231PD(w, v[part], acc[c][part])
			}
		}
		ADDQ(num(rowBytes), s)
		ADDQ(num(quadBytes), a)
	})
	for c := range acc {
		for part, v := range acc[c] {
			VMULPD(v, v, v)
			VADDPD(m.part(at(sums).Offset(c*rowBytes), part), v, v)
		}
		m.store(acc[c], at(sums).Offset(c*rowBytes))
	}
	ADDQ(stride, block)
	ADDQ(num(4), rows)
	SUBQ(num(4), left)
	JNZ(LabelRef("tile"))
	even, odd := m.load(at(sums)), m.load(at(sums).Offset(rowBytes))
	for part := range even {
		VADDPD(m.part(at(sums).Offset(2*rowBytes), part), even[part], even[part])
		VADDPD(m.part(at(sums).Offset(3*rowBytes), part), odd[part], odd[part])
		VADDPD(odd[part], even[part], even[part])
	}
	m.store(even, at(dst))
	VZEROUPPER()
	RET()
}
