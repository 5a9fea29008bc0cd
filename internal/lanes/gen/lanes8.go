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

// A step is what a product of a panel and a matrix does with each pair of numbers, and with what it
// begins: sums of products, or maxima of sums.
type step struct {
	name, doc string
	begin     func(m machine, i int) row
	broadcast func(m machine, acc row, x row, c Mem) // AVX-512, with the number from memory
	apply     func(m machine, acc, x row, c register)
}

var (
	product = step{
		"matMul", "multiplies %s with a k×k matrix.",
		func(m machine, i int) row { return m.clear(m.accumulator(i)) },
		func(m machine, acc, x row, c Mem) { VFMADD231PD_BCST(c, x[0], acc[0]) },
		func(m machine, acc, x row, c register) {
			for p := range x {
				VFMADD231PD(c, x[p], acc[p])
			}
		},
	}
	maximum = step{
		"maxPlus", "is matMul with maxima of sums in place of sums of products, for %s.",
		func(m machine, i int) row {
			r := m.accumulator(i)
			for p := range r {
				VMOVUPD(m.part(constant("minusInf", negInf), p), r[p])
			}
			return r
		},
		func(m machine, acc, x row, c Mem) {
			sum := ZMM()
			VADDPD_BCST(c, x[0], sum)
			VMAXPD(acc[0], sum, acc[0])
		},
		func(m machine, acc, x row, c register) {
			for p := range x {
				sum := YMM()
				VADDPD(c, x[p], sum)
				VMAXPD(acc[p], sum, acc[p])
			}
		},
	}
)

// panelStep: dst[j] = the step over all i of src[i] and m[i*k+j], rows of eight lanes, k a multiple of
// 4.
func panelStep(m machine, s step) {
	m.begin(s.name+"8", "func(dst, src, m *float64, k int)", fmt.Sprintf(s.doc, "a panel of k rows of eight lanes"))
	dst, src, mat, k := load("dst"), load("src"), load("m"), load("k")
	stride, left := GP64(), GP64()
	MOVQ(k, stride)
	SHLQ(Imm(3), stride)
	MOVQ(k, left)
	for tile := m.tile; tile >= 4; tile -= 4 {
		label := fmt.Sprintf("tile%d", tile)
		next := fmt.Sprintf("after%d", tile)
		Label(label)
		CMPQ(left, num(tile))
		JL(LabelRef(next))
		m.stepTile(s, label, dst, src, mat, k, stride, tile)
		ADDQ(num(tile*rowBytes), dst)
		ADDQ(num(tile*8), mat)
		SUBQ(num(tile), left)
		JMP(LabelRef(label))
		Label(next)
	}
	VZEROUPPER()
	RET()
}

func (m machine) stepTile(st step, label string, dst, src, mat, k, stride reg.GPVirtual, tile int) {
	acc := make([]row, tile)
	for j := range acc {
		acc[j] = st.begin(m, j)
	}
	s, a, n := GP64(), GP64(), GP64()
	MOVQ(src, s)
	MOVQ(mat, a)
	MOVQ(k, n)
	times(label+"_i", n, func() {
		x := m.load(at(s))
		for j := range acc {
			if m.parts == 1 {
				st.broadcast(m, acc[j], x, at(a).Offset(8*j))
				continue
			}
			c := YMM()
			VBROADCASTSD(at(a).Offset(8*j), c)
			st.apply(m, acc[j], x, c)
		}
		ADDQ(num(rowBytes), s)
		ADDQ(stride, a)
	})
	for j := range acc {
		m.store(acc[j], at(dst).Offset(j*rowBytes))
	}
}

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
	for i := range sums[0] {
		VADDPD(sums[2][i], sums[0][i], sums[0][i])
		VADDPD(sums[3][i], sums[1][i], sums[1][i])
		VADDPD(sums[1][i], sums[0][i], sums[0][i])
	}
	inverse := m.book(sums[0], inv, active, s)
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
		a, be := m.load(at(alpha)), m.load(at(beta))
		g, w := m.row(), m.row()
		for i := range a {
			VMULPD(be[i], a[i], g[i])
		}
		m.store(g, at(gamma))
		m.mul(w, be, at(b))
		for i := range w {
			VMULPD(scale[i], w[i], w[i])
		}
		m.keepPositive(w, a)
		m.store(w, at(b))
		for _, p := range []reg.GPVirtual{gamma, b, alpha, beta} {
			ADDQ(num(rowBytes), p)
		}
	})
	VZEROUPPER()
	RET()
}

// linear8: b = exp(logs - max), shift += max; ok keeps the lanes in which every value is a log
// density.
func linear8(m machine) {
	m.begin("linear8", "func(b, logs, shift *float64, ok, active *uint64, k int)", "takes a turn of eight lanes out of the log domain.")
	b, l, shift, ok, active, k := load("b"), load("logs"), load("shift"), load("ok"), load("active"), load("k")
	p, n := GP64(), GP64()
	MOVQ(l, p)
	MOVQ(k, n)
	largest, fine := m.load(constant("minusInf", negInf)), m.load(bits64("ones", 1<<64-1))
	times("max", n, func() {
		v := m.load(at(p))
		for i := range v {
			VMAXPD(v[i], largest[i], largest[i])
		}
		m.keepFinite(fine, v)
		ADDQ(num(rowBytes), p)
	})
	sum, mask := m.row(), m.load(at(active))
	m.excuse(fine, mask)
	for i := range fine {
		VANDPD(m.part(at(ok), i), fine[i], fine[i])
	}
	m.store(fine, at(ok))
	for i := range largest { // -Inf: 0
		if m.parts == 1 {
			kk := K()
			VCMPPD(U8(14), m.part(constant("minusInf", negInf), i), largest[i], kk)
			VMOVAPD_Z(largest[i], kk, largest[i])
		} else {
			x := YMM()
			VCMPPD(U8(14), m.part(constant("minusInf", negInf), i), largest[i], x)
			VANDPD(x, largest[i], largest[i])
		}
		VANDPD(mask[i], largest[i], sum[i])
		VADDPD(m.part(at(shift), i), sum[i], sum[i])
	}
	m.store(sum, at(shift))
	times("exp", k, func() {
		v := m.load(at(l))
		for i := range v {
			VSUBPD(largest[i], v[i], v[i])
			m.exp(v[i], i)
		}
		m.store(v, at(b))
		ADDQ(num(rowBytes), l)
		ADDQ(num(rowBytes), b)
	})
	VZEROUPPER()
	RET()
}

// observe8: delta += logs; ok keeps the lanes in which every value of logs is a log density.
func observe8(m machine) {
	m.begin("observe8", "func(delta, logs *float64, ok, active *uint64, k int)", "adds the log densities of a turn of eight lanes.")
	delta, l, ok, active, k := load("delta"), load("logs"), load("ok"), load("active"), load("k")
	fine := m.load(bits64("ones", 1<<64-1))
	times("row", k, func() {
		v := m.load(at(l))
		sum := m.row()
		for i := range v {
			VADDPD(m.part(at(delta), i), v[i], sum[i])
		}
		m.store(sum, at(delta))
		m.keepFinite(fine, v)
		ADDQ(num(rowBytes), delta)
		ADDQ(num(rowBytes), l)
	})
	m.excuse(fine, m.load(at(active)))
	for i := range fine {
		VANDPD(m.part(at(ok), i), fine[i], fine[i])
	}
	m.store(fine, at(ok))
	VZEROUPPER()
	RET()
}

// keepFinite clears the lanes of fine in which v is NaN or +Inf.
func (m machine) keepFinite(fine, v row) {
	for i := range v {
		x := m.register()
		if m.parts == 1 {
			k := K()
			VCMPPD(U8(2), m.part(constant("maxFloat", maxFloat), i), v[i], k) // less or equal
			VMOVAPD_Z(fine[i], k, x)
			VMOVAPD(x, fine[i])
			continue
		}
		VCMPPD(U8(2), m.part(constant("maxFloat", maxFloat), i), v[i], x)
		VANDPD(x, fine[i], fine[i])
	}
}

// excuse sets the lanes of fine that are not active.
func (m machine) excuse(fine, active row) {
	for i := range fine {
		idle := m.register()
		VMOVUPD(m.part(bits64("ones", 1<<64-1), i), idle)
		VANDNPD(idle, active[i], idle)
		VORPD(idle, fine[i], fine[i])
	}
}

// exp replaces x ≤ 0 by e^x: see lanes.Exp.
func (m machine) exp(x register, i int) {
	c := func(name string, v float64) Mem { return m.part(constant(name, v), i) }
	t, n, r, p, q, s := m.register(), m.register(), m.register(), m.register(), m.register(), m.register()
	VMOVUPD(c("roundToInt", roundToInt), t)
	VFMADD231PD(c("log2e", log2e), x, t)
	VSUBPD(c("roundToInt", roundToInt), t, n)
	VMOVAPD(x, r)
	VFNMADD231PD(c("ln2Hi", ln2Hi), n, r)
	VFNMADD231PD(c("ln2Lo", ln2Lo), n, r)
	VMOVUPD(c("exp13", taylor[0]), p)
	for d, v := range taylor[1:] {
		VFMADD213PD(c(fmt.Sprintf("exp%d", 12-d), v), r, p)
	}
	VMULPD(r, r, q)
	VFMADD213PD(r, p, q) // q = p q + r
	VPSLLQ(Imm(52), t, s)
	VPADDQ(c("one", 1), s, s)
	VFMADD213PD(s, s, q) // q = s q + s
	if m.parts == 1 {
		k := K()
		VCMPPD(U8(13), c("expFloor", -708), x, k)
		VMOVAPD_Z(q, k, x)
		return
	}
	mask := m.register()
	VCMPPD(U8(13), c("expFloor", -708), x, mask)
	VANDPD(mask, q, x)
}

// outer8: acc[i*k+j] += tree(Σ_t p[t][i] q[t][j]), panels of k rows, k a multiple of 4.
func outer8(m machine) {
	m.begin("outer8", "func(acc, p, q *float64, k, turns int)", "adds the outer products of turns panels of eight lanes, summed over the lanes.")
	acc, p, q, i := load("acc"), load("p"), load("q"), load("k")
	tile := 4
	if m.parts == 2 {
		tile = 2
	}
	panel, stride := GP64(), GP64()
	MOVQ(i, panel)
	SHLQ(Imm(6), panel)
	MOVQ(i, stride)
	SHLQ(Imm(3), stride)
	Label("i")
	j, out, qj := load("k"), GP64(), GP64()
	MOVQ(acc, out)
	MOVQ(q, qj)
	Label("j")
	m.outerTile(out, p, qj, panel, stride, tile)
	ADDQ(num(tile*8), out)
	ADDQ(num(tile*rowBytes), qj)
	SUBQ(num(tile), j)
	JNZ(LabelRef("j"))
	ADDQ(num(tile*rowBytes), p)
	for range tile {
		ADDQ(stride, acc)
	}
	SUBQ(num(tile), i)
	JNZ(LabelRef("i"))
	VZEROUPPER()
	RET()
}

func (m machine) outerTile(out, p, q, panel, stride reg.GPVirtual, tile int) {
	sums := make([][]row, tile)
	for a := range sums {
		sums[a] = make([]row, tile)
		for b := range sums[a] {
			sums[a][b] = m.zero()
		}
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
	o := GP64()
	MOVQ(out, o)
	for a := range sums {
		for b := 0; b < tile; b += 2 {
			x, y := m.fold(sums[a][b]), m.fold(sums[a][b+1])
			even, odd := XMM(), XMM()
			VUNPCKLPD(y, x, even)
			VUNPCKHPD(y, x, odd)
			VADDPD(odd, even, even)
			VADDPD(at(o).Offset(8*b), even, even)
			VMOVUPD(even, at(o).Offset(8*b))
		}
		ADDQ(stride, o)
	}
}

// fold adds lanes 4 apart and then 2 apart.
func (m machine) fold(r row) register {
	half := YMM()
	if m.parts == 1 {
		high := YMM()
		VEXTRACTF64X4(Imm(1), r[0], high)
		VADDPD(high, r[0].(register).AsY(), half)
	} else {
		VADDPD(r[1], r[0], half)
	}
	high, sum := XMM(), XMM()
	if m.parts == 1 {
		VEXTRACTF64X2(Imm(1), half, high)
	} else {
		VEXTRACTF128(Imm(1), half, high)
	}
	VADDPD(high, half.AsX(), sum)
	return sum
}
