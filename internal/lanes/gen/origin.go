package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// maxPlusFrom1 is maxPlus1 that notes where the maxima come from.
func maxPlusFrom1() {
	avx2.begin("maxPlusFrom1", "func(dst *float64, from *int32, src, m *float64, k, columns int)",
		"is maxPlus for a vector of k states, with the first state that attains each maximum.")
	o := newOrigins()
	for _, tile := range []int{4, 2, 1} { // quads
		label := map[int]string{4: "tile16", 2: "tile8", 1: "tile4"}[tile]
		Label(label)
		CMPQ(o.left, num(quad*tile))
		JL(LabelRef(label + "_after"))
		o.tile(label, tile)
		ADDQ(num(tile*quadBytes), o.dst)
		ADDQ(num(tile*quad*stateBytes), o.from)
		for range tile {
			ADDQ(o.v.block, o.mat)
		}
		SUBQ(num(tile*quad), o.left)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
	VZEROUPPER()
	RET()
}

// origins is what the tiles of maxPlusFrom1 share.
type origins struct {
	dst, from, mat, left reg.GPVirtual
	v                    *vectors
	one                  register
}

func newOrigins() *origins {
	o := &origins{dst: load("dst"), from: load("from"), mat: load("m"), left: load("columns"), one: YMM()}
	o.v = newVectors(maximum, load("src"))
	VMOVUPD(constant("one", 1), o.one)
	return o
}

// tile finds the maxima over all i of some quads of columns, and the first i that attains each.
func (o *origins) tile(label string, tile int) {
	best, first := make([]register, tile), make([]register, tile)
	for j := range best {
		best[j], first[j] = maximum.begin(avx2, j)[0], zeroQuad()
	}
	s, a, n, place := GP64(), GP64(), load("k"), zeroQuad()
	MOVQ(o.v.src, s)
	MOVQ(o.mat, a)
	times(label+"_i", n, func() {
		x := YMM()
		VBROADCASTSD(at(s), x)
		for j := range best {
			sum, above := YMM(), YMM()
			VADDPD(o.v.element(a, j), x, sum)
			VCMPPD(U8(14), best[j], sum, above) // sum greater than best
			VBLENDVPD(above, place, first[j], first[j])
			VMAXPD(best[j], sum, best[j])
		}
		VADDPD(o.one, place, place)
		ADDQ(num(8), s)
		ADDQ(num(quadBytes), a)
	})
	for j := range best {
		VMOVUPD(best[j], at(o.dst).Offset(j*quadBytes))
		low := XMM()
		VCVTTPD2DQY(first[j], low)
		VMOVDQU(low, at(o.from).Offset(j*quad*stateBytes))
	}
}
