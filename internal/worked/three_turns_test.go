package worked

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/session"
	"intenthmm/hmm/transcript"
)

func TestThreeTurns(t *testing.T) { hold(t, "three_turns.md", threeTurns(t)) }

const (
	encoder = `{"options":{"observe":"words","speaker":false,"min_turns":1,"edges":false,"length_power":0.5},
		"words":{"folded":9,"terms":["hello","parcel","thanks","where"]}}`
	states = 2
)

var (
	texts = []string{"Hello!", "Where is my parcel?", "Thanks"}
	names = []string{"?", "hello", "parcel", "thanks", "where"}
)

// example is the model of the text.
func example(t *testing.T) *hmm.Model[emission.Turn] {
	t.Helper()
	words, err := emission.NewWords([][]float64{{0.2, 0.5, 0.1, 0.1, 0.1}, {0.3, 0.05, 0.3, 0.15, 0.2}})
	if err != nil {
		t.Fatal(err)
	}
	family, err := emission.NewJoint(emission.Part("words", words, emission.WordsField))
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New[emission.Turn](&chain.Chain{
		Start: []float64{0.8, 0.2}, Next: [][]float64{{0.3, 0.6, 0.2, 0.5}}, Stop: []float64{0.1, 0.3},
	}, family)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// threeTurns does the whole text: what the packages tell comes from them, and what they keep to
// themselves (scales, β, w) is computed by the text's formulas and must add up to what they tell.
func threeTurns(t *testing.T) sheet {
	s, m := sheet{}, example(t)
	turns := s.encode(t)
	s.parameters(m, "")
	density := s.densities(m, turns)
	gamma, counts := s.eStep(t, m, turns, density)
	s.mStep(t, m, turns, gamma, counts)
	s.decode(t, m, turns, density)
	return s
}

// encode is the encoder's part.
func (s sheet) encode(t *testing.T) []emission.Turn {
	t.Helper()
	var e encode.Encoder
	if err := json.Unmarshal([]byte(encoder), &e); err != nil {
		t.Fatal(err)
	}
	turns := make([]emission.Turn, len(texts))
	for i, text := range texts {
		if err := e.NewSession().Encode(&turns[i], &transcript.Message{Text: text}); err != nil {
			t.Fatal(err)
		}
		for _, c := range turns[i].Words {
			s.put(float64(c.N), "n(%d,%s)", i+1, names[c.Word])
		}
	}
	return turns
}

// parameters are a model's, their letters marked.
func (s sheet) parameters(m *hmm.Model[emission.Turn], mark string) {
	words, _ := emission.PartOf[*emission.Words](m.Emission.(*emission.Joint), "words")
	for i := range states {
		s.put(m.Chain.Start[i], "π%s(%d)", mark, i)
		s.put(m.Chain.Stop[i], "ω%s(%d)", mark, i)
		for j := range states {
			s.put(m.Chain.Next[0][i*states+j], "A%s(%d,%d)", mark, i, j)
		}
		for v, p := range words.Probabilities(i) {
			s.put(p, "e%s(%d,%s)", mark, i, names[v])
		}
	}
}

// densities are log b, a row a turn.
func (s sheet) densities(m *hmm.Model[emission.Turn], turns []emission.Turn) []float64 {
	logs := make([]float64, len(turns)*states)
	m.Emission.Evaluator().LogDensities(logs, emission.RowMajor(states), turns)
	for t := range turns {
		for j := range states {
			s.put(logs[t*states+j], "logb_%d(%d)", t+1, j)
		}
		s.put(max(logs[t*states], logs[t*states+1]), "logs_%d", t+1)
	}
	return logs
}

// eStep is the forward and the backward pass.
func (s sheet) eStep(t *testing.T, m *hmm.Model[emission.Turn], turns []emission.Turn, logs []float64) (gamma []float64, counts *baumwelch.Expected) {
	t.Helper()
	d, c := hmm.NewDecoder(m), &hmm.Conversation[emission.Turn]{Obs: turns}
	alpha, gamma := make([]float64, len(turns)*states), make([]float64, len(turns)*states)
	if _, err := d.Filtered(alpha, c); err != nil {
		t.Fatal(err)
	}
	evidence, err := d.Posterior(gamma, c)
	if err != nil {
		t.Fatal(err)
	}
	counts, err = baumwelch.Expect(context.Background(), m, []hmm.Conversation[emission.Turn]{*c}, nil)
	if err != nil {
		t.Fatal(err)
	}
	total, stop := s.forward(m.Chain, alpha, logs)
	xi := s.backward(m.Chain, alpha, gamma, logs, stop)
	near(t, "log-likelihood", total+math.Log(stop), evidence)
	s.put(stop, "stop")
	s.put(evidence, "logP")
	for i := range states {
		near(t, "stops", counts.Counts.Stop[i], gamma[(len(turns)-1)*states+i])
		for j := range states {
			near(t, "transitions", xi[i*states+j], counts.Counts.Next[0][i*states+j])
			s.put(counts.Counts.Next[0][i*states+j], "ξ(%d,%d)", i, j)
		}
	}
	for n := range turns {
		near(t, "β", s[fmt.Sprintf("β_%d(0)", n+1)]*alpha[n*states], gamma[n*states])
	}
	return gamma, counts
}

// forward fills in p, c and α, and returns Σ_t (log s_t + log c_t) and the probability of the stop.
func (s sheet) forward(c *chain.Chain, alpha, logs []float64) (total, stop float64) {
	for t := range texts {
		scale := 0.0
		for j := range states {
			p := c.Start[j]
			if t > 0 {
				p = alpha[(t-1)*states]*c.Next[0][j] + alpha[(t-1)*states+1]*c.Next[0][states+j]
			}
			scale += p * s.over(t, j, logs)
			s.put(p, "p_%d(%d)", t+1, j)
			s.put(alpha[t*states+j], "α_%d(%d)", t+1, j)
		}
		s.put(scale, "c_%d", t+1)
		total += s[fmt.Sprintf("logs_%d", t+1)] + math.Log(scale)
	}
	last := alpha[(len(texts)-1)*states:]
	return total, last[0]*c.Stop[0] + last[1]*c.Stop[1]
}

// over is b_t(j) / s_t.
func (s sheet) over(t, j int, logs []float64) float64 {
	return math.Exp(logs[t*states+j] - s[fmt.Sprintf("logs_%d", t+1)])
}

// backward fills in β, w and γ, and returns ξ.
func (s sheet) backward(c *chain.Chain, alpha, gamma, logs []float64, stop float64) []float64 {
	beta, xi := []float64{c.Stop[0] / stop, c.Stop[1] / stop}, make([]float64, states*states)
	for t := len(texts) - 1; t >= 0; t-- {
		w, before := make([]float64, states), make([]float64, states)
		for j := range states {
			s.put(beta[j], "β_%d(%d)", t+1, j)
			s.put(gamma[t*states+j], "γ_%d(%d)", t+1, j)
			w[j] = s.over(t, j, logs) * beta[j] / s[fmt.Sprintf("c_%d", t+1)]
			if t > 0 {
				s.put(w[j], "w_%d(%d)", t+1, j)
			}
		}
		for i := range states {
			for j := range states {
				before[i] += c.Next[0][i*states+j] * w[j]
				if t > 0 {
					xi[i*states+j] += alpha[(t-1)*states+i] * c.Next[0][i*states+j] * w[j]
				}
			}
		}
		beta = before
	}
	return xi
}

// mStep is one iteration of Baum and Welch, and the text's formulas for it.
func (s sheet) mStep(t *testing.T, m *hmm.Model[emission.Turn], turns []emission.Turn, gamma []float64, e *baumwelch.Expected) {
	t.Helper()
	next := m.Clone()
	o := baumwelch.MaximumLikelihood()
	o.Loop.MaxIterations, o.Loop.Tolerance = 1, -1
	result, err := baumwelch.Fit(context.Background(), next, []hmm.Conversation[emission.Turn]{{Obs: turns}}, o)
	if err != nil {
		t.Fatal(err)
	}
	s.parameters(next, "'")
	s.put(result.Last().LogLikelihood, "logP'")
	for i := range states {
		sum := gamma[2*states+i] + e.Counts.Next[0][i*states] + e.Counts.Next[0][i*states+1]
		near(t, "π'", next.Chain.Start[i], gamma[i])
		near(t, "ω'", next.Chain.Stop[i], gamma[2*states+i]/sum)
		near(t, "A'", next.Chain.Next[0][i*states], e.Counts.Next[0][i*states]/sum)
		count, all := 0.0, 0.0
		for n := range turns {
			for _, c := range turns[n].Words {
				all += gamma[n*states+i] * float64(c.N)
				if names[c.Word] == "parcel" {
					count += gamma[n*states+i] * float64(c.N)
				}
			}
		}
		near(t, "e'", s[fmt.Sprintf("e'(%d,parcel)", i)], count/all)
	}
}

// decode is Viterbi, and a live session.
func (s sheet) decode(t *testing.T, m *hmm.Model[emission.Turn], turns []emission.Turn, logs []float64) {
	t.Helper()
	delta := []float64{math.Log(m.Chain.Start[0]) + logs[0], math.Log(m.Chain.Start[1]) + logs[1]}
	for n := range turns {
		if n > 0 {
			next := make([]float64, states)
			for j := range states {
				next[j] = logs[n*states+j] + max(delta[0]+math.Log(m.Chain.Next[0][j]), delta[1]+math.Log(m.Chain.Next[0][states+j]))
			}
			delta = next
		}
		for j := range states {
			s.put(delta[j], "δ_%d(%d)", n+1, j)
		}
	}
	path, best, err := m.Decode(turns)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "best", best, max(delta[0]+math.Log(m.Chain.Stop[0]), delta[1]+math.Log(m.Chain.Stop[1])))
	s.put(best, "best")
	engine, err := session.New(m, session.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	live := engine.NewSession()
	for n, state := range path {
		var step session.Step
		if err := live.Push(session.Turn[emission.Turn]{Obs: turns[n]}, &step); err != nil {
			t.Fatal(err)
		}
		near(t, "filtered", step.Confidence, s[fmt.Sprintf("α_%d(%d)", n+1, step.State)])
		near(t, "surprise", step.Surprise, -s[fmt.Sprintf("logs_%d", n+1)]-math.Log(s[fmt.Sprintf("c_%d", n+1)]))
		s.put(float64(state), "path_%d", n+1)
		s.put(step.Surprise, "surprise_%d", n+1)
	}
}
