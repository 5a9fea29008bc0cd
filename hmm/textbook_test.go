package hmm_test

import (
	"math"
	"slices"
	"testing"

	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/reference"
)

// exactly is how close to the recomputed figures of the textbook cases we want to be.
const exactly = 1e-9

func TestTextbook(t *testing.T) {
	cases, err := reference.Textbook("../testdata/textbook")
	if err != nil || len(cases) != 11 {
		t.Fatalf("%d cases, expected 11: %v", len(cases), err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			ch := &chain.Chain{Start: c.Start, Next: [][]float64{reference.Flat(c.Next)}, Stop: c.Stop}
			switch e := c.Emission; {
			case e.Symbols != nil:
				family, err := emission.NewCategorical(e.Symbols)
				runCase(t, c, ch, c.Symbols(), emission.Family[int](family), err)
			case e.Rates != nil:
				family, err := emission.NewPoisson(e.Rates)
				runCase(t, c, ch, c.Symbols(), emission.Family[int](family), err)
			default:
				rows := func(v []float64) [][]float64 { return slices.Collect(slices.Chunk(v, 1)) }
				family, err := emission.NewGaussian(emission.Spherical, rows(e.Means), rows(e.Variances))
				runCase(t, c, ch, c.Vectors(), emission.Family[[]float64](family), err)
			}
		})
	}
}

// solution is what the library has to say about a case.
type solution struct {
	problem            *reference.Problem
	logLikelihood      float64
	filtered, smoothed []float64
	transitions        []float64
	path               []int
	score              float64
}

func runCase[O any](t *testing.T, c *reference.Case, ch *chain.Chain, obs []O, family emission.Family[O], err error) {
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New(ch, family)
	if err != nil {
		t.Fatal(err)
	}
	s := solve(t, m, obs)
	want := &c.Recomputed
	check := func(what string, got, want []float64) {
		t.Helper()
		if far := reference.Far(got, want); far > exactly {
			t.Errorf("%s is off by %g:\n%v, expected\n%v", what, far, got, want)
		}
	}
	check("log-likelihood", []float64{s.logLikelihood}, []float64{want.LogLikelihood})
	if want.Filtered != nil {
		check("filtered", s.filtered, reference.Flat(want.Filtered))
	}
	check("smoothed", s.smoothed, reference.Flat(want.Smoothed))
	if want.Transitions != nil {
		check("expected transitions", s.transitions, reference.Flat(want.Transitions))
	}
	check("score of the best path", []float64{s.score}, []float64{want.BestScore})
	if want.BestUnique && !slices.Equal(s.path, want.BestPath) {
		t.Errorf("best path\n%v, expected\n%v", s.path, want.BestPath)
	}
	check("probability of the expected path", []float64{s.pathScore(want.BestPath)}, []float64{want.BestScore})
	if want.LikeliestStates != nil && !slices.Equal(likeliest(s.smoothed, m.States()), want.LikeliestStates) {
		t.Errorf("likeliest states %v, expected %v", likeliest(s.smoothed, m.States()), want.LikeliestStates)
	}
	for _, f := range c.Published {
		if f.Iteration == 0 && f.Quantity[:min(7, len(f.Quantity))] != "trained" {
			s.checkFigure(t, f)
		}
	}
}

func solve[O any](t *testing.T, m *hmm.Model[O], obs []O) *solution {
	t.Helper()
	n, k := m.Emission.Len(), m.States()
	s := &solution{filtered: make([]float64, len(obs)*k)}
	posterior, score, err := m.Posterior(obs)
	if err != nil {
		t.Fatal(err)
	}
	s.smoothed, s.logLikelihood = reference.Flat(posterior), score
	if score, err = m.Score(obs); err != nil || score != s.logLikelihood {
		t.Errorf("Score is %v (%v), Posterior's log-likelihood %v", score, err, s.logLikelihood)
	}
	if score, err = hmm.NewDecoder(m).Filtered(s.filtered, &hmm.Conversation[O]{Obs: obs}); err != nil || score != s.logLikelihood {
		t.Errorf("Filtered gives %v (%v), Posterior %v", score, err, s.logLikelihood)
	}
	if s.path, s.score, err = m.Decode(obs); err != nil {
		t.Fatal(err)
	}
	block := make([]float64, len(obs)*n)
	m.Emission.Evaluator().LogDensities(block, emission.RowMajor(n), obs)
	s.problem = &reference.Problem{Chain: m.Chain, Sequence: chain.Sequence{Turns: len(obs)}, LogDensity: block}
	ws, counts := forwardbackward.NewWorkspace(forwardbackward.Compile(m.Chain)), forwardbackward.NewCounts(m.Chain)
	ws.Load(s.problem.Sequence)
	ws.Expect(given{block, n})
	ws.Flush(counts)
	s.transitions = counts.Next[0]
	return s
}

// given are log densities, T×n, of one conversation.
type given struct {
	logDensity []float64
	n          int
}

func (given) Linear() bool { return false }

func (g given) Densities(dst []float64, at emission.Layout, first, end int) {
	for t := first; t < end; t++ {
		copy(dst[(t-first)*at.Turn:], g.logDensity[t*g.n:(t+1)*g.n])
	}
}

func (given) Collect([]float64, emission.Layout, int, int) {}

// pathScore is the log probability of a path together with the observations.
func (s *solution) pathScore(path []int) float64 {
	c := s.problem.Chain
	k := c.States()
	score := math.Log(c.Start[path[0]])
	for t, i := range path {
		if t > 0 {
			score += math.Log(c.Next[0][path[t-1]*k+i])
		}
		score += s.problem.LogDensity[t*k+i]
	}
	if c.Stop != nil {
		score += math.Log(c.Stop[path[len(path)-1]])
	}
	return score
}

func likeliest(posterior []float64, k int) []int {
	var states []int
	for row := range slices.Chunk(posterior, k) {
		states = append(states, slices.Index(row, slices.Max(row)))
	}
	return states
}

// checkFigure compares with a published figure, to its digits.
func (s *solution) checkFigure(t *testing.T, f reference.Figure) {
	t.Helper()
	k := s.problem.Chain.States()
	var got []float64
	switch f.Quantity {
	case "likelihood":
		got = []float64{math.Exp(s.logLikelihood)}
	case "log likelihood":
		got = []float64{s.logLikelihood}
	case "best path":
		for _, i := range s.path {
			got = append(got, float64(i))
		}
	case "best path probability":
		got = []float64{math.Exp(s.score)}
	case "best path log probability":
		got = []float64{s.score}
	case "best path run lengths":
		got = runs(s.path)
	case "best path trellis, first turn":
		got = exps(s.problem.LogBest()[0])
	case "filtered":
		got = s.filtered
	case "filtered, state 0":
		got = column(s.filtered, k, 0)
	case "smoothed":
		got = s.smoothed
	case "smoothed, first turn, state 0":
		got = s.smoothed[:1]
	case "forward":
		got = exps(reference.Flat(s.problem.LogForward()))
	case "forward, one turn":
		got = exps(s.problem.LogForward()[f.Turn])
	case "backward":
		got = exps(reference.Flat(s.problem.LogBackward()))
	case "log forward, one state":
		got = column(reference.Flat(s.problem.LogForward()), k, f.State)
	case "log backward, one state":
		got = column(reference.Flat(s.problem.LogBackward()), k, f.State)
	default:
		t.Fatalf("no idea what %q is", f.Quantity)
	}
	if far := farthest(got, f.Value); !(far <= f.Within) {
		t.Errorf("published %s: %v, expected %v to within %g", f.Quantity, got, f.Value, f.Within)
	}
}

// farthest is the largest absolute difference.
func farthest(got, want []float64) float64 {
	if len(got) != len(want) {
		return math.Inf(1)
	}
	far := 0.0
	for i := range want {
		far = math.Max(far, math.Abs(got[i]-want[i]))
	}
	return far
}

func exps(x []float64) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = math.Exp(v)
	}
	return y
}

func column(m []float64, k, i int) []float64 {
	var c []float64
	for ; i < len(m); i += k {
		c = append(c, m[i])
	}
	return c
}

// runs are the lengths of the stretches in one state.
func runs(path []int) []float64 {
	lengths := []float64{0}
	for t, i := range path {
		if t > 0 && path[t-1] != i {
			lengths = append(lengths, 0)
		}
		lengths[len(lengths)-1]++
	}
	return lengths
}
