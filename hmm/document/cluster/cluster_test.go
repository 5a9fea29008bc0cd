package cluster_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/document"
	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/mixture"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// invented are n documents of k kinds, each with words, a symbol and a vector of its kind, and the kind as label.
func invented(n, k int, seed uint64) []transcript.Message {
	rng := rand.New(rand.NewPCG(seed, 7))
	documents := make([]transcript.Message, n)
	for i := range documents {
		kind := i % k
		var b strings.Builder
		fmt.Fprintf(&b, "Title %d\n", i)
		for range 15 {
			if rng.IntN(4) == 0 {
				fmt.Fprintf(&b, "common%c ", 'a'+rng.IntN(10))
			} else {
				fmt.Fprintf(&b, "kind%cword%c ", 'a'+kind, 'a'+rng.IntN(8))
			}
		}
		documents[i] = transcript.Message{
			Conversation: fmt.Sprintf("d%d", i), Text: b.String(), Symbol: fmt.Sprintf("s%d", kind), Label: fmt.Sprint(kind), File: "f", Line: i + 1,
			Vector: []float64{float64(10*kind) + rng.NormFloat64(), float64(kind%2)*9 + rng.NormFloat64(), float64(kind*kind) + rng.NormFloat64()},
		}
	}
	return documents
}

func stream(documents []transcript.Message) func(yield func(transcript.Message, error) bool) {
	return func(yield func(transcript.Message, error) bool) {
		for _, d := range documents {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func train(t testing.TB, documents []transcript.Message, o cluster.Options) *cluster.Model {
	t.Helper()
	m, err := cluster.Train(context.Background(), stream(documents), o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func file(t testing.TB, m *cluster.Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func assign(t testing.TB, m *cluster.Model, documents []transcript.Message) []cluster.Assignment {
	t.Helper()
	a, _, err := m.Assign(documents)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// quick are options for small data.
func quick(clusters int) cluster.Options {
	o := cluster.DefaultOptions()
	o.Clusters, o.Search.Restarts, o.Search.Fit.Loop.MaxIterations = clusters, 3, 50
	o.Workers(1)
	return o
}

// kinds are all that can be observed, by all methods that can.
var kinds = map[string]func(*cluster.Options){
	"words":                func(*cluster.Options) {},
	"words, variational":   func(o *cluster.Options) { o.Method = cluster.Variational },
	"words, k-means":       func(o *cluster.Options) { o.Method, o.Dims = cluster.KMeans, 5 },
	"words in a space":     func(o *cluster.Options) { o.Dims = 4 },
	"symbols":              func(o *cluster.Options) { o.Encode.Observe = encode.Symbols },
	"symbols, variational": func(o *cluster.Options) { o.Encode.Observe, o.Method = encode.Symbols, cluster.Variational },
	"vectors":              func(o *cluster.Options) { o.Encode.Observe = encode.Vectors },
	"vectors, full":        func(o *cluster.Options) { o.Encode.Observe, o.Covariance = encode.Vectors, emission.Full },
	"vectors, k-means":     func(o *cluster.Options) { o.Encode.Observe, o.Method = encode.Vectors, cluster.KMeans },
	"vectors, variational": func(o *cluster.Options) { o.Encode.Observe, o.Method = encode.Vectors, cluster.Variational },
}

// TestKinds: whatever is observed, the kinds of documents are found; the file brings the model back, to the last bit of
// what it makes of documents; and it is the same for any number of workers.
func TestKinds(t *testing.T) {
	documents := invented(120, 3, 1)
	for name, set := range kinds {
		t.Run(name, func(t *testing.T) {
			o := quick(3)
			set(&o)
			m := train(t, documents, o)
			if len(m.Clusters) != 3 {
				t.Fatalf("%d clusters", len(m.Clusters))
			}
			assigned := assign(t, m, documents)
			sound(t, m, assigned)
			of := map[int]string{}
			for i, a := range assigned {
				if label, ok := of[a.Cluster]; ok && label != documents[i].Label {
					t.Fatalf("document %d of kind %s lies in the cluster of kind %s", i, documents[i].Label, label)
				}
				of[a.Cluster] = documents[i].Label
			}
			data := file(t, m)
			back, err := cluster.Read(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(file(t, back), data) {
				t.Error("another file after a round trip")
			}
			again := assign(t, back, documents)
			for i := range assigned {
				if assigned[i].Score != again[i].Score || !slices.Equal(assigned[i].Memberships, again[i].Memberships) {
					t.Fatalf("document %d: %+v before, %+v after", i, assigned[i], again[i])
				}
			}
			o.Workers(3)
			if !bytes.Equal(file(t, train(t, documents, o)), data) {
				t.Error("another file from three workers")
			}
			places, err := m.Plane(documents, assigned)
			if err != nil {
				t.Fatal(err)
			}
			for i, p := range places {
				if math.IsNaN(p.X+p.Y) || math.IsInf(p.X+p.Y, 0) {
					t.Fatalf("document %d at %v", i, p)
				}
			}
		})
	}
}

// sound holds what is true of all assignments.
func sound(t *testing.T, m *cluster.Model, assigned []cluster.Assignment) {
	t.Helper()
	share := 0.0
	for _, s := range m.Shares() {
		share += s
	}
	if math.Abs(share-1) > 1e-9 {
		t.Errorf("shares sum to %v", share)
	}
	for i, a := range assigned {
		sum := 0.0
		for _, p := range a.Memberships {
			sum += p
			if p > a.Probability {
				t.Errorf("document %d: %v is likelier than cluster %d", i, a.Memberships, a.Cluster)
			}
		}
		if math.Abs(sum-1) > 1e-9 || math.IsNaN(a.Score) || a.Percentile < 0 || a.Percentile > 100 || a.Members(0.5)[0] != a.Cluster {
			t.Errorf("document %d: %+v", i, a)
		}
	}
	for k := range m.Clusters[1:] {
		if m.Clusters[k].Documents < m.Clusters[k+1].Documents-1e-9 {
			t.Errorf("cluster %d is smaller than the next", k)
		}
	}
}

// TestNames: clusters are named after words of their kind, with typical documents of it.
func TestNames(t *testing.T) {
	documents := invented(90, 3, 2)
	o := quick(3)
	o.StopWords = []string{"kindAworda"}
	m := train(t, documents, o)
	for k, c := range m.Clusters {
		if !strings.HasPrefix(c.Name, "kind") || len(c.Words) == 0 || c.Words[0].Lift < 5 || len(c.Examples) != 3 {
			t.Errorf("cluster %d: %+v", k, c)
		}
		for _, w := range c.Words {
			if w.Text == "kindaworda" {
				t.Error("a stop word is shown")
			}
		}
		for _, e := range c.Examples {
			if !strings.Contains(e.Line, c.Name[:5]) {
				t.Errorf("cluster %d %s: example %+v", k, c.Name, e)
			}
		}
	}
	o.Examples = 0
	if data := file(t, train(t, documents, o)); bytes.Contains(data, []byte(`"examples"`)) || bytes.Contains(data, []byte("Title")) {
		t.Error("the model keeps text")
	}
}

// TestTypical: of two documents the one with nothing but words of its kind is the more typical.
func TestTypical(t *testing.T) {
	documents := invented(60, 2, 8)
	pure, shared := "pure", "shared"
	for w := range 8 {
		pure += fmt.Sprintf(" kindaword%c", 'a'+w)
	}
	for w := range 10 {
		shared += fmt.Sprintf(" common%c", 'a'+w)
	}
	documents = append(documents, transcript.Message{Conversation: "pure", Text: pure}, transcript.Message{Conversation: "shared", Text: shared + " kindaworda"})
	o := quick(2)
	o.Examples = 100
	for _, c := range train(t, documents, o).Clusters {
		at := func(id string) int {
			return slices.IndexFunc(c.Examples, func(e cluster.Example) bool { return e.Document == id })
		}
		if p, s := at("pure"), at("shared"); p >= 0 && (s < 0 || p > s) {
			t.Errorf("pure is typical number %d, shared %d", p, s)
		}
	}
}

// TestLine: the title, if it tells of the cluster, or else the line that does.
func TestLine(t *testing.T) {
	m := train(t, invented(90, 3, 2), quick(3))
	word := m.Clusters[1].Words[0].Text
	for text, want := range map[string]string{
		"hello\n\nabout " + word + "\nbye":           "about " + word,
		word + " first\n" + word + " " + word:        word + " first",
		"nothing\nof it":                             "nothing",
		"\n \n":                                      "",
		strings.Repeat("é", 200) + "\nno such words": strings.Repeat("é", 80) + "…",
	} {
		if got := m.Line(text, 1); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestOutliers: a document of other words is among the least probable, and one of the training documents is where its
// score says.
func TestOutliers(t *testing.T) {
	documents := invented(200, 4, 3)
	m := train(t, documents, quick(4))
	strange := transcript.Message{Conversation: "x", Text: "kindaworda kindbworda kindcworda kinddworda unheard of things"}
	a := assign(t, m, []transcript.Message{strange, documents[0], {Conversation: "y"}})
	if a[0].Percentile > 1 || a[1].Percentile <= 1 {
		t.Errorf("percentiles %v and %v", a[0].Percentile, a[1].Percentile)
	}
	if a[2].Cluster != cluster.None || a[2].Memberships != nil || a[2].Members(0.1) != nil {
		t.Errorf("a document without words: %+v", a[2])
	}
	below := 0
	all := assign(t, m, documents)
	for _, o := range all {
		if o.Score < all[7].Score {
			below++
		}
	}
	if want := 100 * float64(below) / float64(len(all)); math.Abs(want-all[7].Percentile) > 1.5 {
		t.Errorf("percentile %v, %v %% are below", all[7].Percentile, want)
	}
}

// TestUnknown: a document is the stranger the more of its words are unknown, and belongs nowhere if all are, however the
// words are looked at.
func TestUnknown(t *testing.T) {
	documents := invented(120, 3, 3)
	for i := range documents[:60] {
		documents[i].Text += " rare" + strings.Repeat("x", i)
	}
	texts := []string{"kindaworda kindawordb kindawordc kindawordd", "kindaworda kindawordb kindawordc unheard", "kindaworda unheard of things", "unheard of things at all"}
	for name, set := range kinds {
		if !strings.HasPrefix(name, "words") {
			continue
		}
		o := quick(3)
		set(&o)
		m := train(t, documents, o)
		var asked []transcript.Message
		for _, text := range texts {
			asked = append(asked, transcript.Message{Conversation: text, Text: text})
		}
		a := assign(t, m, asked)
		for i, want := range []float64{0, 0.25, 0.75, 1} {
			if a[i].Unknown != want {
				t.Errorf("%s: %q: a share of %v is unknown, want %v", name, texts[i], a[i].Unknown, want)
			}
		}
		if a[3].Cluster != cluster.None || a[3].Percentile != 0 || a[3].Score != 0 {
			t.Errorf("%s: nothing of it is known: %+v", name, a[3])
		}
		without := assign(t, m, []transcript.Message{{Conversation: "x", Text: "kindaworda kindawordb kindawordc"}})[0]
		if m.Space != nil && a[1].Score != without.Score {
			t.Errorf("%s: an unknown word has a place: scores %v with it, %v without", name, a[1].Score, without.Score)
		}
		if m.Space == nil && !(a[0].Score > a[1].Score && a[1].Score > a[2].Score) || a[2].Percentile > 1 && m.Space == nil {
			t.Errorf("%s: scores %v, %v, %v", name, a[0].Score, a[1].Score, a[2].Score)
		}
	}
}

// TestSpread: the score is that of the mixture, whose unknown word stands for as many as were folded into it, and one.
func TestSpread(t *testing.T) {
	documents := invented(60, 2, 3)
	for i := range 20 {
		documents[i].Text += " rare" + strings.Repeat("x", i) // figures would all read 0
	}
	m := train(t, documents, quick(2))
	if n := m.Encoder.Terms.Folded(); n != 20 {
		t.Fatalf("%d words folded", n)
	}
	a := assign(t, m, []transcript.Message{{Conversation: "x", Text: "kindaworda never heard of, never"}})[0]
	turn := emission.Missing
	turn.Words = []emission.Count{{Word: int32(m.Encoder.Terms.Number("kindaworda")), N: 1}, {Word: 0, N: 3}}
	score := make([]float64, 1)
	if err := m.Mixture.Score(score, []emission.Turn{turn}); err != nil {
		t.Fatal(err)
	}
	if want := (score[0] - 3*math.Log(float64(m.Encoder.Terms.Folded()+1))) / 4; math.Abs(a.Score-want) > 1e-12 {
		t.Errorf("score %v, want %v", a.Score, want)
	}
}

// TestFew: documents that are too few are warned of, and how many words that leaves unknown.
func TestFew(t *testing.T) {
	few := func(documents []transcript.Message, clusters int) string {
		w := train(t, documents, quick(clusters)).Record.Warnings
		if at := slices.IndexFunc(w, func(w string) bool { return strings.Contains(w, "are few for clusters") }); at >= 0 {
			return w[at]
		}
		return ""
	}
	if w := few(invented(30, 3, 1), 3) + few(invented(60, 2, 1), 6); w != "" {
		t.Errorf("warned of enough: %s", w)
	}
	if w := few(invented(60, 2, 1), 7); !strings.HasPrefix(w, "60 documents") {
		t.Errorf("60 documents in 7 clusters: %q", w)
	}
	documents := invented(29, 2, 1)
	if w := few(documents, 1); !strings.HasPrefix(w, "29 documents") || strings.Contains(w, "unknown") {
		t.Errorf("29 documents: %q", w)
	}
	for i := range documents {
		documents[i].Text += " rare" + strings.Repeat("x", i) + " rarer" + strings.Repeat("x", i)
	}
	if w := few(documents, 1); !strings.Contains(w, "58 of ") || !strings.Contains(w, "being in fewer than 3 documents") {
		t.Errorf("rare words: %q", w)
	}
}

// TestSeveral: a document of two kinds belongs to both.
func TestSeveral(t *testing.T) {
	m := train(t, invented(200, 4, 3), quick(4))
	words := func(c int, n int) string {
		var b strings.Builder
		for _, w := range m.Clusters[c].Words[:n] {
			b.WriteString(w.Text + " ")
		}
		return b.String()
	}
	a := assign(t, m, []transcript.Message{{Conversation: "x", Text: words(0, 4) + words(2, 4)}})[0]
	if members := a.Members(0.001); len(members) < 2 || !slices.Contains(members[:2], 0) || !slices.Contains(members[:2], 2) {
		t.Errorf("members %v of %v", members, a.Memberships)
	}
	if n := len(a.Members(1)); n != 1 {
		t.Errorf("%d certain members", n)
	}
}

// TestKMeansIsNearest: a document's cluster is that of the nearest centre.
func TestKMeansIsNearest(t *testing.T) {
	documents := invented(150, 5, 4)
	o := quick(5)
	o.Encode.Observe, o.Method = encode.Vectors, cluster.KMeans
	m := train(t, documents, o)
	family, _ := emission.PartOf[*emission.Gaussian](m.Mixture.Emission.(*emission.Joint), "vector")
	inertia := 0.0
	for i, a := range assign(t, m, documents) {
		nearest, least := -1, math.Inf(1)
		for k := range m.Clusters {
			d := 0.0
			for j, x := range documents[i].Vector {
				d += (x - family.Mean(k)[j]) * (x - family.Mean(k)[j])
			}
			if d < least {
				nearest, least = k, d
			}
		}
		if a.Cluster != nearest {
			t.Errorf("document %d in cluster %d, nearest is %d", i, a.Cluster, nearest)
		}
		inertia += least
	}
	if want := inertia / float64(3*len(documents)); math.Abs(family.Cov(0)[0]-want) > 1e-9*want || family.Cov(4)[0] != family.Cov(0)[0] {
		t.Errorf("variances %v and %v, want %v", family.Cov(0), family.Cov(4), want)
	}
}

// TestAuto finds the number of kinds, and records how.
func TestAuto(t *testing.T) {
	o := quick(cluster.Auto)
	o.Select.Most = 6
	m := train(t, invented(120, 3, 5), o)
	s := m.Record.Selection
	if len(m.Clusters) != 3 || s == nil || s.Candidates[s.Best].Components != 3 || len(s.Candidates) != 6 || s.By != mixture.HeldOut {
		t.Errorf("%d clusters, selection %+v", len(m.Clusters), s)
	}
	o.Method, o.Select.By, o.Encode.Observe = cluster.KMeans, mixture.BIC, encode.Vectors
	m = train(t, invented(120, 3, 5), o)
	if s := m.Record.Selection; len(m.Clusters) != 3 || s.Candidates[s.Best].Components != 3 || len(s.Candidates) != 6 || s.Why != "the least BIC: 3 clusters" || s.Cancelled {
		t.Errorf("k-means: %d clusters, selection %+v", len(m.Clusters), s)
	}
	o.Clusters = 3
	if given := train(t, invented(120, 3, 5), o); !reflect.DeepEqual(given.Record.Fit, m.Record.Fit) {
		t.Error("k-means: the search ends elsewhere than 3 clusters do")
	}
	o.Clusters, o.Method, o.Encode.Observe = cluster.Auto, cluster.Variational, encode.Words
	if m := train(t, invented(120, 3, 5), o); len(m.Clusters) != 3 || m.Mixture.Components() != 6 {
		t.Errorf("%d of %d clusters are left", len(m.Clusters), m.Mixture.Components())
	}
	if m := train(t, invented(3, 3, 5), o); len(m.Clusters) < 1 {
		t.Error("no clusters")
	}
}

// TestSilent: documents without anything observed are counted, warned of, and change nothing.
func TestSilent(t *testing.T) {
	documents := invented(60, 2, 6)
	with := slices.Insert(slices.Clone(documents), 10, transcript.Message{Conversation: "nothing", Text: "…"})
	a, b := train(t, documents, quick(2)), train(t, with, quick(2))
	if b.Record.Data.Silent != 1 || b.Record.Data.Documents != 61 || b.Record.Fit.Items != 60 || a.Record.Fit.Fingerprint != b.Record.Fit.Fingerprint {
		t.Errorf("%+v, %d items", b.Record.Data, b.Record.Fit.Items)
	}
	if w := strings.Join(b.Record.Warnings, "\n"); !strings.Contains(w, "1 of 61 documents hold nothing that is known") {
		t.Errorf("warnings %q", w)
	}
	for k := range a.Clusters {
		if a.Clusters[k].Documents != b.Clusters[k].Documents || !slices.Equal(a.Clusters[k].Words, b.Clusters[k].Words) {
			t.Errorf("cluster %d: %+v and %+v", k, a.Clusters[k], b.Clusters[k])
		}
	}
}

// TestCancelled: nothing is trained where ctx has ended, and what was reached stays where it ends later.
func TestCancelled(t *testing.T) {
	documents := invented(60, 2, 6)
	at := func(restart, iteration int) func(o *cluster.Options, cancel func()) {
		return func(o *cluster.Options, cancel func()) {
			o.Search.Restarts, o.Search.FirstLap, o.Search.Fit.Loop.Tolerance = 3, 0, 0
			o.Search.OnIteration = func(r int, it em.Iteration) {
				if r == restart && it.Iteration == iteration {
					cancel()
				}
			}
		}
	}
	for name, c := range map[string]struct {
		set      func(o *cluster.Options, cancel func())
		clusters int
		warns    []string
	}{
		"in an iteration":       {at(0, 1), 2, []string{"cancelled after 0 of 3 restarts", "the best restart ended at iteration 1: cancelled"}},
		"in the second restart": {at(1, 0), 2, []string{"cancelled after 1 of 3 restarts"}},
		"in the second restart of k-means": {func(o *cluster.Options, cancel func()) {
			at(1, 0)(o, cancel)
			o.Method, o.Dims = cluster.KMeans, 2
		}, 2, []string{"cancelled after 1 of 3 restarts"}},
		"in the search of k-means": {func(o *cluster.Options, cancel func()) {
			o.Clusters, o.Method, o.Dims, o.Select.By = cluster.Auto, cluster.KMeans, 2, mixture.BIC
			o.Search.OnIteration = func(int, em.Iteration) { t.Error("an iteration of the search was told") }
			o.Select.OnProgress = func(clusters int, _ float64) {
				if clusters == 2 {
					cancel()
				}
			}
		}, 2, []string{"cancelled while the number of clusters was searched for: the model is the best of the 2 numbers that were tried"}},
		"in the search": {func(o *cluster.Options, cancel func()) {
			o.Clusters, o.Search.Restarts = cluster.Auto, 2
			o.Select.OnProgress = func(clusters int, _ float64) {
				if clusters == 2 {
					cancel()
				}
			}
		}, 2, []string{"cancelled while the number of clusters was searched for: the model is the best of the 2 numbers that were tried"}},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		o := quick(2)
		c.set(&o, cancel)
		m, err := cluster.Train(ctx, stream(documents), o)
		if err != nil || len(m.Clusters) != c.clusters || !slices.Equal(m.Record.Warnings, c.warns) {
			t.Errorf("%s: %v, %+v, want warnings %q", name, err, m, c.warns)
			continue
		}
		if s := m.Record.Selection; s != nil && (!s.Cancelled || len(s.Candidates) != 2) {
			t.Errorf("%s: %+v", name, s)
		}
		if _, err := cluster.Read(bytes.NewReader(file(t, m))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := cluster.Train(ctx, stream(documents), o); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: while reading: error %v", name, err)
		}
		ctx, cancel = context.WithCancel(context.Background())
		_, err = cluster.Train(ctx, func(yield func(transcript.Message, error) bool) {
			stream(documents)(yield)
			cancel() // all is read, nothing trained
		}, o)
		if !errors.Is(err, mixture.ErrNothingTrained) {
			t.Errorf("%s: after reading: error %v", name, err)
		}
	}
	broken := errors.New("disk on fire")
	_, err := cluster.Train(context.Background(), func(yield func(transcript.Message, error) bool) { yield(transcript.Message{}, broken) }, quick(2))
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}

func TestErrors(t *testing.T) {
	documents := invented(10, 2, 1)
	ragged := slices.Clone(documents)
	ragged[3].Vector = []float64{1}
	for _, c := range []struct {
		documents []transcript.Message
		set       func(*cluster.Options)
		want      string
	}{
		{documents, func(o *cluster.Options) { o.Clusters = 11 }, "11 clusters of 10 documents"},
		{documents, func(o *cluster.Options) { o.Method = "x" }, `method "x"`},
		{documents, func(o *cluster.Options) { o.Clusters, o.Method = cluster.Auto, cluster.KMeans }, "by BIC alone, not by held out"},
		{documents, func(o *cluster.Options) { o.Select.Fewest, o.Select.Most = 5, 4 }, "from 5 to 4 clusters"},
		{documents, func(o *cluster.Options) { o.Method, o.Encode.Observe = cluster.KMeans, encode.Symbols }, "symbols have no place"},
		{documents, func(o *cluster.Options) { o.Encode.Observe = encode.LSA }, "observe lsa, expected words, symbols or vectors"},
		{documents, func(o *cluster.Options) { o.Encode.Observe = encode.Codes }, "observe codes, expected words, symbols or vectors"},
		{documents, func(o *cluster.Options) { o.Dims, o.Encode.Observe = 3, encode.Vectors }, "words are not observed"},
		{documents, func(o *cluster.Options) { o.WordPrior = math.NaN() }, "priors of words NaN"},
		{documents, func(o *cluster.Options) { o.Clusters = -1 }, "-1 clusters"},
		{documents, func(o *cluster.Options) { o.Search.Restarts = 0 }, "0 restarts"},
		{ragged, func(o *cluster.Options) { o.Encode.Observe = encode.Vectors }, "f:4: vector of 1 values"},
		{nil, func(*cluster.Options) {}, "no messages"},
		{[]transcript.Message{{Conversation: "a", Text: "!"}}, func(*cluster.Options) {}, "no message has any words"},
		{[]transcript.Message{{Conversation: "a", Text: "one"}, {Conversation: "b", Text: "two"}}, func(o *cluster.Options) { o.Clusters = cluster.Auto }, "no word is in at least 3 of 2 documents"},
	} {
		o := quick(2)
		c.set(&o)
		if _, err := cluster.Train(context.Background(), stream(c.documents), o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want %q", err, c.want)
		}
	}
	m := train(t, documents, func() cluster.Options { o := quick(2); o.Encode.Observe = encode.Vectors; return o }())
	if _, _, err := m.Assign(ragged); err == nil || !strings.HasPrefix(err.Error(), "f:4: ") {
		t.Errorf("error %v", err)
	}
}

// TestKnowledgeBase: the sample's three folders are three clusters, whatever the seed, and half of it is enough to sort
// the other half.
func TestKnowledgeBase(t *testing.T) {
	o := transcript.DefaultOptions()
	o.Formats = document.Formats()
	r := transcript.New([]string{filepath.Join(samples.Root(t), "testdata", "kb")}, nil, o)
	var documents []transcript.Message
	for d, err := range document.Gather(r.Messages(), r.Summary, document.Auto) {
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, d)
	}
	for seed := range uint64(3) {
		o := quick(3)
		o.Search.Seed = seed
		m := train(t, documents, o)
		for i, a := range assign(t, m, documents) {
			if first := assign(t, m, documents[i/4*4:])[0]; a.Cluster != first.Cluster {
				t.Errorf("seed %d: %s lies in cluster %d, the first of its folder in %d", seed, documents[i].Conversation, a.Cluster, first.Cluster)
			}
		}
	}
}
