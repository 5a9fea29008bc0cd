package main

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"

	"intenthmm/hmm/document/match"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// matchings are the logs whose turns with a label make the articles, with the numbers of states.
var matchings = []struct {
	name, file, label string
	states            int
}{
	{"MultiWOZ 2.1", "multiwoz21_valtest", "label", 34},
	{"MultiDoGO fast food", "multidogo_fastfood", "label", 14},
	{"MultiDoGO media", "multidogo_media", "label", 16},
	{"ABCD, actions", "abcd_dev", "label", 40},
	{"ABCD, reasons for contact", "abcd_dev", "conv_label", 40},
}

const (
	leastTurns    = 20  // decoded to a state, for it to have a label
	leastPure     = 0.5 // share of the commonest label in a state that has one
	leastArticles = 5   // turns of a label, for it to be an article
	mostTurns     = 200 // in an article
)

// articles prints how well states find the article of their label. Every second conversation is trained on; the others'
// turns make an article a label, of 5 to 200 turns at random.
func articles(data string, seeds int) error {
	fmt.Println("| transcripts | states | articles | how | MRR | first | first three | article to state: MRR | gap or not |\n|---|---|---|---|---|---|---|---|---|")
	for _, c := range matchings {
		o := transcript.DefaultOptions()
		o.Map = map[transcript.Field]string{transcript.FieldLabel: c.label}
		conversations, err := transcript.Group(transcript.New([]string{filepath.Join(data, c.file+".jsonl")}, nil, o).Messages())
		if err != nil {
			return err
		}
		halves := [2][]transcript.Conversation{}
		for i := range conversations {
			halves[i%2] = append(halves[i%2], whole(conversations[i], c.label == "conv_label"))
		}
		m, labels, err := labelled(halves[0], c.states)
		if err != nil {
			return err
		}
		var ours, cosine found
		states, n := 0, 0
		for seed := range seeds {
			list := pretended(halves[1], rand.New(rand.NewPCG(uint64(seed), 0xa)))
			truth := map[int]int{}
			for state, label := range labels {
				if at := slices.IndexFunc(list, func(a transcript.Message) bool { return a.Label == label }); at >= 0 {
					truth[state] = at
				}
			}
			f, err := match.Articles(m, list)
			if err != nil {
				return err
			}
			ours.add(truth, f.Intents, len(list), f.Score)
			cosine.add(truth, f.Intents, len(list), tfidf(m, list))
			if err := ours.gaps(m, list, truth); err != nil {
				return err
			}
			states, n = len(truth), len(list)
		}
		ours.print(c.name, states, n, "**ours**")
		cosine.print(c.name, states, n, "tf-idf, cosine")
	}
	return nil
}

// whole gives all turns of a conversation the label of the first, if that is what labels are of.
func whole(c transcript.Conversation, conversation bool) transcript.Conversation {
	for i := range c.Messages {
		if conversation {
			c.Messages[i].Label = c.Messages[0].Label
		}
	}
	return c
}

// labelled trains a model and finds the states that are dominated by a label.
func labelled(conversations []transcript.Conversation, states int) (*intent.Model, map[int]string, error) {
	o := intent.DefaultOptions()
	o.States, o.Search.Restarts, o.Encode = states, 2, o.Encode.WithoutGrams()
	m, err := intent.Train(context.Background(), turns(conversations), o)
	if err != nil {
		return nil, nil, err
	}
	all, err := m.DecodeAll(context.Background(), conversations, intent.Viterbi, 2)
	if err != nil {
		return nil, nil, err
	}
	counts := make([]map[string]int, states)
	for i, c := range conversations {
		for t := range c.Messages {
			at := all.Decisions[i][t].State
			if counts[at] == nil {
				counts[at] = map[string]int{}
			}
			if label := c.Messages[t].Label; label != "" {
				counts[at][label]++
			}
		}
	}
	labels := map[int]string{}
	for state, of := range counts {
		total, most := 0, ""
		for _, label := range slices.Sorted(maps.Keys(of)) {
			total += of[label]
			if of[label] > of[most] {
				most = label
			}
		}
		if total >= leastTurns && float64(of[most]) >= leastPure*float64(total) {
			labels[state] = most
		}
	}
	return m, labels, nil
}

func turns(conversations []transcript.Conversation) iter.Seq2[transcript.Message, error] {
	return func(yield func(transcript.Message, error) bool) {
		for _, c := range conversations {
			for _, m := range c.Messages {
				if !yield(m, nil) {
					return
				}
			}
		}
	}
}

// pretended makes an article of turns of each label.
func pretended(conversations []transcript.Conversation, rng *rand.Rand) []transcript.Message {
	texts := map[string][]string{}
	for m := range turns(conversations) {
		if m.Label != "" {
			texts[m.Label] = append(texts[m.Label], m.Text)
		}
	}
	var list []transcript.Message
	for _, label := range slices.Sorted(maps.Keys(texts)) {
		said := texts[label]
		if len(said) < leastArticles {
			continue
		}
		rng.Shuffle(len(said), func(i, j int) { said[i], said[j] = said[j], said[i] })
		n := int(leastArticles * math.Pow(mostTurns/leastArticles, rng.Float64()))
		list = append(list, transcript.Message{Conversation: label, Label: label, Text: strings.Join(said[:min(n, len(said))], "\n")})
	}
	return list
}

// tfidf scores articles by the cosine of their words, log(1 + count) times inverse document frequency, with those that
// mark a state, by p log lift.
func tfidf(m *intent.Model, list []transcript.Message) func(state, article int) float64 {
	frequency := map[string]float64{}
	bags := make([]map[string]float64, len(list))
	for a := range list {
		bags[a] = map[string]float64{}
		for _, word := range m.Encoder.Words(list[a].Text) {
			bags[a][word]++
		}
		for word := range bags[a] {
			frequency[word]++
		}
	}
	return func(state, article int) float64 {
		dot, x, y := 0.0, 0.0, 0.0
		for _, word := range slices.Sorted(maps.Keys(bags[article])) {
			v := math.Log1p(bags[article][word]) * (math.Log(float64(1+len(list))/(1+frequency[word])) + 1)
			x += v * v
		}
		for _, t := range m.Terms(state, math.MaxInt) {
			p := t.Probability * math.Log(t.Lift)
			y += p * p
			if n := bags[article][t.Text]; n > 0 {
				dot += p * math.Log1p(n) * (math.Log(float64(1+len(list))/(1+frequency[t.Text])) + 1)
			}
		}
		if dot == 0 {
			return 0
		}
		return dot / math.Sqrt(x*y)
	}
}

// found is how well articles were found: sums over states.
type found struct {
	states, reciprocal, first, three float64
	articles, back                   float64
	judged, right                    float64
}

// add enters the ranks of the true article of each state, and of the best of the states of each article.
func (f *found) add(truth map[int]int, states, articles int, score func(state, article int) float64) {
	best := map[int]int{} // rank of the first true state of an article
	for state, article := range truth {
		rank, back := 1, 1
		for a := range articles {
			if score(state, a) > score(state, article) {
				rank++
			}
		}
		for s := range states {
			if score(s, article) > score(state, article) {
				back++
			}
		}
		if r, ok := best[article]; !ok || back < r {
			best[article] = back
		}
		f.states++
		f.reciprocal += 1 / float64(rank)
		if rank == 1 {
			f.first++
		}
		if rank <= 3 {
			f.three++
		}
	}
	for _, rank := range best {
		f.articles++
		f.back += 1 / float64(rank)
	}
}

// gaps enters whether each state was said to have an answer while it had, and none without its article.
func (f *found) gaps(m *intent.Model, list []transcript.Message, truth map[int]int) error {
	with, err := match.Articles(m, list)
	if err != nil {
		return err
	}
	for state, article := range truth {
		without, err := match.Articles(m, slices.Delete(slices.Clone(list), article, article+1))
		if err != nil {
			return err
		}
		f.judged += 2
		if !slices.Contains(with.Gaps(), state) {
			f.right++
		}
		if slices.Contains(without.Gaps(), state) {
			f.right++
		}
	}
	return nil
}

func (f *found) print(name string, states, articles int, how string) {
	gap := ""
	if f.judged > 0 {
		gap = fmt.Sprintf("%.0f %%", 100*f.right/f.judged)
	}
	fmt.Printf("| %s | %d | %d | %s | %.3f | %.0f %% | %.0f %% | %.3f | %s |\n", name, states, articles, how,
		f.reciprocal/f.states, 100*f.first/f.states, 100*f.three/f.states, f.back/f.articles, gap)
}
