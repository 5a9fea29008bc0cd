package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// forward8 is turns steps of the forward recursion; see Forward.
func forward8(m machine) {
	m.begin("forward8", "func(alpha, b, scale, m *float64, active *uint64, s *float64, k, rows, turns int)", "is a run of forward steps of eight lanes.")
	alpha, b, scale := load("alpha"), load("b"), load("scale")
	p := m.newPanels(product, alpha)
	turns, dst, sum := load("turns"), GP64(), GP64()
	panel := load("rows")
	SHLQ(Imm(6), panel)
	LEAQ(Mem{Base: alpha, Index: panel, Scale: 1}, dst)
	tiny := constant("tiny", 1e-290)
	Label("turn")
	active := load("active")
	f := m.row()
	for i, v := range f {
		VMOVUPD(m.part(at(scale), i), v)
		VANDPD(m.part(at(active), i), v, v)
	}
	MOVQ(dst, sum)
	mat, left := load("m"), load("k")
	p.columns(mat, left, func(j int, v row) {
		for i := range v {
			VMULPD(f[i], v[i], v[i])
		}
		m.mul(v, v, at(b).Offset(j*rowBytes))
		m.keepAtLeast(v, tiny)
		m.store(v, at(dst).Offset(j*rowBytes))
	}, dst, b)
	ADDQ(num(rowBytes), scale)
	c := m.addRows4(sum)
	m.book(c, scale, load("active"), load("s"))
	ADDQ(panel, alpha)
	skip(rowShift, dst, b)
	DECQ(turns)
	JNZ(LabelRef("turn"))
	VZEROUPPER()
	RET()
}

// rowShift is the logarithm of the bytes of a row of eight lanes.
const rowShift = 6

// skip moves pointers from behind the k rows of a panel, of 1<<shift bytes each, to the next panel.
func skip(shift int, pointers ...reg.GPVirtual) {
	rest := load("rows")
	SUBQ(load("k"), rest)
	SHLQ(U8(shift), rest)
	for _, p := range pointers {
		ADDQ(rest, p)
	}
}

// addRows4 adds k rows from p on: every fourth, then ((0+2)+(1+3)). p moves on.
func (m machine) addRows4(p reg.GPVirtual) row {
	sums := []row{m.zero(), m.zero(), m.zero(), m.zero()}
	n := load("k")
	SHRQ(Imm(2), n)
	times("sum", n, func() {
		for r := range sums {
			for i, v := range sums[r] {
				VADDPD(m.part(at(p).Offset(r*rowBytes), i), v, v)
			}
		}
		ADDQ(num(4*rowBytes), p)
	})
	return m.addFour(sums)
}

// addFour is (0+2)+(1+3).
func (m machine) addFour(sums []row) row {
	for i := range sums[0] {
		VADDPD(sums[2][i], sums[0][i], sums[0][i])
		VADDPD(sums[3][i], sums[1][i], sums[1][i])
		VADDPD(sums[1][i], sums[0][i], sums[0][i])
	}
	return sums[0]
}

// backward8 is turns steps of the backward recursion, the last turn first; see Backward.
func backward8(m machine) {
	m.begin("backward8", "func(gamma, b, alpha, scale, m *float64, k, rows, turns int)", "is a run of backward steps of eight lanes.")
	w := load("b")
	p := m.newPanels(product, w)
	turns, panel := load("turns"), load("rows")
	SHLQ(Imm(6), panel)
	// gamma, alpha and b stand at their last panels, w one beyond.
	gamma, alpha, b, scale, offset := load("gamma"), load("alpha"), load("b"), load("scale"), GP64()
	MOVQ(turns, offset)
	DECQ(offset)
	IMULQ(panel, offset)
	for _, pointer := range []reg.GPVirtual{gamma, alpha, b} {
		ADDQ(offset, pointer)
	}
	LEAQ(Mem{Base: b, Index: panel, Scale: 1}, w)
	last := GP64()
	MOVQ(turns, last)
	SHLQ(Imm(6), last)
	LEAQ(Mem{Base: scale, Index: last, Scale: 1, Disp: -rowBytes}, scale)
	Label("turn")
	f := m.load(at(scale))
	mat, left := load("m"), load("k")
	p.columns(mat, left, func(j int, beta row) {
		m.weigh(beta, f, at(gamma).Offset(j*rowBytes), at(b).Offset(j*rowBytes), at(alpha).Offset(j*rowBytes))
	}, gamma, b, alpha)
	SUBQ(num(rowBytes), scale)
	SUBQ(panel, w)
	back(rowShift, panel, gamma, alpha, b)
	DECQ(turns)
	JNZ(LabelRef("turn"))
	VZEROUPPER()
	RET()
}

// back moves pointers from behind the k rows of a panel, of 1<<shift bytes each, to the panel before.
func back(shift int, panel reg.GPVirtual, pointers ...reg.GPVirtual) {
	done := load("k")
	SHLQ(U8(shift), done)
	ADDQ(panel, done)
	for _, p := range pointers {
		SUBQ(done, p)
	}
}

// weigh emits gamma = alpha beta, b = b beta f where alpha is positive, else 0, of one row.
func (m machine) weigh(beta, f row, gamma, b, alpha Mem) {
	for i := range beta {
		a, g, w := m.register(), m.register(), m.register()
		VMOVUPD(m.part(alpha, i), a)
		VMULPD(beta[i], a, g)
		VMOVUPD(g, m.part(gamma, i))
		VMULPD(m.part(b, i), beta[i], w)
		VMULPD(f[i], w, w)
		m.keepPositive(w, a, i)
		VMOVUPD(w, m.part(b, i))
	}
}

// reach8 is turns steps of Viterbi's recursion; see Reach.
func reach8(m machine) {
	m.begin("reach8", "func(reach, logs, delta, m *float64, ok, active *uint64, k, turns int)", "is a run of Viterbi's steps of eight lanes.")
	reach, logs, delta, turns := load("reach"), load("logs"), load("delta"), load("turns")
	p := m.newPanels(maximum, delta)
	Label("turn")
	m.observe(reach, logs)
	mat, left := load("m"), load("k")
	p.columns(mat, left, func(j int, v row) { m.store(v, at(reach).Offset(j*rowBytes)) }, reach)
	// reach stands behind the panel just written, whose beginning is the next one's source
	back := load("k")
	SHLQ(Imm(6), back)
	SUBQ(back, reach)
	DECQ(turns)
	JNZ(LabelRef("turn"))
	VZEROUPPER()
	RET()
}

// observe adds a panel of log densities to one of reach, into delta, and clears ok of the active lanes in
// which a density is none. Both pointers move on by a panel.
func (m machine) observe(reach, logs reg.GPVirtual) {
	delta, n, ok := load("delta"), load("k"), load("ok")
	fine := m.load(bits64("ones", 1<<64-1))
	times("observe", n, func() {
		v, sum := m.load(at(logs)), m.row()
		for i := range v {
			VADDPD(m.part(at(reach), i), v[i], sum[i])
		}
		m.store(sum, at(delta))
		m.keepFinite(fine, v)
		for _, pointer := range []reg.GPVirtual{delta, reach, logs} {
			ADDQ(num(rowBytes), pointer)
		}
	})
	m.excuse(fine, m.load(at(load("active"))))
	for i := range fine {
		VANDPD(m.part(at(ok), i), fine[i], fine[i])
	}
	m.store(fine, at(ok))
}
