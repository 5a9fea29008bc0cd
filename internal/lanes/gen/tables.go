package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// lookUp: dst[t*turn + e*dist] = table[symbols[t]*n + e], strides in values.
func lookUp() {
	avx2.begin("lookUp", "func(dst *float64, turn, dist int, table *float64, symbols *int, n, turns int)", "spreads a row of a table for each symbol over a lane.")
	dst, turn, dist, table := load("dst"), load("turn"), load("dist"), load("table")
	symbols, n, turns := load("symbols"), load("n"), load("turns")
	SHLQ(Imm(3), turn)
	SHLQ(Imm(3), dist)
	times("turn", turns, func() {
		row, out, v := tableRow(symbols, n, table), GP64(), XMM()
		MOVQ(dst, out)
		unrolled("look", n, func() {
			VMOVSD(at(row), v)
			VMOVSD(v, at(out))
			ADDQ(num(8), row)
			ADDQ(dist, out)
		})
		ADDQ(num(8), symbols)
		ADDQ(turn, dst)
	})
	RET()
}

// addUp: stats[symbols[t]*n + e] += src[t*turn + e*dist], strides in values.
func addUp() {
	avx2.begin("addUp", "func(stats *float64, symbols *int, src *float64, turn, dist, n, turns int)", "adds a lane to the row of a table for each symbol.")
	stats, symbols, src := load("stats"), load("symbols"), load("src")
	turn, dist, n, turns := load("turn"), load("dist"), load("n"), load("turns")
	SHLQ(Imm(3), turn)
	SHLQ(Imm(3), dist)
	times("turn", turns, func() {
		row, in, v := tableRow(symbols, n, stats), GP64(), XMM()
		MOVQ(src, in)
		unrolled("add", n, func() {
			VMOVSD(at(row), v)
			VADDSD(at(in), v, v)
			VMOVSD(v, at(row))
			ADDQ(num(8), row)
			ADDQ(dist, in)
		})
		ADDQ(num(8), symbols)
		ADDQ(turn, src)
	})
	RET()
}

// tableRow is where the row of n values of the symbol at hand begins.
func tableRow(symbols, n, table reg.GPVirtual) reg.GPVirtual {
	row := GP64()
	MOVQ(at(symbols), row)
	IMULQ(n, row)
	SHLQ(Imm(3), row)
	ADDQ(table, row)
	return row
}

// unrolled emits a loop that runs n times, n ≥ 1, four at a time as long as it can.
func unrolled(label string, n reg.GPVirtual, body func()) {
	left := GP64()
	MOVQ(n, left)
	Label(label + "4")
	CMPQ(left, num(4))
	JL(LabelRef(label + "_rest"))
	for range 4 {
		body()
	}
	SUBQ(num(4), left)
	JMP(LabelRef(label + "4"))
	Label(label + "_rest")
	TESTQ(left, left)
	JZ(LabelRef(label + "_done"))
	times(label+"1", left, body)
	Label(label + "_done")
}
