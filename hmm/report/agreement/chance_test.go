package agreement

import (
	"math"
	"math/big"
	"testing"
)

// TestExpectedCellByDefinition compares the walk over ratios with the definition, whose binomial
// coefficients are exact.
func TestExpectedCellByDefinition(t *testing.T) {
	for _, total := range []int64{1, 2, 3, 5, 8, 13, 400} {
		for a := int64(1); a <= total; a += 1 + total/13 {
			for b := int64(1); b <= total; b += 1 + total/13 {
				want := byDefinition(a, b, total)
				got := expectedCell(float64(a), float64(b), float64(total))
				if math.Abs(got-want) > 1e-12*max(1, want) {
					t.Errorf("cell of %d and %d turns of %d: %v, want %v", a, b, total, got, want)
				}
			}
		}
	}
}

func byDefinition(a, b, total int64) float64 {
	sum, ways := 0.0, new(big.Int).Binomial(total, b)
	for n := max(1, a+b-total); n <= min(a, b); n++ {
		chosen := new(big.Int).Binomial(a, n)
		chosen.Mul(chosen, new(big.Int).Binomial(total-a, b-n))
		p, _ := new(big.Rat).SetFrac(chosen, ways).Float64()
		sum += p * float64(n) * math.Log(float64(n*total)/float64(a*b))
	}
	return sum
}
