package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// gather: the columns of a panel are eight rows of points, d ≥ 1; see Gather.
func gather() {
	avx2.begin("gather", "func(panel, points *float64, which *int32, d int)", "lays eight rows side by side.")
	panel, points, which := load("panel"), load("points"), load("which")
	for half := range 2 {
		rows, out, left := make([]reg.GPVirtual, quad), GP64(), load("d")
		for l := range rows {
			rows[l] = rowAt(which, (half*quad+l)*4, load("d"), points)
		}
		LEAQ(at(panel).Offset(half*quadBytes), out)
		label := map[int]string{0: "low", 1: "high"}[half]
		Label(label)
		CMPQ(left, num(quad))
		JL(LabelRef(label + "_rest"))
		var v [quad]register
		for l := range v {
			v[l] = YMM()
			VMOVUPD(at(rows[l]), v[l])
			ADDQ(num(quadBytes), rows[l])
		}
		for i, x := range transpose(v) {
			VMOVUPD(x, at(out).Offset(i*rowBytes))
		}
		ADDQ(num(quad*rowBytes), out)
		SUBQ(num(quad), left)
		JMP(LabelRef(label))
		Label(label + "_rest")
		TESTQ(left, left)
		JZ(LabelRef(label + "_done"))
		times(label+"_one", left, func() {
			for l, row := range rows {
				x := XMM()
				VMOVSD(at(row), x)
				VMOVSD(x, at(out).Offset(8*l))
				ADDQ(num(8), row)
			}
			ADDQ(num(rowBytes), out)
		})
		Label(label + "_done")
	}
	VZEROUPPER()
	RET()
}

// rowAt is where row n of a matrix of rows of d values begins, n the 32-bit number at an offset from which.
func rowAt(which reg.GPVirtual, offset int, d, matrix reg.GPVirtual) reg.GPVirtual {
	row := GP64()
	MOVLQSX(at(which).Offset(offset), row)
	IMULQ(d, row)
	LEAQ(Mem{Base: matrix, Index: row, Scale: 8}, row)
	return row
}

// nearest holds eight points against tiles of four centres; see Nearest. near are Nearby's values.
func nearest() {
	avx2.begin("nearest", "func(near, panel, packed *float64, first, tiles, d int)", "holds eight points against tiles of four centres.")
	near, packed, tiles := load("near"), load("packed"), load("tiles")
	place := YMM()
	countdown(load("first"), place)
	times("tile", tiles, func() {
		var sums [quad][2]register // centre, half of the panel
		for c := range sums {
			sums[c] = [2]register{zeroQuad(), zeroQuad()}
		}
		panel, d := load("panel"), load("d")
		times("dimension", d, func() {
			low, high := YMM(), YMM()
			VMOVUPD(at(panel), low)
			VMOVUPD(at(panel).Offset(quadBytes), high)
			for c, sum := range sums {
				centre, z := YMM(), YMM()
				VBROADCASTSD(at(packed).Offset(8*c), centre)
				VSUBPD(centre, low, z)
				VFMADD231PD(z, z, sum[0])
				VSUBPD(centre, high, centre)
				VFMADD231PD(centre, centre, sum[1])
			}
			ADDQ(num(rowBytes), panel)
			ADDQ(num(quadBytes), packed)
		})
		for half := range 2 {
			rank(near, half, place, sums)
		}
		VADDPD(constant("four", 4), place, place)
	})
	VZEROUPPER()
	RET()
}

// rank enters the distances of half a panel from four centres into what is known of its points.
func rank(near reg.GPVirtual, half int, place register, sums [quad][2]register) {
	value := func(i int) Mem { return at(near).Offset(i*rowBytes + half*quadBytes) }
	least, second, best, here := YMM(), YMM(), YMM(), YMM()
	VMOVUPD(value(0), least)
	VMOVUPD(value(1), second)
	VMOVUPD(value(2), best)
	VMOVAPD(place, here)
	for c, sum := range sums {
		if c > 0 {
			VADDPD(constant("one", 1), here, here)
		}
		nearer, other := YMM(), YMM()
		VCMPPD(U8(1), least, sum[half], nearer) // below
		VBLENDVPD(nearer, here, best, best)
		VMAXPD(least, sum[half], other)
		VMINPD(second, other, second)
		VMINPD(least, sum[half], least)
	}
	VMOVUPD(least, value(0))
	VMOVUPD(second, value(1))
	VMOVUPD(best, value(2))
}

// own is the distances of n ≥ 1 points from centres of their own, d ≥ 1, and, if it moves those, the
// moments; see OwnDistances and OwnMoments.
func own(moves bool) {
	name, signature := "ownDistances", "func(dst, points, centres *float64, own *int32, n, d int)"
	doc := "is the squared distances of points from centres of their own."
	if moves {
		name, signature = "ownMoments", "func(sums, dst, points, centres *float64, own *int32, weight *float64, n, d int)"
		doc = "is ownDistances that adds up the weighted differences."
	}
	avx2.begin(name, signature, doc)
	o := &owner{moves: moves, x: load("points")}
	dst, centres, which, n, d := load("dst"), load("centres"), load("own"), load("n"), load("d")
	var sums, weights reg.GPVirtual
	if moves {
		sums, weights = load("sums"), load("weight")
	}
	times("point", n, func() {
		o.centre = rowAt(which, 0, d, centres)
		if moves {
			o.sum, o.weight = rowAt(which, 0, d, sums), YMM()
			VBROADCASTSD(at(weights), o.weight)
			ADDQ(num(8), weights)
		}
		VMOVSD(o.distance(d), at(dst))
		ADDQ(num(8), dst)
		ADDQ(num(4), which)
	})
	VZEROUPPER()
	RET()
}

// owner is a point, its centre, and its centre's sum.
type owner struct {
	moves          bool
	x, centre, sum reg.GPVirtual
	weight         reg.VecVirtual
}

// distance goes through the dimensions of a point, and ends behind it.
func (o *owner) distance(d reg.GPVirtual) reg.VecVirtual {
	left, acc := GP64(), [2]register{zeroQuad(), zeroQuad()}
	MOVQ(d, left)
	Label("eight")
	CMPQ(left, num(2*quad))
	JL(LabelRef("four"))
	o.quads(acc[:])
	SUBQ(num(2*quad), left)
	JMP(LabelRef("eight"))
	Label("four")
	CMPQ(left, num(quad))
	JL(LabelRef("across"))
	o.quads(acc[:1])
	SUBQ(num(quad), left)
	Label("across")
	VADDPD(acc[1], acc[0], acc[0])
	total := addAcross(acc[0])
	TESTQ(left, left)
	JZ(LabelRef("done"))
	times("one", left, func() {
		z := XMM()
		VMOVSD(at(o.x), z)
		VSUBSD(at(o.centre), z, z)
		VFMADD231SD(z, z, total)
		if o.moves {
			s := XMM()
			VMOVSD(at(o.sum), s)
			VFMADD231SD(z, o.weight.AsX(), s)
			VMOVSD(s, at(o.sum))
		}
		o.next(8)
	})
	Label("done")
	return total
}

// quads does a quad of dimensions for each accumulator.
func (o *owner) quads(acc []register) {
	for i, sum := range acc {
		z := YMM()
		VMOVUPD(at(o.x).Offset(i*quadBytes), z)
		VSUBPD(at(o.centre).Offset(i*quadBytes), z, z)
		VFMADD231PD(z, z, sum)
		if o.moves {
			s := YMM()
			VMOVUPD(at(o.sum).Offset(i*quadBytes), s)
			VFMADD231PD(z, o.weight, s)
			VMOVUPD(s, at(o.sum).Offset(i*quadBytes))
		}
	}
	o.next(len(acc) * quadBytes)
}

func (o *owner) next(bytes int) {
	ADDQ(num(bytes), o.x)
	ADDQ(num(bytes), o.centre)
	if o.moves {
		ADDQ(num(bytes), o.sum)
	}
}
