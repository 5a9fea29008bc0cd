package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// largest1 finds the first of the largest of n numbers, n a multiple of 4.
func largest1() {
	avx2.begin("largest1", "func(x *float64, n int) (place int)", "finds the first of the largest of n numbers.")
	x, n := load("x"), load("n")
	SHRQ(Imm(2), n)
	best, first, place := YMM(), YMM(), YMM()
	VMOVUPD(at(x), best)
	VMOVUPD(places(), first)
	VMOVAPD(first, place)
	times("quad", n, func() {
		v, above := YMM(), YMM()
		VMOVUPD(at(x), v)
		VCMPPD(U8(14), best, v, above)
		VBLENDVPD(above, place, first, first)
		VMAXPD(best, v, best)
		VADDPD(constant("four", 4), place, place)
		ADDQ(num(quadBytes), x)
	})
	top, hit := spread(maxAcross(best)), YMM()
	VCMPPD(U8(0), top, best, hit)       // equal
	VBLENDVPD(hit, first, place, first) // place is behind all

	found := GP64()
	VCVTTSD2SIQ(minAcross(first), found)
	Store(found, Return("place"))
	VZEROUPPER()
	RET()
}

// places are 0, 1, 2 and 3.
func places() Mem {
	const name = "places"
	if _, ok := constants[name]; !ok {
		constants[name] = quadOf(name, 0, 1, 2, 3)
	}
	return constants[name]
}

// maxAcross is the largest of the four lanes of v, in the low lane.
func maxAcross(v register) reg.VecVirtual { return foldAcross(v, VMAXPD, VMAXSD) }

// minAcross is the least.
func minAcross(v register) reg.VecVirtual { return foldAcross(v, VMINPD, VMINSD) }

// foldAcross combines the four lanes of v: (0, 2) and (1, 3), in the low lane.
func foldAcross(v register, both, one func(...Op)) reg.VecVirtual {
	high, low, odd := XMM(), XMM(), XMM()
	VEXTRACTF128(Imm(1), v, high)
	both(high, v.AsX(), low)
	VUNPCKHPD(low, low, odd)
	one(odd, low, low)
	return low
}

// spread puts a number into all four lanes.
func spread(x reg.VecVirtual) register {
	v := YMM()
	VBROADCASTSD(x, v)
	return v
}
