package main

import (
	"fmt"

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

// outer8 adds to count rows, a multiple of 4, of a packed matrix, from acc and p on: see Outer. The
// columns are gone through once, so that what is loaded of q serves all rows.
func outer8(m machine) {
	m.begin("outer8", "func(acc, p, q *float64, k, rows, count, turns int)", "adds the outer products of turns panels of eight lanes, lane by lane.")
	acc, p, q, j := load("acc"), load("p"), load("q"), load("k")
	block, panel := load("k"), load("rows") // bytes of four columns, and of a panel
	SHLQ(Imm(8), block)
	SHLQ(Imm(6), panel)
	Label("j")
	for c := 0; c < 4; c += 4 / m.parts {
		i, out, pi := load("count"), GP64(), GP64()
		LEAQ(at(acc).Offset(c*rowBytes), out)
		MOVQ(p, pi)
		label := map[int]string{0: "i", 2: "i2"}[c]
		Label(label)
		for part := range m.parts {
			m.outerTile(m.part(at(out), part), m.part(at(pi), part), m.part(at(q), part), panel, fmt.Sprint(label, "_", part))
		}
		ADDQ(num(4*rowBytes), pi)
		ADDQ(num(4*4*rowBytes), out)
		SUBQ(num(4), i)
		JNZ(LabelRef(label))
		ADDQ(num(4/m.parts*rowBytes), q)
	}
	ADDQ(block, acc)
	SUBQ(num(4), j)
	JNZ(LabelRef("j"))
	VZEROUPPER()
	RET()
}

// outerTile adds to four rows and some columns at out, whose sums fit into registers, the products of the
// rows at p with those at q, one register of each.
func (m machine) outerTile(out, p, q Mem, panel reg.GPVirtual, label string) {
	sums := make([][]register, 4)
	each := func(f func(v register, mem Mem)) {
		for a := range sums {
			for b, v := range sums[a] {
				f(v, out.Offset((4*a+b)*rowBytes))
			}
		}
	}
	for a := range sums {
		for b := range 4 / m.parts {
			sums[a] = append(sums[a], m.accumulator(4*a + b)[0])
		}
	}
	each(func(v register, mem Mem) { VMOVUPD(mem, v) })
	pt, qt, n := GP64(), GP64(), load("turns")
	LEAQ(p, pt)
	LEAQ(q, qt)
	times(label+"_t", n, func() {
		var right []register
		for b := range sums[0] {
			v := m.register()
			VMOVUPD(at(qt).Offset(b*rowBytes), v)
			right = append(right, v)
		}
		for a := range sums {
			left := m.register()
			VMOVUPD(at(pt).Offset(a*rowBytes), left)
			for b, v := range right {
				VFMADD231PD(v, left, sums[a][b])
			}
		}
		ADDQ(panel, pt)
		ADDQ(panel, qt)
	})
	each(func(v register, mem Mem) { VMOVUPD(v, mem) })
}
