package topics

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/topic"
	"intenthmm/hmm/transcript"
)

// TestThemes: every method finds the themes of invented documents, names them, and tells those of new ones.
func TestThemes(t *testing.T) {
	documents, more := invented(120, 3, 1), invented(30, 3, 2)
	for _, method := range Methods() {
		o := quick(3)
		o.Method = method
		m := train(t, documents, o)
		of := map[int]int{} // theme → topic
		for i, s := range fold(t, m, more...) {
			if k, ok := of[i%3]; ok && k != s.Main {
				t.Errorf("%s: document %d of theme %d is of topic %d, others of %d", method, i, i%3, s.Main, k)
			}
			of[i%3] = s.Main
			total := 0.0
			for _, share := range s.Of {
				total += share
			}
			if math.Abs(total-1) > 1e-12 || s.Of[s.Main] < 0.5 {
				t.Errorf("%s: shares %v", method, s.Of)
			}
		}
		if len(of) != 3 || of[0] == of[1] || of[1] == of[2] || of[0] == of[2] {
			t.Errorf("%s: topics of themes %v", method, of)
		}
		for theme, k := range of {
			word := "theme" + string(rune('a'+theme))
			if !strings.HasPrefix(m.Topics[k].Name, word) {
				t.Errorf("%s: topic %d is called %q, want words of %s", method, k, m.Topics[k].Name, word)
			}
			for _, e := range m.Topics[k].Examples {
				if want := "Title " + string(rune('a'+theme)); !strings.HasPrefix(e.Line, word) && e.Line != want {
					t.Errorf("%s: topic %d has the example %q", method, k, e.Line)
				}
			}
		}
		if !slices.IsSortedFunc(m.Prevalence(), func(a, b float64) int { return cmp.Compare(b, a) }) {
			t.Errorf("%s: topics are not sorted: %v", method, m.Prevalence())
		}
	}
}

// TestSameBytes: the same documents, options and seed give the same file, for any number of workers.
func TestSameBytes(t *testing.T) {
	documents := invented(300, 4, 3)
	for _, method := range Methods() {
		o := quick(Auto)
		o.Method, o.Select.Most = method, 4
		first := written(t, train(t, documents, o))
		o.Workers(3)
		if !bytes.Equal(first, written(t, train(t, documents, o))) {
			t.Errorf("%s: another file with three workers", method)
		}
		o.Fit.Seed++
		if bytes.Equal(first, written(t, train(t, documents, o))) {
			t.Errorf("%s: the same file from another seed", method)
		}
	}
}

// TestEncode: a document has each word as often as it says it, numbered as the model of topics does.
func TestEncode(t *testing.T) {
	m := train(t, invented(60, 2, 1), quick(2))
	word := m.Encoder.Terms.Number("themeaworda") - 1
	c := m.Encode([]transcript.Message{{Text: "themeaworda nowhere Themeaworda"}, {}})
	if want := []int32{int32(word), topic.Unknown, int32(word)}; !slices.Equal(c.Sequences[0], want) {
		t.Errorf("sequence %v, want %v", c.Sequences[0], want)
	}
	if want := []emission.Count{{Word: topic.Unknown, N: 1}, {Word: int32(word), N: 2}}; !slices.Equal(c.Documents[0].Words, want) {
		t.Errorf("words %v, want %v", c.Documents[0].Words, want)
	}
	if len(c.Documents[1].Words) != 0 || c.Coverage.Words != 3 || c.Coverage.UnknownWords != 1 {
		t.Errorf("empty document %v, coverage %+v", c.Documents[1].Words, c.Coverage)
	}
	if m.Record.Data.Words != 60*27 {
		t.Errorf("%d words entered, want %d", m.Record.Data.Words, 60*27)
	}
}

// TestUnknown: a document without known words has no main topic, and the prior's shares.
func TestUnknown(t *testing.T) {
	documents := append(invented(60, 2, 1), transcript.Message{Conversation: "x", Text: "xyzzy"}, transcript.Message{Conversation: "y"})
	m := train(t, documents, quick(2))
	shares := fold(t, m, documents[60:]...)
	alpha := m.LDA.Alpha()
	for i, s := range shares {
		if s.Main != None || s.Words != 0 || s.Unknown != 1-i || math.Abs(s.Of[0]-alpha[0]/(alpha[0]+alpha[1])) > 1e-12 {
			t.Errorf("document %d: %+v, prior %v", i, s, alpha)
		}
	}
	if m.Record.Data.Silent != 2 || !slices.ContainsFunc(m.Record.Warnings, func(w string) bool { return strings.HasPrefix(w, "2 of 62 documents") }) {
		t.Errorf("%d silent documents, warnings %q", m.Record.Data.Silent, m.Record.Warnings)
	}
}

// TestWords: by λ = 1 the most probable come first; stop words are observed, and shown nowhere.
func TestWords(t *testing.T) {
	documents := invented(90, 2, 1)
	o := quick(2)
	o.StopWords = []string{"ThemeAwordA", "commona"}
	m := train(t, documents, o)
	if plain := train(t, documents, quick(2)); plain.LDA.Words() != m.LDA.Words() {
		t.Errorf("%d words are observed, %d without stop words", m.LDA.Words(), plain.LDA.Words())
	}
	for k := range m.Topics {
		words := m.Words(k, 1000, 1)
		if len(words) != m.LDA.Words()-2 {
			t.Errorf("%d of %d words are shown", len(words), m.LDA.Words())
		}
		for i, w := range words {
			if w.Text == "themeaworda" || w.Text == "commona" || i > 0 && w.Probability > words[i-1].Probability {
				t.Errorf("topic %d: word %d is %+v", k, i, w)
			}
		}
	}
}

// TestHeldOut: both estimates are of the documents that they are asked for, and better than no topics.
func TestHeldOut(t *testing.T) {
	m := train(t, invented(120, 3, 1), quick(3))
	one := train(t, invented(120, 3, 1), quick(1))
	for _, how := range []Estimate{Completion, LeftToRight} {
		c := m.Encode(invented(30, 3, 2))
		a, err := m.HeldOut(context.Background(), c, how, nil)
		b, err2 := one.HeldOut(context.Background(), c, how, nil)
		if err != nil || err2 != nil || !(a.Perplexity() < 0.8*b.Perplexity()) {
			t.Errorf("%s: perplexity %v with 3 topics, %v with one; %v, %v", how, a.Perplexity(), b.Perplexity(), err, err2)
		}
		if want := map[Estimate]float64{Completion: 390, LeftToRight: 810}[how]; math.Abs(a.Tokens-want) > 30 {
			t.Errorf("%s: %v words are scored, want about %v", how, a.Tokens, want)
		}
	}
	if _, err := m.HeldOut(context.Background(), m.Encode(nil), "guess", nil); err == nil {
		t.Error("an unknown estimate is taken")
	}
}

// TestFew: documents that are too few, and topics that tell nothing apart, are warned of, and others are not.
func TestFew(t *testing.T) {
	same := slices.Repeat(invented(1, 1, 1), 40)
	for i := range same {
		same[i].Conversation = fmt.Sprint(i)
	}
	uncommon := quick(2)
	uncommon.Encode.MostShare = 0
	for _, c := range []struct {
		name      string
		documents []transcript.Message
		o         Options
		want      []string
	}{
		{"enough", invented(60, 2, 1), quick(2), nil},
		{"few", invented(29, 2, 1), quick(2), []string{"29 documents are few"}},
		{"few for so many", invented(60, 7, 1), quick(7), []string{"60 documents are few"}},
		{"the same", same, uncommon, []string{"about the same share of each of 2 topics"}},
		{"one topic", same, func() Options { o := uncommon; o.Topics = 1; return o }(), nil},
	} {
		got := slices.DeleteFunc(train(t, c.documents, c.o).Record.Warnings, func(w string) bool {
			return !strings.Contains(w, "are few") && !strings.Contains(w, "nothing apart")
		})
		if len(got) != len(c.want) || len(got) == 1 && !strings.Contains(got[0], c.want[0]) {
			t.Errorf("%s: warnings %q, want %q", c.name, got, c.want)
		}
	}
}

// TestCancelled: nothing is trained where ctx has ended, and what was reached stays where it ends later.
func TestCancelled(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, topics := range []int{Auto, 2} {
		for _, method := range Methods() {
			o := quick(topics)
			o.Method = method
			if _, err := Train(ended, invented(60, 2, 1), o); !errors.Is(err, topic.ErrNothingTrained) {
				t.Errorf("%d topics, %s: %v", topics, method, err)
			}
		}
	}
	for name, c := range map[string]struct {
		set    func(o *Options, cancel func())
		topics int
		warns  []string
	}{
		"in an iteration": {func(o *Options, cancel func()) {
			o.Fit.Tolerance = -1
			o.Fit.OnIteration = func(_ int, it em.Iteration) {
				if it.Iteration == 3 {
					cancel()
				}
			}
		}, 2, []string{"cancelled after 0 of 1 restarts", "training ended at iteration 3: cancelled"}},
		"in the second restart": {func(o *Options, cancel func()) {
			o.Fit.Restarts, o.Fit.FirstLap = 3, 0
			o.Fit.OnIteration = func(restart int, _ em.Iteration) {
				if restart == 1 {
					cancel()
				}
			}
		}, 2, []string{"cancelled after 1 of 3 restarts"}},
		"in a pass": {func(o *Options, cancel func()) {
			o.Method = Online
			o.OnStep = func(_, passes int) {
				if passes == 2 {
					cancel()
				}
			}
		}, 2, []string{"cancelled after 0 of 1 restarts", "training ended before its 10 passes were made"}},
		"in a sweep": {func(o *Options, cancel func()) {
			o.Method = Gibbs
			o.OnStep = func(_, sweeps int) {
				if sweeps == 40 {
					cancel()
				}
			}
		}, 2, []string{"training ended after 40 of 60 sweeps"}},
		"in the search": {func(o *Options, cancel func()) {
			o.Topics = Auto
			o.Fit.OnIteration = func(int, em.Iteration) { t.Error("an iteration of the search was told") }
			o.Select.OnProgress = func(topics int, done float64) {
				if topics == 3 {
					cancel()
				}
			}
		}, 3, []string{"cancelled while the number of topics was searched for: the topics are of that search, and have not seen all documents"}},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		o := quick(c.topics)
		o.Fit.MaxIterations = 300
		c.set(&o, cancel)
		m, err := Train(ctx, invented(90, 3, 1), o)
		if err != nil || len(m.Topics) != c.topics || !slices.Equal(m.Record.Warnings, c.warns) {
			t.Errorf("%s: %v, %d topics, warnings %q, want %q", name, err, len(m.Topics), m.Record.Warnings, c.warns)
			continue
		}
		if s := m.Record.Selection; s != nil && (!s.Cancelled || len(s.Candidates) != 2) {
			t.Errorf("%s: %+v", name, s)
		}
		if v := m.LDA.Record().Variational; v != nil && (v.Best != 0 || len(v.Trace) == 0) {
			t.Errorf("%s: %+v", name, v)
		}
		if _, err := Read(bytes.NewReader(written(t, m))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestErrors: what cannot be is an error that says what was expected.
func TestErrors(t *testing.T) {
	for want, change := range map[string]func(*Options){
		"method":                        func(o *Options) { o.Method = "magic" },
		"-1 topics":                     func(o *Options) { o.Topics = -1 },
		"0 restarts":                    func(o *Options) { o.Fit.Restarts = 0 },
		"0 iterations":                  func(o *Options) { o.Fit.MaxIterations = 0 },
		"tolerance NaN":                 func(o *Options) { o.Fit.Tolerance = math.NaN() },
		"0 passes":                      func(o *Options) { o.Passes = 0 },
		"3 sweeps":                      func(o *Options) { o.Sweeps = 3 },
		"-1 examples":                   func(o *Options) { o.Examples = -1 },
		"more than words":               func(o *Options) { o.Encode.Edges = true },
		"criterion":                     func(o *Options) { o.Select.By = "taste" },
		"5 to 4 topics":                 func(o *Options) { o.Select.Fewest, o.Select.Most = 5, 4 },
		"share of 2":                    func(o *Options) { o.Encode.MostShare = 2 },
		"tell topics by":                func(o *Options) { o.Encode.MinTurns = 1000 },
		"21 topics of 20":               func(o *Options) { o.Topics = 21 },
		"an encoder of more than words": func(o *Options) { o.Encode.Grams = 3 },
		// every word is in more documents than may be
		"no word is in 1 to 5 of 20 documents": func(o *Options) { o.Encode.MinTurns, o.Encode.MostShare = 1, 1e-9 },
	} {
		o := quick(2)
		change(&o)
		if _, err := Train(context.Background(), invented(20, 2, 1), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
	if _, err := Train(context.Background(), nil, quick(2)); err == nil {
		t.Error("no documents are taken")
	}
	if _, err := Train(context.Background(), make([]transcript.Message, 3), quick(2)); err == nil {
		t.Error("documents without words are taken")
	}
	o := quick(Auto)
	o.Select.By, o.Encode.MinTurns = HeldOut, 1
	if _, err := Train(context.Background(), invented(9, 3, 1), o); err == nil || !strings.Contains(err.Error(), "too few to hold some out") {
		t.Errorf("nine documents: %v", err)
	}
}
