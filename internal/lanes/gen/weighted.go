package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// dotRows: dst[c] = Σ_e table[counts[c].Word*p + e] x[e], p a multiple of 4; four rows at a time share
// what is loaded of x.
func dotRows() {
	avx2.begin("dotRows", "func(dst, table *float64, counts *int32, n int, x *float64, p int)", "is the inner products of a vector with rows of a table.")
	dst, table, c, left, x := load("dst"), load("table"), load("counts"), load("n"), load("x")
	stride := load("p")
	SHLQ(Imm(3), stride)
	for _, rows := range []int{4, 1} {
		label := map[int]string{4: "four", 1: "one"}[rows]
		Label(label)
		CMPQ(left, num(rows))
		JL(LabelRef(label + "_after"))
		var sums []register
		var at0 []reg.GPVirtual
		for r := range rows {
			sums = append(sums, zeroQuad())
			row := GP64()
			MOVLQSX(at(c).Offset(r*countBytes), row)
			IMULQ(stride, row)
			ADDQ(table, row)
			at0 = append(at0, row)
		}
		e := GP64()
		XORQ(e, e)
		Label(label + "_quad")
		v := YMM()
		VMOVUPD(Mem{Base: x, Index: e, Scale: 1}, v)
		for r, sum := range sums {
			VFMADD231PD(Mem{Base: at0[r], Index: e, Scale: 1}, v, sum)
		}
		ADDQ(num(quadBytes), e)
		CMPQ(e, stride)
		JL(LabelRef(label + "_quad"))
		for r, sum := range sums {
			VMOVSD(addAcross(sum), at(dst).Offset(8*r))
		}
		ADDQ(num(rows*countBytes), c)
		ADDQ(num(rows*8), dst)
		SUBQ(num(rows), left)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
	VZEROUPPER()
	RET()
}

// mixRows: dst[e] += Σ_c weight[c] table[counts[c].Word*p + e], p a multiple of 4.
func mixRows() {
	avx2.begin("mixRows", "func(dst, table *float64, counts *int32, n int, weight *float64, p int)", "adds weighted rows of a table to a vector.")
	dst, table, stride, left := load("dst"), load("table"), load("p"), load("p")
	SHLQ(Imm(3), stride)
	for _, quads := range []int{12, 4, 2, 1} {
		label := map[int]string{12: "tile48", 4: "tile16", 2: "tile8", 1: "tile4"}[quads]
		Label(label)
		CMPQ(left, num(quad*quads))
		JL(LabelRef(label + "_after"))
		sums := quadsAt(dst, quads)
		c, n, weight := load("counts"), load("n"), load("weight")
		times(label+"_c", n, func() {
			w := YMM()
			VBROADCASTSD(at(weight), w)
			row := countRow(c, stride, table)
			for i, s := range sums {
				VFMADD231PD(at(row).Offset(i*quadBytes), w, s)
			}
			ADDQ(num(countBytes), c)
			ADDQ(num(8), weight)
		})
		for i, s := range sums {
			VMOVUPD(s, at(dst).Offset(i*quadBytes))
		}
		ADDQ(num(quads*quadBytes), dst)
		ADDQ(num(quads*quadBytes), table)
		SUBQ(num(quads*quad), left)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
	VZEROUPPER()
	RET()
}

// shareRows: table[counts[c].Word*p + e] += weight[c] x[e] for every count, p a multiple of 4.
func shareRows() {
	avx2.begin("shareRows", "func(table *float64, counts *int32, n int, weight, x *float64, p int)", "adds multiples of a vector to rows of a table.")
	table, c, n, weight, x := load("table"), load("counts"), load("n"), load("weight"), load("x")
	stride := load("p")
	SHLQ(Imm(3), stride)
	times("count", n, func() {
		row, w, e := countRow(c, stride, table), YMM(), GP64()
		VBROADCASTSD(at(weight), w)
		XORQ(e, e)
		Label("quad")
		v := YMM()
		VMOVUPD(Mem{Base: row, Index: e, Scale: 1}, v)
		VFMADD231PD(Mem{Base: x, Index: e, Scale: 1}, w, v)
		VMOVUPD(v, Mem{Base: row, Index: e, Scale: 1})
		ADDQ(num(quadBytes), e)
		CMPQ(e, stride)
		JL(LabelRef("quad"))
		ADDQ(num(countBytes), c)
		ADDQ(num(8), weight)
	})
	VZEROUPPER()
	RET()
}
