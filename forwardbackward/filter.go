package forwardbackward

import (
	"math"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// A Filter follows one conversation turn by turn and knows P(x_t = i | y_1..y_t), never the future.
// Its numbers are those of Workspace.Filter on the same turns. It holds three vectors of K numbers
// and is for one goroutine; the Compiled chain behind it may be shared by any number of filters.
type Filter struct {
	m         *Compiled
	begun     bool
	ahead     int       // the class of turns that predicted is for, -1: it is for none
	belief    []float64 // α_t
	predicted []float64
	logBelief []float64 // log α_t where the chain has structural zeros, else room for densities
}

// NewFilter returns a filter before its first turn.
func NewFilter(m *Compiled) *Filter {
	room := make([]float64, 3*m.p)
	f := &Filter{m: m, belief: room[:m.p], predicted: room[m.p : 2*m.p], logBelief: room[2*m.p:]}
	f.Reset()
	return f
}

// Reset forgets the conversation: the filter stands before a first turn again.
func (f *Filter) Reset() {
	f.begun, f.ahead = false, -1
	copy(f.belief, f.m.start)
}

// Belief is P(x_t = i | y_1..y_t), before the first turn π. It is the filter's own slice, valid
// until the next Step.
func (f *Filter) Belief() []float64 { return f.belief[:f.m.k] }

// Predict writes P(x_t+1 = i, the conversation goes on | y_1..y_t) to dst, for a next turn of the
// class, and returns the probability that the conversation stops here; before the first turn it
// is π and 0. O(K²), no allocation.
func (f *Filter) Predict(dst []float64, class int) (stop float64) {
	if len(dst) != f.m.k {
		panic("forwardbackward: len(dst) != K")
	}
	if !f.begun {
		copy(dst, f.m.start[:f.m.k])
		return 0
	}
	f.predict(class)
	copyUp(dst, f.predicted)
	return f.m.stopping(f.belief)
}

// Predict is Filter.Predict for a filter with that belief, K numbers; dst may be belief. It allocates.
func (m *Compiled) Predict(dst, belief []float64, class int) (stop float64) {
	if len(dst) != m.k || len(belief) != m.k {
		panic("forwardbackward: len(dst) or len(belief) != K")
	}
	now, next := make([]float64, m.p), make([]float64, m.p)
	copy(now, belief)
	lanes.MatMul(next, now, m.next[class], m.p, 1)
	copyUp(dst, next)
	return m.stopping(now)
}

// copyUp copies sums of probabilities, which rounding may leave above 1.
func copyUp(dst, src []float64) {
	for i := range dst {
		dst[i] = min(1, src[i])
	}
}

// stopping is the probability that the conversation stops in one of the states.
func (m *Compiled) stopping(belief []float64) float64 {
	sum := 0.0
	for i, v := range m.stop {
		sum += float64(belief[i] * v)
	}
	return min(1, sum)
}

// predict sets predicted, unless it is that already.
func (f *Filter) predict(class int) {
	if f.ahead != class {
		lanes.MatMul(f.predicted, f.belief, f.m.next[class], f.m.p, 1)
		f.ahead = class
	}
}

// Step takes the log densities of the next turn, one a distribution, its class, and its mask (nil:
// all states), and returns log P(y_t, the conversation goes on to it | y_1..y_t-1) in nats. It
// returns a *chain.ImpossibleError or *chain.DensityError, Turn 0, if there is no such number, and
// then leaves the filter as it was. O(K²), no allocation.
func (f *Filter) Step(logDensity []float64, class int, mask []uint64) (float64, error) {
	if len(logDensity) != f.m.dists {
		panic("forwardbackward: len(logDensity) != number of distributions")
	}
	scaled := !f.m.structural && f.begun // a start may have zeros where the transitions have none
	if scaled && mask == nil {
		return f.scaledStep(logDensity, class, mask)
	}
	largest, err := f.largest(logDensity, mask)
	switch {
	case err != nil:
		return 0, err
	case scaled:
		return f.scaledStep(logDensity, class, mask)
	}
	return f.logStep(logDensity, largest, class, mask)
}

// largest is the largest log density of a state, if all are densities and one is positive.
func (f *Filter) largest(logDensity []float64, mask []uint64) (float64, error) {
	largest := math.Inf(-1)
	for i := range f.m.k {
		e := f.m.distribution(i)
		if v := logDensity[e]; !(v <= math.MaxFloat64) {
			return 0, &chain.DensityError{Distribution: e, Value: v}
		} else if chain.Permits(mask, i) {
			largest = max(largest, v)
		}
	}
	if largest == math.Inf(-1) {
		return 0, &chain.ImpossibleError{}
	}
	return largest, nil
}

// scaledStep is Step by the recursion of Workspace.
func (f *Filter) scaledStep(logDensity []float64, class int, mask []uint64) (float64, error) {
	f.predict(class)
	f.ahead = -1
	shift, scale, fine := lanes.Absorb(f.predicted, f.open(logDensity, mask), f.m.p)
	if !fine || scale == 0 {
		_, err := f.largest(logDensity, mask)
		return 0, err
	}
	f.belief, f.predicted = f.predicted, f.belief
	return shift + lanes.LogScale(scale), nil
}

// open is the log densities of the states, padded, -Inf where the mask does not let them through.
func (f *Filter) open(logDensity []float64, mask []uint64) []float64 {
	k := f.m.k
	if f.m.dist == nil && mask == nil && k == f.m.p {
		return logDensity
	}
	b := f.logBelief
	for i := range b {
		b[i] = math.Inf(-1)
		if i < k && chain.Permits(mask, i) {
			b[i] = logDensity[f.m.distribution(i)]
		}
	}
	return b
}

// logStep is Step in the log domain, for chains in which a state once lost stays lost, and for the
// first turn.
func (f *Filter) logStep(logDensity []float64, largest float64, class int, mask []uint64) (float64, error) {
	k := f.m.k
	for j := range k {
		f.predicted[j] = math.Inf(-1)
		if chain.Permits(mask, j) {
			f.predicted[j] = f.logPredict(j, class) + (logDensity[f.m.distribution(j)] - largest)
		}
	}
	f.ahead = -1
	evidence := logSum(f.predicted[:k])
	if evidence == math.Inf(-1) {
		return 0, &chain.ImpossibleError{}
	}
	f.begun = true
	for j, v := range f.predicted[:k] {
		f.logBelief[j] = v - evidence
		f.belief[j] = expUp(v - evidence)
	}
	return largest + evidence, nil
}

// logPredict is log P(x_t+1 = j | y_1..y_t), as a log-sum in one pass.
func (f *Filter) logPredict(j, class int) float64 {
	if !f.begun {
		return f.m.log.start[j]
	}
	k, a := f.m.k, f.m.log.next[class]
	largest := math.Inf(-1)
	for i, v := range f.logBelief[:k] {
		largest = max(largest, v+a[i*k+j])
	}
	if largest == math.Inf(-1) {
		return largest
	}
	sum := 0.0
	for i, v := range f.logBelief[:k] {
		sum += lanes.Exp(v + a[i*k+j] - largest)
	}
	return largest + math.Log(sum)
}
