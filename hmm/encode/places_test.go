package encode

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/mixture"
	"intenthmm/hmm/transcript"
)

// scikit is what scikit-learn makes of texts; testdata/places.py says how.
type scikit struct {
	Source           string
	Texts            []string
	Terms            []string
	Rows, Columns    []int
	Values           []float64
	Components       [][]float64
	SingularValues   []float64 `json:"singular_values"`
	Places, Start    [][]float64
	InertiaFromStart float64 `json:"inertia_from_start"`
	Inertia          float64
}

func readScikit(t *testing.T) *scikit {
	t.Helper()
	data, err := os.ReadFile("testdata/places.json")
	if err != nil {
		t.Fatal(err)
	}
	s := &scikit{}
	if err := json.Unmarshal(data, s); err != nil {
		t.Fatal(err)
	}
	return s
}

// placed is an encoder of the words of the texts, with a space that is sought for so long, and the texts.
func (s *scikit) placed(t *testing.T, passes int) (*Encoder, []transcript.Message) {
	t.Helper()
	messages := texts(s.Texts...)
	e, _, corpus := build(t, Options{Observe: Words, MinTurns: 3, Edges: true}, messages)
	o := search
	o.Dims, o.Passes = len(s.Components), passes
	space, err := newSpace(context.Background(), corpus, e.Terms.Len(), o)
	if err != nil {
		t.Fatal(err)
	}
	e.Space = space
	return e, messages
}

// weighted is each text's terms weighted by the space, of length 1.
func weighted(e *Encoder, messages []transcript.Message) *mat.Dense {
	x := mat.NewDense(len(messages), e.Terms.Len(), nil)
	s := e.NewSession()
	for i := range messages {
		bag, length := s.bag(nil, messages[i].Text), 0.0
		for _, c := range bag {
			if c.Word != 0 {
				w := e.Space.terms.Weights[c.Word]
				x.Set(i, int(c.Word), w)
				length += w * w
			}
		}
		for j := range e.Terms.Len() {
			x.Set(i, j, x.At(i, j)/max(math.Sqrt(length), 1e-300))
		}
	}
	return x
}

// TestTermsOfScikit: the vocabulary and the weights are those of TfidfVectorizer.
func TestTermsOfScikit(t *testing.T) {
	s := readScikit(t)
	e, messages := s.placed(t, search.Passes)
	if len(s.Terms) != e.Terms.Len()-1 {
		t.Fatalf("%d terms, %s has %d", e.Terms.Len()-1, s.Source, len(s.Terms))
	}
	want := mat.NewDense(len(messages), e.Terms.Len(), nil)
	for i, row := range s.Rows {
		want.Set(row, e.Terms.Number(s.Terms[s.Columns[i]]), s.Values[i])
	}
	if got := weighted(e, messages); !mat.EqualApprox(got, want, 1e-9) || mat.Norm(got, 2) < 10 {
		t.Error("the weights are not those of", s.Source)
	}
}

// TestSpaceOfScikit: the directions span what those of TruncatedSVD span, and the turns are as long along them as its
// singular values say. Sought for long, to what rounding to float32 leaves; as long as we do, with an angle of less than
// a hundredth, though here the eighth singular value is the next but for a hundredth.
func TestSpaceOfScikit(t *testing.T) {
	s := readScikit(t)
	for _, c := range []struct {
		passes       int
		angle, value float64
	}{
		{long, 2e-7, 3e-8},
		{search.Passes, 1e-2, 1e-5},
	} {
		e, messages := s.placed(t, c.passes)
		s.compareSpace(t, e, weighted(e, messages), c.angle, c.value)
	}
}

// long is the number of passes after which directions change no more.
const long = 300

// compareSpace fails unless the space of an encoder, and the lengths of the weighted texts x along its directions, are
// those of TruncatedSVD.
func (s *scikit) compareSpace(t *testing.T, e *Encoder, x mat.Matrix, angle, value float64) {
	t.Helper()
	terms, width := e.Terms.Len(), e.Space.Width()
	ours, theirs := mat.NewDense(terms, width, slices.Clone(e.Space.terms.Directions)), mat.NewDense(terms, width, nil)
	for j, component := range s.Components {
		for c, x := range component {
			theirs.Set(e.Terms.Number(s.Terms[c]), j, x)
		}
	}
	var left, inner mat.Dense // the sine of the largest angle: what of theirs is left outside of ours
	inner.Mul(ours.T(), theirs)
	left.Mul(ours, &inner)
	left.Sub(theirs, &left)
	if sine := mat.Norm(&left, 2); sine > angle {
		t.Errorf("an angle of %.3g between the directions and those of %s", sine, s.Source)
	}
	var y mat.Dense
	y.Mul(x, ours)
	for j, want := range s.SingularValues {
		if got := mat.Norm(y.ColView(j), 2); math.Abs(got/want-1) > value {
			t.Errorf("singular value %d is %.12g, %s has %.12g", j, got, s.Source, want)
		}
	}
}

// TestPlacesOfScikit: places are, up to the directions' signs, rows of TruncatedSVD scaled by Normalizer.
func TestPlacesOfScikit(t *testing.T) {
	s := readScikit(t)
	e, messages := s.placed(t, long)
	p, session := newPlacer(e), e.NewSession()
	at, sign := 0, make([]float64, e.Space.Width())
	for i := range messages {
		got := p.place(nil, session.bag(nil, messages[i].Text))
		if got == nil {
			continue
		}
		for j, want := range s.Places[at] {
			if sign[j] == 0 && math.Abs(want) > 1e-3 {
				sign[j] = math.Copysign(1, want*got[j])
			}
			if math.Abs(got[j]-sign[j]*want) > 1e-6 {
				t.Fatalf("text %d: %v, %s has %v", i, got, s.Source, s.Places[at])
			}
		}
		at++
	}
	if at != len(s.Places) {
		t.Errorf("%d texts have a place, %d of %s", at, len(s.Places), s.Source)
	}
}

// TestCodesOfScikit: from the same start the centres come to the same inertia as those of KMeans, and from ones of
// their own to one within a hundredth of it, or to a lower one.
func TestCodesOfScikit(t *testing.T) {
	s := readScikit(t)
	width := len(s.Start[0])
	points := mixture.Points{Width: width, Values: slices.Concat(s.Places...)}
	k := &mixture.KMeans{Width: width, Centres: slices.Concat(s.Start...)}
	found, err := k.Fit(context.Background(), points, em.Options{MaxIterations: 1000, Gate: em.NewGate(1)})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(found.Inertia/s.InertiaFromStart-1) > 1e-9 {
		t.Errorf("inertia %.12g, %s has %.12g", found.Inertia, s.Source, s.InertiaFromStart)
	}
	b, err := newCodebook(context.Background(), points.Values, width, len(s.Start))
	if err != nil {
		t.Fatal(err)
	}
	p, inertia, turns := placer{codebook: b}, 0.0, make([]int, b.Len())
	for _, x := range s.Places {
		code := p.code(x)
		turns[code]++
		least := math.Inf(1)
		for _, c := range b.centres {
			least = min(least, square(x, c))
		}
		if own := square(x, b.Centre(int(code))); own > least+1e-12 {
			t.Fatalf("a code at the squared distance %v, the nearest is at %v", own, least)
		}
		inertia += least
	}
	if inertia > 1.01*s.Inertia {
		t.Errorf("inertia %.6g, %s has %.6g", inertia, s.Source, s.Inertia)
	}
	if !slices.IsSortedFunc(turns, func(a, b int) int { return b - a }) {
		t.Errorf("codes have so many turns: %v", turns)
	}
}

func square(x, y []float64) (sum float64) {
	for i := range x {
		sum += (x[i] - y[i]) * (x[i] - y[i])
	}
	return sum
}
