package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// linear8: b = exp(logs - max), shift += max; ok keeps the lanes in which every value is a log
// density.
func linear8(m machine) {
	m.begin("linear8", "func(b, logs, shift *float64, ok, active *uint64, k, rows, turns int)", "takes turns of eight lanes out of the log domain.")
	b, l, shift, ok, active, turns := load("b"), load("logs"), load("shift"), load("ok"), load("active"), load("turns")
	Label("turn")
	p, n := GP64(), load("k")
	MOVQ(l, p)
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
	left := load("k")
	times("exp", left, func() {
		v := m.load(at(l))
		for i := range v {
			VSUBPD(largest[i], v[i], v[i])
			m.exp(v[i], i)
		}
		m.store(v, at(b))
		ADDQ(num(rowBytes), l)
		ADDQ(num(rowBytes), b)
	})
	skip(rowShift, l, b)
	DECQ(turns)
	JNZ(LabelRef("turn"))
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
