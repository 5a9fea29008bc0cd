package diff

import (
	"fmt"
	"math"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
)

// A view is how the states of one model look when they are compared: for each part of the
// observation a distribution over what both models know, the rest last.
type view struct {
	model *intent.Model
	parts [][][]float64 // part, state, probabilities
	cloud cloud         // of vectors; nil: there are none, or they are not compared
	power float64       // to which their affinity is taken
}

// views are two models seen alike.
type views struct {
	a, b   view
	shared int
	mass   float64
	notes  []string
}

func newViews(a, b *intent.Model) (*views, error) {
	what, other := a.Encoder.Options.Observe, b.Encoder.Options.Observe
	if what != other {
		return nil, fmt.Errorf("one model looks at %s, the other at %s: their states cannot be compared", what, other)
	}
	v := &views{a: view{model: a}, b: view{model: b}, mass: 1}
	if a.Encoder.Space != nil && !a.Encoder.SamePlaces(b.Encoder) {
		return nil, fmt.Errorf("each model places words in a space of its own: their states cannot be compared")
	}
	switch what {
	case encode.Vectors, encode.LSA:
		if err := v.addVectors(a, b); err != nil {
			return nil, err
		}
		v.shared = a.Encoder.Width
	case encode.Codes:
		v.shared = v.addAll("symbol", a.Encoder.Codebook.Len())
	case encode.Symbols:
		v.shared = v.add("symbol", a.Encoder.Symbols, b.Encoder.Symbols)
	default:
		v.shared = v.add("words", a.Encoder.Terms, b.Encoder.Terms)
	}
	if v.shared == 0 {
		return nil, fmt.Errorf("the models have no %s in common: their states cannot be compared", what)
	}
	switch x, y := a.Encoder.Options.Vectors, b.Encoder.Options.Vectors; {
	case x && y:
		if err := v.addVectors(a, b); err != nil {
			return nil, err
		}
	case x || y:
		v.notes = append(v.notes, "one model looks at vectors beside words, the other at words alone: words are compared")
	}
	if a.Encoder.Speakers != nil && b.Encoder.Speakers != nil {
		mass := v.mass
		v.add("speaker", a.Encoder.Speakers, b.Encoder.Speakers)
		v.mass = mass
	}
	return v, nil
}

func part[F any](m *intent.Model, name string) (F, bool) {
	return emission.PartOf[F](m.HMM.Emission.(*emission.Joint), name)
}

// add adds a part over a vocabulary each, and returns how many terms both have.
func (v *views) add(name string, a, b *encode.Vocabulary) int {
	var inA, inB []int
	for i := 1; i < a.Len(); i++ {
		if j := b.Number(a.Term(i)); j > 0 {
			inA, inB = append(inA, i), append(inB, j)
		}
	}
	v.mass = math.Min(v.a.project(name, inA), v.b.project(name, inB))
	return len(inA)
}

// addAll adds a part over n values that are the same in both, and returns n.
func (v *views) addAll(name string, n int) int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	v.mass = math.Min(v.a.project(name, all), v.b.project(name, all))
	return n
}

// project adds a part, its probabilities at the terms, and returns what those come to on average.
func (v *view) project(name string, terms []int) (mass float64) {
	var rows [][]float64
	shares := v.model.Shares()
	for i := range v.model.States {
		all, row, rest := v.row(name, i), make([]float64, 0, len(terms)+1), 1.0
		for _, t := range terms {
			row = append(row, all[t])
			rest -= all[t]
		}
		rows = append(rows, append(row, math.Max(0, rest)))
		mass += float64(shares[i] * (1 - math.Max(0, rest)))
	}
	v.parts = append(v.parts, rows)
	return mass
}

// row is the probabilities of a part in a state.
func (v *view) row(name string, state int) []float64 {
	e := v.model.HMM.Chain.Distribution(state)
	if words, ok := part[emission.Lexical](v.model, name); ok {
		return words.Probabilities(e)
	}
	symbols, _ := part[*emission.Categorical](v.model, name)
	return symbols.Probabilities(e)
}

// distance is E between state i of v and state j of w, which are seen alike.
func (v *view) distance(i int, w *view, j int) float64 {
	affinity := math.Exp(-v.apart(i, w, j))
	for n := range v.parts {
		affinity *= overlap(v.parts[n][i], w.parts[n][j])
	}
	return emission.Hellinger(affinity)
}

// overlap is Bhattacharyya's coefficient.
func overlap(p, q []float64) float64 {
	sum := 0.0
	for i, x := range p {
		sum += math.Sqrt(x * q[i])
	}
	return math.Min(1, sum)
}

// toMixture is E between state i of v and the mixture of states of w by their shares, the parts
// mixed one by one. Distributions of vectors are not mixed: their affinity is the mean of those to the states, which that
// to the mixture is at least, so that of vectors alone a split or merge is hardly ever told.
func (v *view) toMixture(i int, w *view, states []int) float64 {
	shares, near, all := w.model.Shares(), 0.0, 0.0
	for _, j := range states {
		near += float64(shares[j] * math.Exp(-v.apart(i, w, j)))
		all += shares[j]
	}
	affinity := near / math.Max(all, math.SmallestNonzeroFloat64)
	for n := range v.parts {
		mixed, total := make([]float64, len(v.parts[n][i])), 0.0
		for _, j := range states {
			total += shares[j]
			for x, p := range w.parts[n][j] {
				mixed[x] += float64(shares[j] * p)
			}
		}
		for x := range mixed {
			mixed[x] /= math.Max(total, math.SmallestNonzeroFloat64)
		}
		affinity *= overlap(v.parts[n][i], mixed)
	}
	return emission.Hellinger(affinity)
}

// nearest is the state of w that is nearest to state i of v, itself left out where w is v.
func (v *view) nearest(i int, w *view) (state int, distance float64) {
	state, distance = -1, 1
	for j := range w.model.States {
		if w == v && i == j {
			continue
		}
		if d := v.distance(i, w, j); state < 0 || d < distance {
			state, distance = j, d
		}
	}
	return state, distance
}
