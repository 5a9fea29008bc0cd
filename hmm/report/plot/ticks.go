package plot

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
)

// iterationTicks label whole iterations, about ten of them.
type iterationTicks struct{}

func (iterationTicks) Ticks(least, most float64) []plot.Tick {
	step := 1.0
	for _, s := range []float64{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000} {
		if step = s; (most-least)/s <= 12 {
			break
		}
	}
	var ticks []plot.Tick
	for v := math.Ceil(least/step) * step; v <= most; v += step {
		ticks = append(ticks, plot.Tick{Value: v, Label: fmt.Sprintf("%.0f", v)})
	}
	return ticks
}

// powers label the powers of ten in a range, with a mark at 2 to 9 times each.
type powers struct{}

func (powers) Ticks(least, most float64) []plot.Tick {
	var ticks []plot.Tick
	for e := math.Round(math.Log10(least)); e <= math.Round(math.Log10(most)); e++ {
		power := math.Pow(10, e)
		ticks = append(ticks, plot.Tick{Value: power, Label: fmt.Sprintf("%g", power)})
		for n := 2.0; n < 10 && n*power < most; n++ {
			ticks = append(ticks, plot.Tick{Value: n * power})
		}
	}
	return ticks
}

// exact ticks are where plot.DefaultTicks has them, with labels that are not rounded to somewhere else.
type exact struct{}

func (exact) Ticks(least, most float64) []plot.Tick {
	ticks := plot.DefaultTicks{}.Ticks(least, most)
	for i := range ticks {
		if ticks[i].Label != "" {
			ticks[i].Label = fmt.Sprintf("%.7g", ticks[i].Value)
		}
	}
	return ticks
}
