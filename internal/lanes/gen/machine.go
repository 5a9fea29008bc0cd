package main

import (
	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A machine is an instruction set: how many registers a row of eight lanes takes.
type machine struct {
	suffix string
	parts  int // registers a row
	bytes  int // of a register
	tile   int // rows of a product that fit into registers at once
}

var (
	avx512 = machine{"AVX512", 1, 64, 16}
	avx2   = machine{"AVX2", 2, 32, 4}
)

// register is a vector register, the allocator's choice or ours.
type register interface {
	reg.Vec
	reg.Register
}

// row is a row of eight lanes in registers.
type row []register

func (m machine) register() register {
	if m.parts == 1 {
		return ZMM()
	}
	return YMM()
}

func (m machine) row() row {
	r := make(row, m.parts)
	for i := range r {
		r[i] = m.register()
	}
	return r
}

func (m machine) zero() row { return m.clear(m.row()) }

func (m machine) clear(r row) row {
	for _, v := range r {
		if m.parts == 1 {
			VPXORQ(v, v, v)
		} else {
			VXORPD(v, v, v)
		}
	}
	return r
}

// accumulator is a row in one of the upper sixteen registers, which the allocator leaves alone, where
// there are such.
func (m machine) accumulator(i int) row {
	if m.parts == 2 {
		return m.row()
	}
	upper := []reg.VecPhysical{
		reg.Z16, reg.Z17, reg.Z18, reg.Z19, reg.Z20, reg.Z21, reg.Z22, reg.Z23,
		reg.Z24, reg.Z25, reg.Z26, reg.Z27, reg.Z28, reg.Z29, reg.Z30, reg.Z31,
	}
	return row{upper[i]}
}

// part is where part i of a row in memory stands.
func (m machine) part(mem Mem, i int) Mem { return mem.Offset(i * m.bytes) }

func (m machine) load(mem Mem) row {
	r := m.row()
	for i, v := range r {
		VMOVUPD(m.part(mem, i), v)
	}
	return r
}

func (m machine) store(r row, mem Mem) {
	for i, v := range r {
		VMOVUPD(v, m.part(mem, i))
	}
}

// each applies an instruction to the parts of rows, with the memory operand (if any) first.
func (m machine) mul(dst, a row, mem Mem) {
	for i := range dst {
		VMULPD(m.part(mem, i), a[i], dst[i])
	}
}

// keepAtLeast zeros the lanes of x below the constant in memory.
func (m machine) keepAtLeast(x row, least Mem) {
	for i, v := range x {
		if m.parts == 1 {
			k := K()
			VCMPPD(U8(13), m.part(least, i), v, k) // greater or equal
			VMOVAPD_Z(v, k, v)
			continue
		}
		mask := YMM()
		VCMPPD(U8(13), m.part(least, i), v, mask)
		VANDPD(mask, v, v)
	}
}

// keepPositive zeros the lanes of x where those of y, both part i of a row, are not above 0.
func (m machine) keepPositive(x, y register, i int) {
	zero := m.part(constant("zero", 0), i)
	if m.parts == 1 {
		k := K()
		VCMPPD(U8(14), zero, y, k) // greater
		VMOVAPD_Z(x, k, x)
		return
	}
	mask := YMM()
	VCMPPD(U8(14), zero, y, mask)
	VANDPD(mask, x, x)
}

// begin declares a kernel.
func (m machine) begin(name, signature, doc string) {
	TEXT(name+m.suffix, attr.NOSPLIT, signature)
	Doc(name + m.suffix + " " + doc)
	Pragma("noescape")
}

// times emits a loop that runs n times; n is counted down.
func times(label string, n reg.GPVirtual, body func()) {
	Label(label)
	body()
	DECQ(n)
	JNZ(LabelRef(label))
}

// num is an immediate operand of a size that additions and comparisons take.
func num(n int) Op {
	if n < 128 {
		return U8(uint8(n))
	}
	return U32(uint32(n))
}
