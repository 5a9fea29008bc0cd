package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

const stateBytes = 4 // of a state in a path

// trace8 follows the best paths of eight lanes back over turns turns; see Trace. The states are gone
// through from the last to the first, so that the first of equally good ones stands at the end.
func trace8() {
	avx2.begin("trace8", "func(states *int32, reach, logs, m *float64, k, turns int)", "follows the best paths of eight lanes back.")
	states, reach, logs, m, k := load("states"), load("reach"), load("logs"), load("m"), load("k")
	panel, turns, offset := load("k"), load("turns"), load("turns")
	SHLQ(Imm(rowShift), panel)
	IMULQ(panel, offset) // the panels of the last turn, and the states found there
	ADDQ(offset, reach)
	ADDQ(offset, logs)
	offset = load("turns")
	SHLQ(Imm(5), offset) // 8 states a turn
	ADDQ(offset, states)
	SHLQ(Imm(3), k) // bytes of a row of the matrix, and of four columns of a panel's half
	one := YMM()
	VMOVUPD(constant("one", 1), one)
	Label("turn")
	for half := range 2 {
		best, rows := sources(half, states, reach, k, m)
		found, state, back := zeroQuad(), YMM(), GP64()
		VXORPD(state, state, state)
		n := load("k")
		countdown(n, state)
		XORQ(back, back)
		SHRQ(Imm(2), n)
		times(fmt.Sprint("quad", half), n, func() {
			var v [quad]register
			for l := range v {
				SUBQ(num(quadBytes), rows[l])
				v[l] = YMM()
				VMOVUPD(at(rows[l]), v[l])
			}
			for e, x := range transpose(v) {
				v[e] = x
			}
			for e := quad - 1; e >= 0; e-- {
				SUBQ(num(rowBytes), back)
				mem := func(base reg.GPVirtual) Mem {
					return Mem{Base: base, Index: back, Scale: 1, Disp: half * quadBytes}
				}
				sum, hit := YMM(), YMM()
				VMOVUPD(mem(reach), sum)
				VADDPD(mem(logs), sum, sum)
				VADDPD(v[e], sum, sum)
				VCMPPD(U8(0), best, sum, hit) // equal
				VSUBPD(one, state, state)
				VBLENDVPD(hit, state, found, found)
			}
		})
		low := XMM()
		VCVTTPD2DQY(found, low)
		VMOVDQU(low, at(states).Offset(-8*stateBytes+half*quad*stateBytes))
	}
	SUBQ(num(8*stateBytes), states)
	SUBQ(panel, reach)
	SUBQ(panel, logs)
	DECQ(turns)
	JNZ(LabelRef("turn"))
	VZEROUPPER()
	RET()
}

// sources loads, for four of the lanes, the scores of the states that they are in, and points behind the
// rows of the matrix that lead into those.
func sources(half int, states, reach, k, m reg.GPVirtual) (best reg.VecVirtual, rows []reg.GPVirtual) {
	best, rows = YMM(), make([]reg.GPVirtual, quad)
	var pairs [2]reg.VecVirtual
	for l := range rows {
		rows[l] = GP64()
		MOVLQSX(at(states).Offset((quad*half+l)*stateBytes), rows[l])
		score := GP64()
		MOVQ(rows[l], score)
		SHLQ(Imm(rowShift), score)
		mem := Mem{Base: reach, Index: score, Scale: 1, Disp: half*quadBytes + 8*l}
		if l%2 == 0 {
			pairs[l/2] = XMM()
			VMOVSD(mem, pairs[l/2])
		} else {
			VMOVHPD(mem, pairs[l/2], pairs[l/2])
		}
		INCQ(rows[l]) // behind the end of the row
		IMULQ(k, rows[l])
		ADDQ(m, rows[l])
	}
	VINSERTF128(Imm(1), pairs[1], pairs[0].AsY(), best)
	return best, rows
}

// countdown sets all places of a register to n.
func countdown(n reg.GPVirtual, to reg.VecVirtual) {
	low := XMM()
	VXORPD(low, low, low)
	VCVTSI2SDQ(n, low, low)
	VBROADCASTSD(low, to)
}

// trace1 is trace8 for one conversation.
func trace1() {
	avx2.begin("trace1", "func(states *int32, reach, logs, m *float64, k, turns int)", "follows the best path of a conversation alone back.")
	states, reach, logs, m := load("states"), load("reach"), load("logs"), load("m")
	panel, turns, offset := load("k"), load("turns"), load("turns")
	SHLQ(Imm(3), panel)
	LEAQ(Mem{Base: states, Index: offset, Scale: stateBytes}, states)
	IMULQ(panel, offset)
	ADDQ(offset, reach)
	ADDQ(offset, logs)
	last, four, steps := YMM(), YMM(), GP64()
	countdown(load("k"), last)
	VSUBPD(constant("one", 1), last, last) // K-1
	VMOVUPD(constant("four", 4), four)
	Label("turn")
	state, row := GP64(), GP64()
	MOVLQSX(at(states), state)
	best := YMM()
	VBROADCASTSD(Mem{Base: reach, Index: state, Scale: 8}, best)
	MOVQ(state, row)
	IMULQ(panel, row)
	ADDQ(m, row)
	found, place, back := YMM(), YMM(), GP64()
	VMOVAPD(last, found)
	VMOVUPD(places(), place)
	MOVQ(panel, back)
	NEGQ(back)
	MOVQ(load("k"), steps)
	SHRQ(Imm(2), steps)
	times("quad", steps, func() {
		sum, hit, here := YMM(), YMM(), YMM()
		VMOVUPD(Mem{Base: reach, Index: back, Scale: 1}, sum)
		VADDPD(Mem{Base: logs, Index: back, Scale: 1}, sum, sum)
		VADDPD(at(row), sum, sum)
		VCMPPD(U8(0), best, sum, hit)
		VBLENDVPD(hit, place, last, here)
		VMINPD(here, found, found)
		VADDPD(four, place, place)
		ADDQ(num(quadBytes), row)
		ADDQ(num(quadBytes), back)
	})
	VCVTTSD2SIQ(minAcross(found), state)
	SUBQ(num(stateBytes), states)
	MOVL(state.As32(), at(states))
	SUBQ(panel, reach)
	SUBQ(panel, logs)
	DECQ(turns)
	JNZ(LabelRef("turn"))
	VZEROUPPER()
	RET()
}
