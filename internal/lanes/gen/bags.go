package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

const (
	countBytes = 8 // of a Count: an int32 and a float32
	lineBytes  = 64
)

// sumRows: dst[e] = Σ_c counts[c].N table[counts[c].Word*p + e], p a multiple of 4; counts of 0 are
// passed over.
func sumRows() {
	avx2.begin("sumRows", "func(dst, table *float64, counts *int32, n, p int)", "adds up weighted rows of a table.")
	dst, table, stride, left := load("dst"), load("table"), load("p"), load("p")
	SHLQ(Imm(3), stride)
	for quads := 8; quads > 0; quads-- { // most families fit into one tile
		label := fmt.Sprintf("tile%d", quads*quad)
		Label(label)
		CMPQ(left, num(quad*quads))
		JL(LabelRef(label + "_after"))
		var sums []register
		for range quads {
			sums = append(sums, zeroQuad())
		}
		c, n := load("counts"), load("n")
		times(label+"_c", n, func() {
			skipZero(c, label+"_skip")
			row, weight := countRow(c, stride, table), countWeight(c)
			for i, s := range sums {
				VFMADD231PD(at(row).Offset(i*quadBytes), weight, s)
			}
			Label(label + "_skip")
			ADDQ(num(countBytes), c)
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

// addRows: table[counts[c].Word*k + e] += counts[c].N x[e] for every count, k ≥ 1.
func addRows() {
	avx2.begin("addRows", "func(table *float64, counts *int32, n int, x *float64, k int)", "adds a vector to weighted rows of a table.")
	table, c, n, x := load("table"), load("counts"), load("n"), load("x")
	stride := load("k")
	SHLQ(Imm(3), stride)
	fetchRows(c, stride, table)
	times("count", n, func() {
		row, weight, px := countRow(c, stride, table), countWeight(c), GP64()
		MOVQ(x, px)
		left := load("k")
		Label("quad")
		CMPQ(left, num(quad))
		JL(LabelRef("rest"))
		v := YMM()
		VMOVUPD(at(row), v)
		VFMADD231PD(at(px), weight, v)
		VMOVUPD(v, at(row))
		ADDQ(num(quadBytes), row)
		ADDQ(num(quadBytes), px)
		SUBQ(num(quad), left)
		JMP(LabelRef("quad"))
		Label("rest")
		TESTQ(left, left)
		JZ(LabelRef("done"))
		times("one", left, func() {
			s := XMM()
			VMOVSD(at(row), s)
			VFMADD231SD(at(px), weight.AsX(), s)
			VMOVSD(s, at(row))
			ADDQ(num(8), row)
			ADDQ(num(8), px)
		})
		Label("done")
		ADDQ(num(countBytes), c)
	})
	VZEROUPPER()
	RET()
}

// fetchRows asks for the rows of all counts before the first is needed: they lie far apart, and what
// is done to one keeps the machine from seeing the next.
func fetchRows(counts, stride, table reg.GPVirtual) {
	c, n := GP64(), load("n")
	MOVQ(counts, c)
	times("fetch", n, func() {
		row, left := countRow(c, stride, table), GP64()
		MOVQ(stride, left)
		Label("line")
		PREFETCHT0(at(row))
		ADDQ(num(lineBytes), row)
		SUBQ(num(lineBytes), left)
		JG(LabelRef("line"))
		ADDQ(num(countBytes), c)
	})
}

func skipZero(c reg.GPVirtual, label string) {
	bits := GP32()
	MOVL(at(c).Offset(4), bits)
	TESTL(bits, bits)
	JZ(LabelRef(label))
}

// countRow is where the row of a count's word begins.
func countRow(c, stride, table reg.GPVirtual) reg.GPVirtual {
	row := GP64()
	MOVLQSX(at(c), row)
	IMULQ(stride, row)
	ADDQ(table, row)
	return row
}

// countWeight is a count's N in all lanes.
func countWeight(c reg.GPVirtual) reg.VecVirtual {
	n, weight := XMM(), YMM()
	VXORPD(n, n, n)
	VCVTSS2SD(at(c).Offset(4), n, n)
	VBROADCASTSD(n, weight)
	return weight
}
