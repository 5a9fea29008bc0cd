package wire_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/internal/wire"
)

func TestEverythingComesBack(t *testing.T) {
	floats := []float64{0, math.Copysign(0, -1), 1.5, math.Inf(-1), math.MaxFloat64, math.Float64frombits(0x7ff8000000000123)}
	data := wire.AppendUint([]byte("x"), 300)
	data = wire.AppendFloats(wire.AppendUint32(data, 1<<31+5), floats)
	data = wire.AppendFloat(wire.AppendBool(wire.AppendBool(data, true), false), 2.5)
	r := wire.NewReader(data)
	if got := r.Bytes(1); string(got) != "x" {
		t.Errorf("bytes %q", got)
	}
	if got := r.Uint(300); got != 300 {
		t.Errorf("uint %d", got)
	}
	if got := r.Uint32(); got != 1<<31+5 {
		t.Errorf("uint32 %d", got)
	}
	got := make([]float64, len(floats))
	r.Floats(got)
	for i := range got {
		if math.Float64bits(got[i]) != math.Float64bits(floats[i]) {
			t.Errorf("float %v came back as %v", floats[i], got[i])
		}
	}
	if a, b, c := r.Bool(), r.Bool(), r.Float(); !a || b || c != 2.5 {
		t.Errorf("bools %v %v, float %v", a, b, c)
	}
	if r.Err() != nil || r.Left() != 0 {
		t.Errorf("error %v, %d bytes left", r.Err(), r.Left())
	}
}

func TestSmallNumbers(t *testing.T) {
	for _, limit := range []int{1, 2, 3, 4, 5, 16, 17, 255, 256, 257, 8192} {
		for n := range 20 {
			want := make([]int32, n)
			for i := range want {
				want[i] = rand.Int32N(int32(limit))
			}
			data := wire.AppendSmall(nil, want, limit)
			bits := 0
			for 1<<bits < limit {
				bits++
			}
			if len(data) != (n*bits+7)/8 {
				t.Fatalf("%d numbers below %d take %d bytes", n, limit, len(data))
			}
			got, r := make([]int32, n), wire.NewReader(data)
			if wire.Small(r, got, limit); r.Err() != nil || r.Left() != 0 || !slices.Equal(got, want) {
				t.Fatalf("below %d: %v came back as %v, error %v", limit, want, got, r.Err())
			}
		}
	}
	got, r := []int{7, 7}, wire.NewReader([]byte{0b1101})
	if wire.Small(r, got, 3); r.Err() == nil || got[0] != 0 {
		t.Errorf("3 below 3: %v, error %v", got, r.Err())
	}
}

// TestCut: after what is missing everything is zero, and the first error stays.
func TestCut(t *testing.T) {
	r := wire.NewReader([]byte{1, 2, 3})
	if v := r.Float(); v != 0 || !errors.Is(r.Err(), wire.ErrCut) {
		t.Errorf("float %v, error %v", v, r.Err())
	}
	r.Fail(errors.New("later"))
	if a, b, c := r.Uint(9), r.Uint32(), r.Bytes(1); a != 0 || b != 0 || c != nil || !errors.Is(r.Err(), wire.ErrCut) {
		t.Errorf("%v %v %v, error %v", a, b, c, r.Err())
	}
	small, r := []int{5}, wire.NewReader(nil)
	if wire.Small(r, small, 9); small[0] != 0 || !errors.Is(r.Err(), wire.ErrCut) {
		t.Errorf("%v, error %v", small, r.Err())
	}
	if r := wire.NewReader([]byte{9}); r.Uint(8) != 0 || r.Err() == nil {
		t.Error("9 is let through where 8 is the most")
	}
	if r := wire.NewReader(nil); r.Bytes(-1) != nil || r.Err() == nil {
		t.Error("a negative number of bytes")
	}
}
