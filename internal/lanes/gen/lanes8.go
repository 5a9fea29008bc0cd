package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

const rowBytes = 64 // eight lanes

func load(name string) reg.GPVirtual { return Load(Param(name), GP64()).(reg.GPVirtual) }

func at(base reg.Register) Mem { return Mem{Base: base} }

// scale8 is the scaling of one turn; see Scale.
func scale8(m machine) {
	m.begin("scale8", "func(alpha, b, inv *float64, active *uint64, s *float64, k int)", "is the scaling of one turn of eight lanes.")
	alpha, b, inv, active, s, k := load("alpha"), load("b"), load("inv"), load("active"), load("s"), load("k")
	tiny := constant("tiny", 1e-290)
	sums := []row{m.zero(), m.zero(), m.zero(), m.zero()}
	pa, pb, n := GP64(), GP64(), GP64()
	MOVQ(alpha, pa)
	MOVQ(b, pb)
	MOVQ(k, n)
	SHRQ(Imm(2), n)
	times("product", n, func() {
		for r := range 4 {
			v := m.load(at(pa).Offset(r * rowBytes))
			m.mul(v, v, at(pb).Offset(r*rowBytes))
			m.keepAtLeast(v, tiny)
			m.store(v, at(pa).Offset(r*rowBytes))
			for i := range v {
				VADDPD(v[i], sums[r][i], sums[r][i])
			}
		}
		ADDQ(num(4*rowBytes), pa)
		ADDQ(num(4*rowBytes), pb)
	})
	inverse := m.book(m.addFour(sums), inv, active, s)
	MOVQ(alpha, pa)
	MOVQ(k, n)
	times("divide", n, func() {
		v := m.row()
		m.mul(v, inverse, at(pa))
		m.store(v, at(pa))
		ADDQ(num(rowBytes), pa)
	})
	VZEROUPPER()
	RET()
}

// book turns the sums c of a turn into their inverses (0 for the lanes that are not active or fall
// below the least scale), stores those, and multiplies the running products.
func (m machine) book(c row, inv, active, s reg.GPVirtual) row {
	one, least := constant("one", 1), constant("leastScale", 1e-200)
	inverse := m.row()
	for i := range c {
		mask := m.register()
		VMOVUPD(m.part(at(active), i), mask)
		// c where active, else 1
		ones := m.register()
		VMOVUPD(m.part(one, i), ones)
		other := m.register()
		VANDNPD(ones, mask, other)
		VANDPD(mask, c[i], c[i])
		VORPD(other, c[i], c[i])
		smallest := m.register()
		VMINPD(m.part(at(s).Offset(2*rowBytes), i), c[i], smallest)
		VMOVUPD(smallest, m.part(at(s).Offset(2*rowBytes), i))
		VDIVPD(c[i], ones, inverse[i])
		VANDPD(mask, inverse[i], inverse[i])
		if m.parts == 1 {
			k := K()
			VCMPPD(U8(13), m.part(least, i), c[i], k)
			VMOVAPD_Z(inverse[i], k, inverse[i])
		} else {
			enough := YMM()
			VCMPPD(U8(13), m.part(least, i), c[i], enough)
			VANDPD(enough, inverse[i], inverse[i])
		}
		VMOVUPD(inverse[i], m.part(at(inv), i))
		m.multiply(c[i], s, i)
	}
	return inverse
}

// multiply multiplies the running products by c.
func (m machine) multiply(c register, s reg.GPVirtual, i int) {
	v, e := m.register(), m.register()
	VMULPD(m.part(at(s), i), c, v)
	VPSRLQ(Imm(52), v, e)
	VPADDQ(m.part(at(s).Offset(rowBytes), i), e, e)
	VPSUBQ(m.part(bits64("bias", 1023), i), e, e)
	if m.parts == 1 {
		VMOVDQU64(e, m.part(at(s).Offset(rowBytes), i))
	} else {
		VMOVDQU(e, m.part(at(s).Offset(rowBytes), i))
	}
	VANDPD(m.part(bits64("fraction", 1<<52-1), i), v, v)
	VORPD(m.part(constant("one", 1), i), v, v)
	VMOVUPD(v, m.part(at(s), i))
}

// weigh8: gamma = alpha beta, b = b beta inv where alpha is positive, else 0.
func weigh8(m machine) {
	m.begin("weigh8", "func(gamma, b, alpha, beta, inv *float64, k int)", "is the elementwise half of a backward step of eight lanes.")
	gamma, b, alpha, beta, inv, k := load("gamma"), load("b"), load("alpha"), load("beta"), load("inv"), load("k")
	scale := m.load(at(inv))
	times("row", k, func() {
		m.weigh(m.load(at(beta)), scale, at(gamma), at(b), at(alpha))
		for _, p := range []reg.GPVirtual{gamma, b, alpha, beta} {
			ADDQ(num(rowBytes), p)
		}
	})
	VZEROUPPER()
	RET()
}

// outer8: acc[i*k+j] += Σ_t p[t][i] q[t][j], rows of eight lanes each, panels of k rows, k a multiple of 4.
func outer8(m machine) {
	m.begin("outer8", "func(acc, p, q *float64, k, rows, turns int)", "adds the outer products of turns panels of eight lanes, lane by lane.")
	acc, p, q, i := load("acc"), load("p"), load("q"), load("rows")
	tile := 4
	if m.parts == 2 {
		tile = 2
	}
	panel := load("k") // bytes of a panel, and of a row of acc
	SHLQ(Imm(6), panel)
	Label("i")
	j, out, qj := load("k"), GP64(), GP64()
	MOVQ(acc, out)
	MOVQ(q, qj)
	Label("j")
	m.outerTile(out, p, qj, panel, tile)
	ADDQ(num(tile*rowBytes), out)
	ADDQ(num(tile*rowBytes), qj)
	SUBQ(num(tile), j)
	JNZ(LabelRef("j"))
	ADDQ(num(tile*rowBytes), p)
	for range tile {
		ADDQ(panel, acc)
	}
	SUBQ(num(tile), i)
	JNZ(LabelRef("i"))
	VZEROUPPER()
	RET()
}

func (m machine) outerTile(out, p, q, panel reg.GPVirtual, tile int) {
	sums := make([][]row, tile)
	o := GP64()
	MOVQ(out, o)
	for a := range sums {
		for b := range tile {
			v := m.accumulator(a*tile + b)
			for x := range v {
				VMOVUPD(m.part(at(o).Offset(b*rowBytes), x), v[x])
			}
			sums[a] = append(sums[a], v)
		}
		ADDQ(panel, o)
	}
	pt, qt, n := GP64(), GP64(), load("turns")
	MOVQ(p, pt)
	MOVQ(q, qt)
	times("t", n, func() {
		right := make([]row, tile)
		for b := range right {
			right[b] = m.load(at(qt).Offset(b * rowBytes))
		}
		for a := range sums {
			left := m.load(at(pt).Offset(a * rowBytes))
			for b := range right {
				for x := range left {
					VFMADD231PD(right[b][x], left[x], sums[a][b][x])
				}
			}
		}
		ADDQ(panel, pt)
		ADDQ(panel, qt)
	})
	MOVQ(out, o)
	for a := range sums {
		for b := range tile {
			m.store(sums[a][b], at(o).Offset(b*rowBytes))
		}
		ADDQ(panel, o)
	}
}
