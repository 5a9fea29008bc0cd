package emission

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"intenthmm/baumwelch/em"
)

// Poisson is a family over counts 0, 1, 2, …; -1 is a missing count. Distribution e has rate λ_e,
//
//	log p(x | e) = x log λ_e - λ_e - log x!
//
// Statistics are, for each distribution, the expected number of turns and the expected sum of
// counts. The prior is Gamma: it stands for Shape turns' worth of counts in Rate turns.
type Poisson struct {
	rates       []float64
	shape, rate float64
}

// NewPoisson takes one rate a distribution, each finite and at least 0. It starts without a prior.
func NewPoisson(rates []float64) (*Poisson, error) {
	if len(rates) == 0 {
		return nil, fmt.Errorf("poisson: no rates, expected one a distribution")
	}
	if err := checkRates(rates); err != nil {
		return nil, err
	}
	return &Poisson{rates: slices.Clone(rates)}, nil
}

func checkRates(rates []float64) error {
	for e, r := range rates {
		if !(r >= 0) || math.IsInf(r, 1) {
			return fmt.Errorf("poisson: rate %d is %v, expected a finite number of at least 0", e, r)
		}
	}
	return nil
}

// SetPrior makes Maximize count sum events in turns more turns: (0, 0) is maximum likelihood.
func (p *Poisson) SetPrior(sum, turns float64) { p.shape, p.rate = sum, turns }

// Rates are the λ_e: the family's own slice.
func (p *Poisson) Rates() []float64 { return p.rates }

// Len is the number of distributions.
func (p *Poisson) Len() int { return len(p.rates) }

// Clone returns an independent copy.
func (p *Poisson) Clone() Family[int] {
	c := *p
	c.rates = slices.Clone(p.rates)
	return &c
}

// Check refuses negative counts other than -1.
func (p *Poisson) Check(obs int) error {
	if obs < -1 {
		return fmt.Errorf("count %d, expected 0 or more, or -1 for a missing one", obs)
	}
	return nil
}

// priorTurns is the weight, in turns, of the prior that Start sets: the pooled rate.
const priorTurns = 0.1

// Start sets every rate to the mean count, and a weak prior about it.
func (p *Poisson) Start(batches [][]int) error {
	n, sum := 0, 0.0
	for _, batch := range batches {
		for _, x := range batch {
			if x >= 0 {
				n++
				sum += float64(x)
			}
		}
	}
	mean := 1.0
	if sum > 0 {
		mean = sum / float64(n)
	}
	for e := range p.rates {
		p.rates[e] = mean
	}
	p.SetPrior(priorTurns*mean, priorTurns)
	return nil
}

// Embed places counts at their square roots, where Poisson counts have like variances.
func (p *Poisson) Embed(batches [][]int, _ uint64) ([]float64, int) {
	var points []float64
	for _, batch := range batches {
		for _, x := range batch {
			points = append(points, math.Sqrt(float64(max(x, 0))))
		}
	}
	return points, 1
}

// Sample draws a count.
func (p *Poisson) Sample(e int, rng *rand.Rand) int {
	if p.rates[e] == 0 {
		return 0
	}
	return int(distuv.Poisson{Lambda: p.rates[e], Src: rng}.Rand())
}

// Split puts to a tenth beside from.
func (p *Poisson) Split(from, to int, rng *rand.Rand) {
	p.rates[to] = p.rates[from] * (0.9 + float64(0.2*rng.Float64()))
}

// Permute reorders the distributions.
func (p *Poisson) Permute(order []int) {
	old := slices.Clone(p.rates)
	for e, from := range order {
		p.rates[e] = old[from]
	}
}

// StatsLen is 2 a distribution.
func (p *Poisson) StatsLen() int { return 2 * len(p.rates) }

// Maximize sets the rates to the mean counts. A distribution without turns, under no prior, keeps
// its rate.
func (p *Poisson) Maximize(stats []float64) ([]em.Repair, error) {
	if len(stats) != p.StatsLen() {
		panic("emission: len(stats) != StatsLen()")
	}
	for e := range p.rates {
		if turns := stats[2*e] + p.rate; turns > 0 {
			p.rates[e] = (stats[2*e+1] + p.shape) / turns
		}
	}
	return nil, nil
}

// LogPrior is Σ shape · log λ - rate · λ.
func (p *Poisson) LogPrior() float64 {
	sum := 0.0
	for _, r := range p.rates {
		if p.shape > 0 {
			sum += float64(p.shape * math.Log(r))
		}
		sum -= float64(p.rate * r)
	}
	return sum
}

// ParamLen is the number of distributions.
func (p *Poisson) ParamLen() int { return len(p.rates) }

// Params writes the rates.
func (p *Poisson) Params(dst []float64) { copy(dst, p.rates) }

// SetParams takes the rates. It refuses what are none.
func (p *Poisson) SetParams(src []float64) error {
	if len(src) != p.ParamLen() {
		panic("emission: len(src) != ParamLen()")
	}
	if err := checkRates(src); err != nil {
		return err
	}
	copy(p.rates, src)
	return nil
}

// Evaluator has the logs of the rates at hand.
func (p *Poisson) Evaluator() Evaluator[int] {
	v := &poissonEvaluator{rates: slices.Clone(p.rates)}
	for _, r := range p.rates {
		v.logs = append(v.logs, math.Log(r))
	}
	return v
}

type poissonEvaluator struct{ rates, logs []float64 }

func (v *poissonEvaluator) LogDensities(dst []float64, at Layout, obs []int) {
	for t, x := range obs {
		out := dst[t*at.Turn:]
		factorial, _ := math.Lgamma(float64(x) + 1)
		for e, r := range v.rates {
			switch {
			case x < 0:
				out[e*at.Dist] = 0
			case x == 0:
				out[e*at.Dist] = -r
			default:
				out[e*at.Dist] = float64(float64(x)*v.logs[e]) - r - factorial
			}
		}
	}
}

func (v *poissonEvaluator) Collect(stats []float64, obs []int, posterior []float64, at Layout) {
	for t, x := range obs {
		if x < 0 {
			continue
		}
		for e := range v.rates {
			w := posterior[t*at.Turn+e*at.Dist]
			stats[2*e] += w
			stats[2*e+1] += float64(w * float64(x))
		}
	}
}

// Kind is "poisson".
func (p *Poisson) Kind() string { return "poisson" }

type poissonJSON struct {
	PriorSum   float64   `json:"prior_sum"`
	PriorTurns float64   `json:"prior_turns"`
	Rates      []float64 `json:"rates"`
}

// MarshalJSON writes prior and rates.
func (p *Poisson) MarshalJSON() ([]byte, error) {
	return json.Marshal(poissonJSON{p.shape, p.rate, p.rates})
}

// UnmarshalJSON reads what MarshalJSON writes, and checks it.
func (p *Poisson) UnmarshalJSON(data []byte) error {
	var j poissonJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("poisson: %w", err)
	}
	n, err := NewPoisson(j.Rates)
	if err != nil {
		return err
	}
	if !(j.PriorSum >= 0) {
		return fmt.Errorf("poisson: prior_sum is %v, expected a number of at least 0", j.PriorSum)
	}
	if !(j.PriorTurns >= 0) {
		return fmt.Errorf("poisson: prior_turns is %v, expected a number of at least 0", j.PriorTurns)
	}
	n.SetPrior(j.PriorSum, j.PriorTurns)
	*p = *n
	return nil
}
