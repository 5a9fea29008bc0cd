package topics

import (
	"math"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/topic"
)

// TestAuto: each criterion finds the four themes that there are, or says why not; the table has figures of all.
func TestAuto(t *testing.T) {
	for _, by := range []Criterion{HeldOut, NPMI, CV} {
		o := quick(Auto)
		o.Select = SelectOptions{By: by, Fewest: 2, Most: 8}
		m := train(t, invented(200, 4, 1), o)
		s := m.Record.Selection
		if len(m.Topics) != 4 || s.Candidates[s.Best].Topics != 4 || s.HeldOut != 40 || !strings.Contains(s.Why, "4 topics") && !strings.Contains(s.Why, " 4 no worse") {
			t.Errorf("%s: %d topics of 4: %+v", by, len(m.Topics), s)
		}
		for _, c := range s.Candidates {
			if !(c.Perplexity > 1 && c.Behind >= 0 && c.Error >= 0 && c.Coherence.CV > 0) {
				t.Errorf("%s: %+v", by, c)
			}
		}
	}
}

func TestNumbersOfTopics(t *testing.T) {
	for _, c := range []struct {
		fewest, most, documents int
		want                    []int
	}{
		{2, 40, 100, []int{2, 3, 4, 6, 8, 11, 16, 23, 33, 40}},
		{1, 3, 100, []int{1, 2, 3}},
		{5, 5, 100, []int{5}},
		{2, 40, 9, []int{2, 3, 4, 6, 8, 9}},
		{2, 40, 1, []int{1}},
	} {
		o := SelectOptions{Fewest: c.fewest, Most: c.most}
		if got := o.numbersOfTopics(c.documents); !slices.Equal(got, c.want) {
			t.Errorf("%+v of %d documents: %v, want %v", o, c.documents, got, c.want)
		}
	}
}

// TestAsCoherent: what differs by rounding is as coherent, of which the fewest topics are taken; what differs is not.
func TestAsCoherent(t *testing.T) {
	for _, by := range []Criterion{CV, NPMI} {
		s := &Selection{By: by}
		for i, x := range []float64{0.2, 0.3655, 0.3655 + 2e-16, 0.3655 + 4e-16, 0.3} {
			s.Candidates = append(s.Candidates, Candidate{Topics: 2 + i, Coherence: Coherence{NPMI: -x, CV: -x}})
			c := &s.Candidates[i].Coherence
			if by == CV {
				c.CV = x
			} else {
				c.NPMI = x
			}
		}
		if s.byCoherence(); s.Best != 1 {
			t.Errorf("%s: took %+v", by, s.Candidates[s.Best])
		}
		s.Candidates[3].Coherence = Coherence{0.3656, 0.3656}
		if s.byCoherence(); s.Best != 3 {
			t.Errorf("%s: took %+v", by, s.Candidates[s.Best])
		}
	}
}

// TestBehind: by hand. Two parts of 10 and 30 words are 5 and 7 nats less probable: 0.3 nats a word; the parts are off
// that by 2 and -2.
func TestBehind(t *testing.T) {
	best := []topic.HeldOut{{LogLikelihood: -50, Tokens: 10}, {LogLikelihood: -100, Tokens: 30}}
	model := []topic.HeldOut{{LogLikelihood: -55, Tokens: 10}, {LogLikelihood: -107, Tokens: 30}}
	d, e := behind(model, best)
	if math.Abs(d-0.3) > 1e-12 || math.Abs(e-4.0/40) > 1e-12 {
		t.Errorf("%v ± %v, want 0.3 ± 0.1", d, e)
	}
	if d, e := behind(best, best); d != 0 || e != 0 {
		t.Errorf("the best is %v ± %v behind itself", d, e)
	}
	if d, e := behind(nil, nil); d != 0 || e != 0 {
		t.Errorf("nothing is %v ± %v behind nothing", d, e)
	}
}

// TestOneStandardError: the fewest topics within an error of the best are taken, not the best.
func TestOneStandardError(t *testing.T) {
	s := &Selection{By: HeldOut, Candidates: []Candidate{{Topics: 2}, {Topics: 3}, {Topics: 4}}}
	part := func(x ...float64) (parts []topic.HeldOut) {
		for _, v := range x {
			parts = append(parts, topic.HeldOut{LogLikelihood: -v, Tokens: 10})
		}
		return parts
	}
	s.judge([][]topic.HeldOut{part(60, 61), part(50, 53), part(51, 51)})
	if s.Best != 1 || s.Candidates[0].Behind != 0.95 || !strings.HasPrefix(s.Why, "4 topics predict the documents held out best, and 3 no worse") {
		t.Errorf("%+v", s)
	}
	s.judge([][]topic.HeldOut{part(60, 61), part(53, 53), part(51, 51)})
	if s.Best != 2 || s.Why != "4 topics predict the documents held out best; more were not tried" {
		t.Errorf("%+v", s)
	}
}
