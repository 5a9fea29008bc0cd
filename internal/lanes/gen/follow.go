package main

import (
	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// follow1 is maxPlus1 that adds log densities, and notes where the maxima come from; see Follow.
func follow1() {
	avx2.begin("follow1", "func(dst *float64, from *byte, high int, src, logs, m *float64, k, columns int) (possible int, sources uint64, fine bool)",
		"is maxPlus for a vector of k states, with densities and with the first state that attains each maximum.")
	f := newFollower()
	for _, tile := range []int{4, 2, 1} { // quads
		label := map[int]string{4: "tile16", 2: "tile8", 1: "tile4"}[tile]
		Label(label)
		CMPQ(f.left, num(quad*tile))
		JL(LabelRef(label + "_after"))
		f.tile(label, tile)
		ADDQ(num(tile*quadBytes), f.dst)
		ADDQ(num(tile*quadBytes), f.logs)
		ADDQ(num(tile*quad), f.from)
		for range tile {
			ADDQ(f.v.block, f.mat)
		}
		SUBQ(num(tile*quad), f.left)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
	allFine(f.fine, "fine")
	Store(across(f.possible, VPADDQ), Return("possible"))
	Store(across(f.sources, VORPD), Return("sources"))
	VZEROUPPER()
	RET()
}

// follower is what the tiles of follow1 share. sources, possible and fine sum up in each of four lanes.
type follower struct {
	dst, from, logs, mat, left reg.GPVirtual
	v                          *vectors
	sources, possible, fine    register
}

func newFollower() *follower {
	f := &follower{dst: load("dst"), from: load("from"), logs: load("logs"), mat: load("m"), left: load("columns")}
	f.v = newVectors(maximum, load("src"))
	f.sources, f.possible, f.fine = zeroQuad(), zeroQuad(), YMM()
	VPCMPEQQ(f.fine, f.fine, f.fine)
	return f
}

// tile finds the maxima over all i of some quads of columns, and the first i that attains each.
func (f *follower) tile(label string, tile int) {
	best, first := make([]register, tile), make([]register, tile)
	for j := range best {
		best[j], first[j] = maximum.begin(avx2, j)[0], zeroQuad()
	}
	s, a, n, place := GP64(), GP64(), load("k"), zeroQuad()
	MOVQ(f.v.src, s)
	MOVQ(f.mat, a)
	times(label+"_i", n, func() {
		x := YMM()
		VBROADCASTSD(at(s), x)
		for j := range best {
			sum, above := YMM(), YMM()
			VADDPD(f.v.element(a, j), x, sum)
			VCMPPD(U8(14), best[j], sum, above) // sum greater than best
			VPAND(place, above, above)
			VPMAXUD(above, first[j], first[j]) // a later place is a higher one
			VMAXPD(best[j], sum, best[j])
		}
		VPADDQ(bits64("unit", 1), place, place)
		ADDQ(num(8), s)
		ADDQ(num(quadBytes), a)
	})
	for j := range best {
		some := f.observe(best[j], j)
		f.note(first[j], some, j)
	}
}

// observe adds the densities of quad j to the maxima, and says which of the sums are above -Inf.
func (f *follower) observe(best register, j int) (some register) {
	logs, mask, some := YMM(), YMM(), YMM()
	VMOVUPD(at(f.logs).Offset(j*quadBytes), logs)
	VADDPD(logs, best, best)
	VMOVUPD(best, at(f.dst).Offset(j*quadBytes))
	VCMPPD(U8(2), constant("maxFloat", maxFloat), logs, mask)
	VANDPD(mask, f.fine, f.fine)
	VCMPPD(U8(14), constant("minusInf", negInf), best, some)
	VPSUBQ(some, f.possible, f.possible)
	return some
}

// note stores where the maxima of quad j come from, and adds those of some to the set of sources. Where
// there is no room for high bytes the low ones are stored over them.
func (f *follower) note(first, some register, j int) {
	from, set, high := XMM(), YMM(), load("high")
	VMOVDQU(bits64("unit", 1), set)
	VPSLLVQ(first, set, set)
	VPAND(some, set, set)
	VPOR(set, f.sources, f.sources)
	VEXTRACTI128(U8(1), first, from)
	VPACKUSDW(from, first.AsX(), from)
	VPSHUFB(planes(), from, from)
	VPEXTRD(U8(1), from, Mem{Base: f.from, Index: high, Scale: 1, Disp: j * quad})
	VMOVD(from, at(f.from).Offset(j*quad))
}

// planes is the order in which the low bytes of four 32-bit numbers come first, then their second bytes.
func planes() Mem {
	const name = "planes"
	if m, ok := constants[name]; ok {
		return m
	}
	m := GLOBL(name, attr.RODATA|attr.NOPTR)
	DATA(0, U64(0x0d09_0501_0c08_0400))
	DATA(8, U64(0x8080_8080_8080_8080))
	constants[name] = m
	return m
}

// across combines the four integers of v.
func across(v register, with func(...Op)) reg.GPVirtual {
	high, sum, odd, to := XMM(), XMM(), XMM(), GP64()
	VEXTRACTI128(U8(1), v, high)
	with(high, v.AsX(), sum)
	VPUNPCKHQDQ(sum, sum, odd)
	with(odd, sum, sum)
	VMOVQ(sum, to)
	return to
}
