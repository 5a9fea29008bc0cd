package encode

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// lengths is a source of vectors made of the letters of words; it does not know words with an x.
type lengths struct{}

func (lengths) Name() string { return "lengths" }
func (lengths) Find(words []string, fold func(string) string) ([][]float32, string, error) {
	vectors := make([][]float32, len(words))
	for i, word := range words {
		if !strings.Contains(word, "x") {
			vowels := len(word) - len(strings.Trim(word, "aeiou"))
			vectors[i] = []float32{float32(len(word)), float32(word[0]%7) - 3, float32(vowels) * 0.5}
		}
	}
	return vectors, "sum", nil
}

// listed is a source of the vectors of a list.
type listed map[string][]float32

func (listed) Name() string { return "list" }
func (l listed) Find(words []string, fold func(string) string) ([][]float32, string, error) {
	var vectors [][]float32
	for _, word := range words {
		vectors = append(vectors, l[word])
	}
	return vectors, "0123", nil
}

// TestWordVectorsThatHaveNoRoom: of more vectors than a model shall hold, those of the most frequent words are kept,
// and the others are words without one.
func TestWordVectorsThatHaveNoRoom(t *testing.T) {
	if testing.Short() {
		t.Skip("holds 130 MB")
	}
	long := make([]float32, mostVectorBytes/4/3)
	b, err := NewBuilder(Options{Observe: Vectors, MinTurns: 1, WordVectors: listed{"a": long, "b": long, "c": long, "d": long, "e": long}})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range texts("a b c d e", "x", "e c d b", "d e b") {
		b.Add(&m)
	}
	var e Encoder
	number, err := b.wordVectors(&e)
	if err != nil {
		t.Fatal(err)
	}
	w := e.WordVectors
	if got := w.Words.terms[1:]; !slices.Equal(got, []string{"b", "d", "e"}) || len(w.Weights) != 3 || len(w.Vectors) > mostVectorBytes || w.Sought != 6 || w.LeftOut != 2 {
		t.Errorf("%q, %d weights, %d bytes, %d sought, %d left out", got, len(w.Weights), len(w.Vectors), w.Sought, w.LeftOut)
	}
	if want := []int32{0, 1, 0, 2, 3, 0}; !slices.Equal(number, want) { // of a, b, c, d, e, x
		t.Errorf("numbers %v", number)
	}
}

// near reports whether two vectors are the same up to rounding.
func near(a, b []float64) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, math.IsNaN) &&
		slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) < 1e-6 })
}

// TestWordVectors reckons a mean by hand. Of 8 words "a" is said 4 times and "b" twice, "c" and "d" once; "d" has
// no vector. What the turns have in common is the second axis, for there they are the longest.
func TestWordVectors(t *testing.T) {
	source := listed{"a": {1, 100}, "b": {-1, 100}, "c": {3, 100}}
	messages := texts("a a", "a b", "a d", "b c", "?", "d")[:5]
	o := Options{Observe: Vectors, MinTurns: 1, WordVectors: source}
	e, turns, c := build(t, o, messages)
	weight := func(p float64) float64 { return 0.001 / (0.001 + p) }
	a, b, d := weight(4./8), weight(2./8), weight(1./8)
	raw := [][]float64{
		{a, 100 * a}, {(a - b) / 2, 100 * (a + b) / 2}, {a, 100 * a}, {(-b + 3*d) / 2, 100 * (b + d) / 2},
	}
	axis := e.WordVectors.Common
	if math.Abs(math.Hypot(axis[0], axis[1])-1) > 1e-12 || math.Abs(axis[1]) < 0.99 {
		t.Fatalf("in common: %v", axis)
	}
	for i, v := range raw {
		along := v[0]*axis[0] + v[1]*axis[1]
		if want := []float64{v[0] - along*axis[0], v[1] - along*axis[1]}; !near(turns[i].Vector, want) {
			t.Errorf("turn %d is %v, want %v", i, turns[i].Vector, want)
		}
	}
	if turns[4].Vector != nil || c.Words != 8 {
		t.Errorf("a turn without words is %v; %d words", turns[4].Vector, c.Words)
	}
	if w := e.WordVectors; w.Source != "list" || w.Checksum != "0123" || w.Words.Len() != 4 || w.Sought != 4 || w.LeftOut != 0 || e.Options.WordVectors != nil || e.InputWidth() != 0 || e.Input() != Words || e.Width != 2 {
		t.Errorf("%+v", w)
	}
	s := reread(t, e).NewSession()
	turn := emission.Turn{}
	if err := s.Encode(&turn, &transcript.Message{Text: "d unheard"}); err != nil || turn.Vector != nil {
		t.Errorf("unknown words are %v, %v", turn.Vector, err)
	}
	if c := s.Coverage(); c.Words != 2 || c.UnknownWords != 2 {
		t.Errorf("coverage %+v", c)
	}
}

// The direction in common is the first principal component about 0: no other takes more away.
func TestCommon(t *testing.T) {
	source, said := listed{}, []string{}
	for i := range 30 {
		word := "w" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		source[word] = []float32{float32(math.Sin(float64(i))), 2 + float32(math.Cos(3*float64(i))), float32(i%5) - 1}
		said = append(said, word)
	}
	e, turns, _ := build(t, Options{Observe: Vectors, MinTurns: 1, WordVectors: source}, texts(said...))
	weight := 0.001 / (0.001 + 1./30)
	left := func(axis []float64) (sum float64) {
		for _, word := range said {
			along, length := 0.0, 0.0
			for i, x := range source[word] {
				along += weight * float64(x) * axis[i]
				length += weight * weight * float64(x) * float64(x)
			}
			sum += length - along*along
		}
		return sum
	}
	got := 0.0
	for _, turn := range turns {
		for _, x := range turn.Vector {
			got += x * x
		}
	}
	if best := left(e.WordVectors.Common); math.Abs(got-best) > 1e-9 {
		t.Errorf("%v is left of the squares, want %v", got, best)
	}
	for i := range 200 {
		axis := []float64{math.Sin(float64(i)), math.Cos(float64(i) * 1.7), math.Sin(float64(i)*0.3 + 1)}
		length := math.Sqrt(axis[0]*axis[0] + axis[1]*axis[1] + axis[2]*axis[2])
		for j := range axis {
			axis[j] /= length
		}
		if left(axis) < got-1e-9 {
			t.Fatalf("%v takes more away than %v", axis, e.WordVectors.Common)
		}
	}
}

// cloud is vectors whose covariance is not diagonal.
func cloud() []transcript.Message {
	var messages []transcript.Message
	for i := range 600 {
		a, b, c := 5*math.Sin(float64(i)), math.Cos(2.1*float64(i)), 0.1*math.Sin(0.7*float64(i))
		messages = append(messages, transcript.Message{Conversation: "c", Vector: []float64{10 + a + b, a - b + c, 3 - c, 7}})
	}
	messages[5].Vector = nil
	return messages
}

// moments are the mean and the covariances of what is observed.
func moments(turns []emission.Turn) (mean []float64, covariance [][]float64) {
	n := 0.0
	for _, turn := range turns {
		if turn.Vector == nil {
			continue
		}
		if mean == nil {
			mean = make([]float64, len(turn.Vector))
			for range mean {
				covariance = append(covariance, make([]float64, len(mean)))
			}
		}
		n++
		for i, x := range turn.Vector {
			mean[i] += x
			for j, y := range turn.Vector {
				covariance[i][j] += x * y
			}
		}
	}
	for i := range mean {
		mean[i] /= n
	}
	for i := range mean {
		for j := range mean {
			covariance[i][j] = covariance[i][j]/n - mean[i]*mean[j]
		}
	}
	return mean, covariance
}

func TestProjection(t *testing.T) {
	for _, c := range []struct {
		name        string
		set         func(*Options)
		width       int
		white, unit bool
	}{
		{"principal components", func(o *Options) { o.PCA = 2 }, 2, false, false},
		{"whitened", func(o *Options) { o.PCA, o.Whiten = 2, true }, 2, true, false},
		{"whitened without the constant one", func(o *Options) { o.Whiten = true }, 3, true, false},
		{"unit length", func(o *Options) { o.Unit = true }, 4, false, true},
		{"all", func(o *Options) { o.PCA, o.Whiten, o.Unit = 3, true, true }, 3, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Options{Observe: Vectors, MinTurns: 1}
			c.set(&o)
			messages := cloud()
			e, turns, _ := build(t, o, messages)
			if e.Width != c.width || e.InputWidth() != 4 || turns[5].Vector != nil {
				t.Fatalf("width %d of %d", e.Width, e.InputWidth())
			}
			same(t, e, messages, turns)
			same(t, reread(t, e), messages, turns)
			if c.unit {
				for _, turn := range turns {
					if turn.Vector != nil && math.Abs(length(turn.Vector)-1) > 1e-12 {
						t.Fatalf("length %v", length(turn.Vector))
					}
				}
				return
			}
			mean, covariance := moments(turns)
			for i := range mean {
				for j := range mean {
					want := 0.0
					if i == j {
						if want = covariance[i][i]; c.white {
							want = 1
						}
					}
					if math.Abs(mean[i]) > 1e-9 || math.Abs(covariance[i][j]-want) > 1e-6 || i > 0 && covariance[i][i] > covariance[i-1][i-1]+1e-6 {
						t.Fatalf("mean %v, covariances %v", mean, covariance)
					}
				}
			}
		})
	}
}

func length(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	return math.Sqrt(sum)
}

// The two components kept hold all variance but what the others have.
func TestPrincipalComponents(t *testing.T) {
	_, before := moments(raw(cloud()))
	_, turns, _ := build(t, Options{Observe: Vectors, MinTurns: 1, PCA: 3}, cloud())
	_, after := moments(turns)
	a, b := 0.0, 0.0
	for i := range before {
		a += before[i][i]
	}
	for i := range after {
		b += after[i][i]
	}
	if math.Abs(a-b) > 1e-6 || after[0][0] < before[0][0] {
		t.Errorf("variance %v, was %v", after, before)
	}
}

func raw(messages []transcript.Message) (turns []emission.Turn) {
	for _, m := range messages {
		turns = append(turns, emission.Turn{Vector: m.Vector})
	}
	return turns
}

// A vector of length 0 stays, and the vectors of messages are left alone.
func TestProjectionLeavesMessages(t *testing.T) {
	messages := []transcript.Message{{Conversation: "c", Vector: []float64{0, 0}}, {Conversation: "c", Vector: []float64{3, 4}}}
	e, turns, _ := build(t, Options{Observe: Vectors, MinTurns: 1, Unit: true}, messages)
	if !slices.Equal(turns[0].Vector, []float64{0, 0}) || !near(turns[1].Vector, []float64{0.6, 0.8}) {
		t.Errorf("turns %v", turns)
	}
	var turn emission.Turn
	if err := e.NewSession().Encode(&turn, &messages[1]); err != nil || messages[1].Vector[0] != 3 || !near(turn.Vector, []float64{0.6, 0.8}) {
		t.Errorf("vector %v, the message's is %v, %v", turn.Vector, messages[1].Vector, err)
	}
	err := e.NewSession().Encode(&turn, &transcript.Message{Vector: []float64{1}})
	if err == nil || err.Error() != "vector of 1 values, the model has 2" {
		t.Error(err)
	}
}

// A warm session allocates nothing for the vectors that it makes.
func TestVectorAllocations(t *testing.T) {
	messages := generate(200)
	for i := range messages {
		messages[i].Vector = []float64{float64(i), float64(i % 7), float64(len(messages[i].Text))}
	}
	for name, o := range map[string]Options{
		"projected": {Observe: Vectors, MinTurns: 1, PCA: 2, Whiten: true, Unit: true},
		"of words":  {Observe: Vectors, MinTurns: 1, PCA: 2, WordVectors: lengths{}},
	} {
		e, _, _ := build(t, o, messages)
		s := e.NewSession()
		var turn emission.Turn
		all := func() {
			for i := range messages {
				if err := s.Encode(&turn, &messages[i]); err != nil {
					t.Fatal(err)
				}
			}
		}
		all()
		if got := testing.AllocsPerRun(5, all); got > 0 {
			t.Errorf("%s: %.0f allocations for %d messages, want none", name, got, len(messages))
		}
	}
}

type broken struct{ lengths }

func (broken) Find([]string, func(string) string) ([][]float32, string, error) {
	return nil, "", errors.New("broken file")
}

func TestBadVectors(t *testing.T) {
	alike := []transcript.Message{{Conversation: "c", Vector: []float64{1, 2}}, {Conversation: "c", Vector: []float64{1, 2}}}
	huge := []transcript.Message{{Conversation: "c", Vector: []float64{1e200, 2}}, {Conversation: "c", Vector: []float64{-1e200, 2}}}
	for _, c := range []struct {
		o        Options
		messages []transcript.Message
		want     string
	}{
		{Options{PCA: 5, WordVectors: lengths{}}, texts("one", "three"), "lengths: 5 principal components, the vectors have"},
		{Options{PCA: 1}, alike, "all vectors are the same"},
		{Options{Whiten: true}, huge, "no finite sum"},
		{Options{WordVectors: lengths{}}, texts("x", "xx"), "lengths has a vector for none of the 2 words"},
		{Options{WordVectors: broken{}}, texts("a"), "broken file"},
		{Options{WordVectors: listed{"a": {3e38, 3e38}}}, texts("a"), ""},
		{Options{WordVectors: lengths{}}, texts("?"), "no message has any words"},
	} {
		c.o.Observe, c.o.MinTurns = Vectors, 1
		b, err := NewBuilder(c.o)
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.messages {
			if _, _, err := b.Add(&c.messages[i]); err != nil {
				t.Fatal(err)
			}
		}
		_, _, err = b.Finish(context.Background(), nil)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v: error %v, want one with %q", c.o, err, c.want)
		}
	}
}

// TestTooShortForPCA: the first vector tells, no reading to the end is needed.
func TestTooShortForPCA(t *testing.T) {
	for width, want := range map[int]string{5: "", 4: "5 principal components, the vectors have 4 values"} {
		b, err := NewBuilder(Options{Observe: Vectors, MinTurns: 1, PCA: 5})
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = b.Add(&transcript.Message{Conversation: "c", Vector: make([]float64, width)})
		if got := fmt.Sprint(err); want == "" && err != nil || want != "" && got != want {
			t.Errorf("vectors of %d: %s", width, got)
		}
	}
}

func TestOptionsThatDoNotFit(t *testing.T) {
	for _, c := range []struct {
		set  func(*Options)
		want string
	}{
		{func(o *Options) { o.Phrases = 1.1 }, "phrases 1.1"},
		{func(o *Options) { o.Phrases = math.NaN() }, "phrases NaN"},
		{func(o *Options) { o.HashBits = 3 }, "3 hash bits"},
		{func(o *Options) { o.HashBits = 21 }, "21 hash bits"},
		{func(o *Options) { o.PCA = -1 }, "-1 principal components"},
		{func(o *Options) { o.Unit = true }, "words are observed, not vectors"},
		{func(o *Options) { o.WordVectors = lengths{} }, "words are observed, not vectors"},
		{func(o *Options) { o.Embedder = &Embedder{} }, "words are observed, not vectors"},
		{func(o *Options) { o.Observe, o.Phrases = Vectors, 0.5 }, "phrases, but vectors are observed, not words"},
		{func(o *Options) { o.Observe, o.HashBits = Symbols, 8 }, "hash bits, but symbols are observed, not words"},
		{func(o *Options) { o.Observe, o.Stemmer = Vectors, cutter(1) }, "a stemmer, but vectors are observed, not words"},
		{func(o *Options) { o.Observe, o.WordVectors, o.Embedder = Vectors, lengths{}, &Embedder{} }, "expected one of them"},
	} {
		o := DefaultOptions()
		c.set(&o)
		if err := o.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
		}
	}
}

// TestDamagedParts edits what travels in the model file beside vocabularies.
func TestDamagedParts(t *testing.T) {
	words, _, _ := build(t, Options{Observe: Words, MinTurns: 1, HashBits: 4, Stemmer: cutter(2)}, texts("one two"))
	vectors, _, _ := build(t, Options{Observe: Vectors, MinTurns: 1, PCA: 2, Whiten: true}, cloud())
	table, _, _ := build(t, Options{Observe: Vectors, MinTurns: 1, WordVectors: lengths{}, PCA: 1}, texts("one", "three", "of"))
	for i, c := range []struct {
		of   *Encoder
		edit func(e *Encoder)
		want string
	}{
		{words, func(e *Encoder) { e.Terms.bits = 5 }, "terms: 16 of them, expected 32"},
		{words, func(e *Encoder) { e.Terms.bits = 30 }, "hash_bits is 30"},
		{words, func(e *Encoder) { e.Terms.bits = -1 }, "hash_bits is -1"},
		{words, func(e *Encoder) { e.Options.HashBits = 5 }, "that of the options 5"},
		{words, func(e *Encoder) { e.Stems.Of["x"] = "" }, "stems: of"},
		{vectors, func(e *Encoder) { e.Projection.Mean = e.Projection.Mean[1:] }, "projection: rows: number 0"},
		{vectors, func(e *Encoder) { e.Projection.Mean = nil }, "projection: one of mean and rows"},
		{vectors, func(e *Encoder) { e.Projection.Rows = e.Projection.Rows[1:] }, "projection: rows: 1 of them, expected 2"},
		{vectors, func(e *Encoder) { e.Projection.Rows[1] = nil }, "projection: rows: number 1"},
		{table, func(e *Encoder) { e.WordVectors.Words = nil }, "word_vectors: words is missing"},
		{table, func(e *Encoder) { e.WordVectors.Width = 0 }, "word_vectors: width is 0"},
		{table, func(e *Encoder) { e.WordVectors.Width = 2 }, "word_vectors: 3 words of width 2"},
		{table, func(e *Encoder) { e.WordVectors.Weights = nil }, "0 weights"},
		{table, func(e *Encoder) { e.WordVectors.Vectors = e.WordVectors.Vectors[1:] }, "vectors of 35 bytes"},
		{table, func(e *Encoder) { e.WordVectors.Common = nil }, "a common one of 0 values"},
		{table, func(e *Encoder) { copy(e.WordVectors.Vectors, "\x00\x00\xc0\x7f") }, "has NaN in it"},
		{table, func(e *Encoder) { e.Projection = nil }, "word_vectors: width is 3, expected 1"},
		{table, func(e *Encoder) { e.WordVectors.Words.terms[1] = "" }, "word_vectors: words: terms: number 0 is empty"},
	} {
		e := reread(t, c.of)
		c.edit(e)
		if err := e.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%d: error %v, want one with %q", i, err, c.want)
		}
	}
}
