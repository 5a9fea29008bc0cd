package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// whiten8: with z = x - mean, a panel of p rows of eight lanes, dst[l] = Σ_j (Σ_{i≤j} z[i,l] w[i,j])²; see
// Whiten. Four lanes at a time, so that eight columns and the sums stay in registers.
func whiten8() {
	avx2.begin("whiten8", "func(dst, x, mean, w *float64, p int)", "is the squared lengths of eight vectors from a mean, after a triangular matrix.")
	for part := range avx2.parts {
		whitenPart(part)
	}
	VZEROUPPER()
	RET()
}

// whitenPart does four of the lanes.
func whitenPart(part int) {
	label := func(name string) string { return fmt.Sprint(name, part) }
	dst, block, left, columns := load("dst"), load("w"), load("p"), load("p")
	SHLQ(Imm(5), columns) // bytes of four columns
	var sums [4]register
	for c := range sums {
		sums[c] = zeroQuad()
	}
	rows, i := GP64(), GP64()
	XORQ(rows, rows)
	Label(label("tile"))
	ADDQ(num(4), rows)
	var first, second [4]register
	for c := range first {
		first[c], second[c] = zeroQuad(), zeroQuad()
	}
	x, mean, a, b := load("x"), load("mean"), GP64(), GP64()
	MOVQ(block, a)
	LEAQ(Mem{Base: block, Index: columns, Scale: 1}, b)
	row := func(add func(z register)) func() {
		return func() {
			z, m := YMM(), YMM()
			VBROADCASTSD(at(mean), m)
			VMOVUPD(at(x).Offset(part*quadBytes), z)
			VSUBPD(m, z, z)
			add(z)
			ADDQ(num(8), mean)
			ADDQ(num(rowBytes), x)
		}
	}
	product := func(z register, from reg.GPVirtual, sums [4]register) {
		for c, sum := range sums {
			w := YMM()
			VBROADCASTSD(at(from).Offset(8*c), w)
			VFMADD231PD(w, z, sum)
		}
		ADDQ(num(quadBytes), from)
	}
	square := func(of [4]register) {
		for c, v := range of {
			VMULPD(v, v, v)
			VADDPD(v, sums[c], sums[c])
		}
	}
	MOVQ(rows, i)
	CMPQ(left, num(8))
	JL(LabelRef(label("narrow")))
	times(label("both"), i, row(func(z register) {
		product(z, a, first)
		product(z, b, second)
	}))
	MOVQ(U32(4), i)
	times(label("rest"), i, row(func(z register) { product(z, b, second) }))
	square(first)
	square(second)
	ADDQ(num(4), rows)
	LEAQ(Mem{Base: block, Index: columns, Scale: 2}, block)
	SUBQ(num(8), left)
	JNZ(LabelRef(label("tile")))
	JMP(LabelRef(label("done")))
	Label(label("narrow"))
	times(label("one"), i, row(func(z register) { product(z, a, first) }))
	square(first)
	Label(label("done"))
	VADDPD(sums[2], sums[0], sums[0])
	VADDPD(sums[3], sums[1], sums[1])
	VADDPD(sums[1], sums[0], sums[0])
	VMOVUPD(sums[0], at(dst).Offset(part*quadBytes))
}

// distances8: dst[e,l] = Σ_i ((x[i,l]-mean[e,i]) w[e,i])², for a panel of d rows of eight lanes, summed as distances
// does for one lane.
func distances8() {
	m := avx2
	m.begin("distances8", "func(dst, x, mean, w *float64, n, d int)", "is the squared distances of eight vectors from n means, in units of 1/w.")
	dst, panel, mean, w, n := load("dst"), load("x"), load("mean"), load("w"), load("n")
	whole, rest := GP64(), load("d")
	add := func(x reg.GPVirtual, i int, sum row) {
		centre, scale := YMM(), YMM()
		VBROADCASTSD(at(mean).Offset(8*i), centre)
		VBROADCASTSD(at(w).Offset(8*i), scale)
		z := m.row()
		for part := range z {
			VSUBPD(m.part(at(x).Offset(i*rowBytes), part), centre, z[part]) // the square has no sign
			VMULPD(scale, z[part], z[part])
			VFMADD231PD(z[part], z[part], sum[part])
		}
	}
	forward := func(x reg.GPVirtual, dims int) {
		ADDQ(num(dims*rowBytes), x)
		ADDQ(num(8*dims), mean)
		ADDQ(num(8*dims), w)
	}
	times("mean", n, func() {
		var sums [4]row
		for i := range sums {
			sums[i] = m.zero()
		}
		x := GP64()
		MOVQ(panel, x)
		MOVQ(load("d"), whole)
		SHRQ(Imm(2), whole)
		JZ(LabelRef("odd"))
		times("four", whole, func() {
			for i, sum := range sums {
				add(x, i, sum)
			}
			forward(x, 4)
		})
		for part := range m.parts {
			VADDPD(sums[2][part], sums[0][part], sums[0][part])
			VADDPD(sums[3][part], sums[1][part], sums[1][part])
			VADDPD(sums[1][part], sums[0][part], sums[0][part])
		}
		Label("odd")
		MOVQ(load("d"), rest)
		ANDQ(Imm(3), rest)
		JZ(LabelRef("done"))
		times("one", rest, func() {
			add(x, 0, sums[0])
			forward(x, 1)
		})
		Label("done")
		m.store(sums[0], at(dst))
		ADDQ(num(rowBytes), dst)
	})
	VZEROUPPER()
	RET()
}

// normals8: dst[e,l] = max(constant[e] - ½ dst[e,l], -MaxFloat), that for NaN too.
func normals8() {
	m := avx2
	m.begin("normals8", "func(dst, constant *float64, n int)", "takes squared distances to log densities.")
	dst, c, n := load("dst"), load("constant"), load("n")
	half := m.load(constant("minusHalf", -0.5))
	times("row", n, func() {
		top := YMM()
		VBROADCASTSD(at(c), top)
		for part := range half {
			v := YMM()
			VMOVUPD(m.part(at(dst), part), v)
			VFMADD213PD(top, half[part], v)
			VMAXPD(m.part(constant("minusMax", -maxFloat), part), v, v)
			VMOVUPD(v, m.part(at(dst), part))
		}
		ADDQ(num(8), c)
		ADDQ(num(rowBytes), dst)
	})
	VZEROUPPER()
	RET()
}
