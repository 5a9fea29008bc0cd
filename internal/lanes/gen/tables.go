package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// lookUp: dst[t*turn + e*dist] = table[(symbols[t]+1)*p + e] for e < n, strides in values. It is told how
// many rows there are; fine is false if a symbol has none.
func lookUp() {
	avx2.begin("lookUp", "func(dst *float64, turn, dist int, table *float64, symbols *int, n, p, rows, turns int) (fine bool)", "spreads a row of a table for each symbol over a lane.")
	dst, turn, dist, table := load("dst"), load("turn"), load("dist"), load("table")
	symbols, n, p, turns := load("symbols"), load("n"), load("p"), load("turns")
	for _, stride := range []reg.GPVirtual{turn, dist, p} {
		SHLQ(Imm(3), stride)
	}
	fine := allOnes()
	times("turn", turns, func() {
		row, out, v := GP64(), GP64(), XMM()
		MOVQ(at(symbols), row)
		rowOf(row, p, table, fine)
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
	report(fine)
	RET()
}

// rowOf takes a symbol to where its row of p bytes begins, the one after that of the symbol before. One
// that has no row gets the first, and clears fine.
func rowOf(symbol, p, table, fine reg.GPVirtual) {
	within := GP64()
	INCQ(symbol)
	CMPQ(symbol, mustAddr("rows"))
	SBBQ(within, within)
	ANDQ(within, symbol)
	ANDQ(within, fine)
	IMULQ(p, symbol)
	ADDQ(table, symbol)
}

func allOnes() reg.GPVirtual {
	r := GP64()
	MOVQ(I32(-1), r)
	return r
}

func report(fine reg.GPVirtual) {
	TESTQ(fine, fine)
	SETNE(mustByte("fine"))
}

// addUp: stats[symbols[t]*n + e] += src[t*turn + e*dist], strides in values; symbols that have none of the
// rows are passed over.
func addUp() {
	avx2.begin("addUp", "func(stats *float64, symbols *int, src *float64, turn, dist, n, rows, turns int)", "adds a lane to the row of a table for each symbol.")
	stats, symbols, src := load("stats"), load("symbols"), load("src")
	turn, dist, n, turns := load("turn"), load("dist"), load("n"), load("turns")
	SHLQ(Imm(3), turn)
	SHLQ(Imm(3), dist)
	times("turn", turns, func() {
		row, in, v := GP64(), GP64(), XMM()
		MOVQ(at(symbols), row)
		CMPQ(row, mustAddr("rows"))
		JCC(LabelRef("missing"))
		IMULQ(n, row)
		LEAQ(Mem{Base: stats, Index: row, Scale: 8}, row)
		MOVQ(src, in)
		unrolled("add", n, func() {
			VMOVSD(at(row), v)
			VADDSD(at(in), v, v)
			VMOVSD(v, at(row))
			ADDQ(num(8), row)
			ADDQ(dist, in)
		})
		Label("missing")
		ADDQ(num(8), symbols)
		ADDQ(turn, src)
	})
	RET()
}

// sliceBytes are those of a slice header.
const sliceBytes = 24

// lookUp8 is lookUp for eight lanes at once: p rows of panels that are turn values apart. symbols are eight
// slices.
func lookUp8() {
	avx2.begin("lookUp8", "func(dst *float64, turn int, table *float64, symbols *[]int, p, rows, turns int) (fine bool)", "spreads rows of a table for the symbols of eight lanes over panels.")
	dst, turn, table, symbols, p := load("dst"), load("turn"), load("table"), load("symbols"), load("p")
	SHLQ(Imm(3), turn)
	SHLQ(Imm(3), p)
	t, fine := GP64(), allOnes()
	XORQ(t, t)
	Label("turn")
	for half := range 2 {
		rows := make([]reg.GPVirtual, quad)
		for l := range rows {
			rows[l] = symbolAt(symbols, quad*half+l, t)
			rowOf(rows[l], p, table, fine)
		}
		out, left := GP64(), load("p")
		LEAQ(at(dst).Offset(half*quadBytes), out)
		SHRQ(Imm(2), left)
		times(fmt.Sprint("quad", half), left, func() {
			var v [quad]register
			for l := range v {
				v[l] = YMM()
				VMOVUPD(at(rows[l]), v[l])
				ADDQ(num(quadBytes), rows[l])
			}
			for e, x := range transpose(v) {
				VMOVUPD(x, at(out).Offset(e*rowBytes))
			}
			ADDQ(num(quad*rowBytes), out)
		})
	}
	ADDQ(turn, dst)
	INCQ(t)
	CMPQ(t, mustAddr("turns"))
	JNE(LabelRef("turn"))
	report(fine)
	VZEROUPPER()
	RET()
}

// addUp8 is addUp for eight lanes at once, for the first whole values of the rows, a multiple of 4. What
// belongs to no row is added at none.
func addUp8() {
	avx2.begin("addUp8", "func(stats, none *float64, symbols *[]int, src *float64, turn, n, whole, rows, turns int)", "adds panels of eight lanes to the rows of a table for their symbols.")
	stats, symbols, src, turn, n := load("stats"), load("symbols"), load("src"), load("turn"), load("n")
	SHLQ(Imm(3), turn)
	SHLQ(Imm(3), n)
	t := GP64()
	XORQ(t, t)
	Label("turn")
	for half := range 2 {
		rows, none := make([]reg.GPVirtual, quad), load("none")
		for l := range rows {
			symbol := symbolAt(symbols, quad*half+l, t)
			rows[l] = GP64()
			MOVQ(n, rows[l])
			IMULQ(symbol, rows[l])
			ADDQ(stats, rows[l])
			CMPQ(symbol, mustAddr("rows"))
			CMOVQCC(none, rows[l])
		}
		in, left := GP64(), load("whole")
		LEAQ(at(src).Offset(half*quadBytes), in)
		SHRQ(Imm(2), left)
		times(fmt.Sprint("quad", half), left, func() {
			var v [quad]register
			for e := range v {
				v[e] = YMM()
				VMOVUPD(at(in).Offset(e*rowBytes), v[e])
			}
			for l, x := range transpose(v) {
				VADDPD(at(rows[l]), x, x)
				VMOVUPD(x, at(rows[l]))
				ADDQ(num(quadBytes), rows[l])
			}
			ADDQ(num(quad*rowBytes), in)
		})
	}
	ADDQ(turn, src)
	INCQ(t)
	CMPQ(t, mustAddr("turns"))
	JNE(LabelRef("turn"))
	VZEROUPPER()
	RET()
}

// symbolAt is symbol t of lane l.
func symbolAt(symbols reg.GPVirtual, l int, t reg.GPVirtual) reg.GPVirtual {
	s := GP64()
	MOVQ(at(symbols).Offset(l*sliceBytes), s)
	MOVQ(Mem{Base: s, Index: t, Scale: 8}, s)
	return s
}

// transpose turns four registers of four values, in new ones.
func transpose(v [quad]register) [quad]register {
	low, high := [2]register{}, [2]register{}
	for i := range 2 {
		low[i], high[i] = YMM(), YMM()
		VUNPCKLPD(v[2*i+1], v[2*i], low[i])
		VUNPCKHPD(v[2*i+1], v[2*i], high[i])
	}
	var out [quad]register
	for i, from := range [][2]register{low, high} {
		out[i], out[i+2] = YMM(), YMM()
		VPERM2F128(Imm(0x20), from[1], from[0], out[i])
		VPERM2F128(Imm(0x31), from[1], from[0], out[i+2])
	}
	return out
}

// mustAddr is where a parameter stands.
func mustAddr(name string) Op {
	addr, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return addr.Addr
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
