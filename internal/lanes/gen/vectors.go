package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// distances: dst[e*stride] = Σ_i ((x[i]-mean[e,i]) w[e,i])², i below d, a multiple of 4; rows of mean
// and w are row values apart.
func distances() {
	avx2.begin("distances", "func(dst *float64, stride int, x, mean, w *float64, n, d, row int)", "is the squared distances of a vector from n means, in units of 1/w.")
	dst, x := load("dst"), load("x")
	mean, w, n, row := load("mean"), load("w"), load("n"), load("row")
	SHLQ(Imm(3), row)
	length := load("d")
	for _, pointer := range []*reg.GPVirtual{&x, &mean, &w} { // behind their d values, for an index that ends at 0
		end := GP64()
		LEAQ(Mem{Base: *pointer, Index: length, Scale: 8}, end)
		*pointer = end
	}
	for _, means := range []int{4, 1} { // so many share what is loaded of x
		label := map[int]string{4: "four", 1: "one"}[means]
		Label(label)
		CMPQ(n, num(means))
		JL(LabelRef(label + "_after"))
		var sums []register
		for range means {
			sums = append(sums, zeroQuad())
		}
		i := load("d")
		SHLQ(Imm(3), i)
		NEGQ(i)
		atMean := [4]reg.GPVirtual{mean, GP64(), GP64(), GP64()}
		atWeight := [4]reg.GPVirtual{w, GP64(), GP64(), GP64()}
		for e := 1; e < means; e++ {
			LEAQ(Mem{Base: atMean[e-1], Index: row, Scale: 1}, atMean[e])
			LEAQ(Mem{Base: atWeight[e-1], Index: row, Scale: 1}, atWeight[e])
		}
		Label(label + "_quad")
		v := YMM()
		VMOVUPD(Mem{Base: x, Index: i, Scale: 1}, v)
		for e, sum := range sums {
			z := YMM()
			VSUBPD(Mem{Base: atMean[e], Index: i, Scale: 1}, v, z)
			VMULPD(Mem{Base: atWeight[e], Index: i, Scale: 1}, z, z)
			VFMADD231PD(z, z, sum)
		}
		ADDQ(num(quadBytes), i)
		JNE(LabelRef(label + "_quad"))
		stride := load("stride")
		SHLQ(Imm(3), stride)
		for _, sum := range sums {
			VMOVSD(addAcross(sum), at(dst))
			ADDQ(stride, dst)
			ADDQ(row, mean)
			ADDQ(row, w)
		}
		SUBQ(num(means), n)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
	VZEROUPPER()
	RET()
}

// pick8: which and weight get, for every turn t and then every lane l, 8t+l and p[t*turn+l], where that is more
// than least. n is how many.
func pick8() {
	avx2.begin("pick8", "func(which *int32, weight, p *float64, turn, turns int, least float64) (n int)", "lists the values of panels of one row that are more than the least.")
	which, weight, p, turn, turns := load("which"), load("weight"), load("p"), load("turn"), load("turns")
	SHLQ(Imm(3), turn)
	least := YMM()
	VBROADCASTSD(Load(Param("least"), XMM()), least)
	base, begin := GP64(), GP64()
	XORQ(base, base)
	MOVQ(which, begin)
	numbers, step := YMM(), YMM() // of a row's lanes
	VMOVDQU(eightInts("ascending", func(i int) uint32 { return uint32(i) }), numbers)
	VMOVDQU(eightInts("eights", func(int) uint32 { return 8 }), step)
	times("turn", turns, func() {
		mask, high := GP64(), GP64()
		row := quadsAt(p, 2)
		for part, set := range []reg.GPVirtual{mask, high} {
			more := YMM()
			VCMPPD(U8(14), least, row[part], more) // greater
			VMOVMSKPD(more, set.As32())
		}
		SHLQ(Imm(4), high)
		ORQ(high, mask)
		JZ(LabelRef("none"))
		CMPQ(mask, U32(255))
		JNE(LabelRef("lane"))
		VMOVDQU(numbers, at(which))
		for part, v := range row {
			VMOVUPD(v, at(weight).Offset(part*quadBytes))
		}
		ADDQ(num(8*4), which)
		ADDQ(num(8*8), weight)
		JMP(LabelRef("none"))
		Label("lane")
		lane, index, value, rest := GP64(), GP64(), GP64(), GP64()
		BSFQ(mask, lane)
		LEAQ(Mem{Base: base, Index: lane, Scale: 1}, index)
		MOVL(index.As32(), at(which))
		MOVQ(Mem{Base: p, Index: lane, Scale: 8}, value)
		MOVQ(value, at(weight))
		ADDQ(num(4), which)
		ADDQ(num(8), weight)
		LEAQ(at(mask).Offset(-1), rest)
		ANDQ(rest, mask)
		JNZ(LabelRef("lane"))
		Label("none")
		ADDQ(turn, p)
		ADDQ(num(8), base)
		VPADDD(step, numbers, numbers)
	})
	SUBQ(begin, which)
	SHRQ(Imm(2), which)
	Store(which, ReturnIndex(0))
	VZEROUPPER()
	RET()
}

// picked emits a loop over n rows of points, those of which, with their weights, for every tile of dimensions. do
// gets the quads of a row's tile, as they stand in memory, and its weight.
func picked(d reg.GPVirtual, begin func(quads int) func(i int, x Mem, p register), end func(quads int), along ...reg.GPVirtual) {
	points, stride, n := load("points"), load("d"), load("n")
	SHLQ(Imm(3), stride)
	which, weight := load("which"), load("weight") // behind their n values, for an index that ends at 0
	LEAQ(Mem{Base: which, Index: n, Scale: 4}, which)
	LEAQ(Mem{Base: weight, Index: n, Scale: 8}, weight)
	NEGQ(n)
	for _, quads := range []int{4, 2, 1} {
		label := map[int]string{4: "tile16", 2: "tile8", 1: "tile4"}[quads]
		Label(label)
		CMPQ(d, num(quad*quads))
		JL(LabelRef(label + "_after"))
		do := begin(quads)
		at := GP64()
		MOVQ(n, at)
		Label(label + "_row")
		row, p := GP64(), YMM()
		MOVLQSX(Mem{Base: which, Index: at, Scale: 4}, row)
		IMULQ(stride, row)
		VBROADCASTSD(Mem{Base: weight, Index: at, Scale: 8}, p)
		for i := range quads {
			do(i, Mem{Base: points, Index: row, Scale: 1}.Offset(i*quadBytes), p)
		}
		INCQ(at)
		JNZ(LabelRef(label + "_row"))
		end(quads)
		for _, pointer := range append(along, points) {
			ADDQ(num(quads*quadBytes), pointer)
		}
		SUBQ(num(quads*quad), d)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
	VZEROUPPER()
	RET()
}

// moments: for every i below n, with z = points[which[i]] - mean and p = weight[i], one += p z and two += p z².
func moments() {
	avx2.begin("moments", "func(one, two, mean, points *float64, which *int32, weight *float64, n, d int)", "adds the first and second moments of vectors about a mean, d a multiple of 4.")
	one, two, mean := load("one"), load("two"), load("mean")
	var m, sums, squares []register
	picked(load("d"), func(quads int) func(int, Mem, register) {
		m, sums, squares = quadsAt(mean, quads), quadsAt(one, quads), quadsAt(two, quads)
		return func(i int, x Mem, p register) {
			z, pz := YMM(), YMM()
			VSUBPD(x, m[i], z) // the other way round, which saves a load; no bit differs
			VMULPD(p, z, pz)
			VSUBPD(pz, sums[i], sums[i])
			VFMADD231PD(z, pz, squares[i])
		}
	}, func(quads int) {
		for i := range quads {
			VMOVUPD(sums[i], at(one).Offset(i*quadBytes))
			VMOVUPD(squares[i], at(two).Offset(i*quadBytes))
		}
	}, one, two, mean)
}

// centre: likewise z, p z, a row each, and one += p z.
func centre() {
	avx2.begin("centre", "func(z, pz, one, mean, points *float64, which *int32, weight *float64, n, d int)", "takes vectors to their weighted distances from a mean, d a multiple of 4.")
	z, pz, one, mean, row := load("z"), load("pz"), load("one"), load("mean"), load("d")
	SHLQ(Imm(3), row)
	var m, sums []register
	toZ, toPZ := GP64(), GP64()
	picked(load("d"), func(quads int) func(int, Mem, register) {
		m, sums = quadsAt(mean, quads), quadsAt(one, quads)
		MOVQ(z, toZ)
		MOVQ(pz, toPZ)
		return func(i int, x Mem, p register) {
			v := YMM()
			VMOVUPD(x, v)
			VSUBPD(m[i], v, v)
			VMOVUPD(v, at(toZ).Offset(i*quadBytes))
			VMULPD(p, v, v)
			VMOVUPD(v, at(toPZ).Offset(i*quadBytes))
			VADDPD(v, sums[i], sums[i])
			if i == quads-1 {
				ADDQ(row, toZ)
				ADDQ(row, toPZ)
			}
		}
	}, func(quads int) {
		for i := range quads {
			VMOVUPD(sums[i], at(one).Offset(i*quadBytes))
		}
	}, z, pz, one, mean)
}

// quadsAt loads registers of four values each.
func quadsAt(base reg.GPVirtual, n int) []register {
	var rs []register
	for i := range n {
		v := YMM()
		VMOVUPD(at(base).Offset(i*quadBytes), v)
		rs = append(rs, v)
	}
	return rs
}
