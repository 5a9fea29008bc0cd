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

// moments: for every turn t with a vector x, with z = x - mean and p its weight, one[i] += p z[i] and
// two[i] += p z[i]². obs are slice headers, of which a missing vector has a zero pointer.
func moments() {
	avx2.begin("moments", "func(one, two, mean *float64, obs *[]float64, p *float64, stride, d, turns int)", "adds the first and second moments of vectors about a mean, d a multiple of 4.")
	one, two, mean, d, stride := load("one"), load("two"), load("mean"), load("d"), load("stride")
	SHLQ(Imm(3), stride)
	offset := GP64()
	XORQ(offset, offset)
	for _, quads := range []int{4, 1} {
		label := map[int]string{4: "wide", 1: "narrow"}[quads]
		Label(label)
		CMPQ(d, num(quad*quads))
		JL(LabelRef(label + "_after"))
		m, sums, squares := quadsAt(mean, quads), quadsAt(one, quads), quadsAt(two, quads)
		header, weight, turns := load("obs"), load("p"), load("turns")
		times(label+"_t", turns, func() {
			x := GP64()
			MOVQ(at(header), x)
			TESTQ(x, x)
			JZ(LabelRef(label + "_missing"))
			ADDQ(offset, x)
			p := YMM()
			VBROADCASTSD(at(weight), p)
			for i := range m {
				z, pz := YMM(), YMM()
				VMOVUPD(at(x).Offset(i*quadBytes), z)
				VSUBPD(m[i], z, z)
				VMULPD(p, z, pz)
				VADDPD(pz, sums[i], sums[i])
				VFMADD231PD(z, pz, squares[i])
			}
			Label(label + "_missing")
			ADDQ(num(24), header)
			ADDQ(stride, weight)
		})
		for i := range m {
			VMOVUPD(sums[i], at(one).Offset(i*quadBytes))
			VMOVUPD(squares[i], at(two).Offset(i*quadBytes))
		}
		for _, p := range []reg.GPVirtual{one, two, mean, offset} {
			ADDQ(num(quads*quadBytes), p)
		}
		SUBQ(num(quads*quad), d)
		JMP(LabelRef(label))
		Label(label + "_after")
	}
	VZEROUPPER()
	RET()
}

// centre1: z = x - mean, pz = p z and one += pz, d values, a multiple of 4.
func centre1() {
	avx2.begin("centre1", "func(z, pz, one, x, mean *float64, p float64, d int)", "takes a vector to its weighted distance from a mean.")
	pointers := []reg.GPVirtual{load("z"), load("pz"), load("one"), load("x"), load("mean")}
	weight, p, d := Load(Param("p"), XMM()), YMM(), load("d")
	VBROADCASTSD(weight, p)
	SHRQ(Imm(2), d)
	times("quad", d, func() {
		z, pz := YMM(), YMM()
		VMOVUPD(at(pointers[3]), z)
		VSUBPD(at(pointers[4]), z, z)
		VMOVUPD(z, at(pointers[0]))
		VMULPD(p, z, pz)
		VMOVUPD(pz, at(pointers[1]))
		VADDPD(at(pointers[2]), pz, pz)
		VMOVUPD(pz, at(pointers[2]))
		for _, pointer := range pointers {
			ADDQ(num(quadBytes), pointer)
		}
	})
	VZEROUPPER()
	RET()
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
