package match

import (
	"cmp"
	"math"
	"slices"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// Matching is how well every article answers every intent.
type Matching struct {
	Intents, Articles int
	// Known is the number of words of each article that the model tells states by. One of which that is 0 fits nothing.
	Known []int

	shares []float64 // of the turns, of each intent
	scores []float64 // Intents×Articles, nats a word
	spread float64   // of those above 0
}

// Articles holds articles against the states of a model. The error says why a model cannot be. O(S A V) time with S
// states, A articles and V words of the model.
func Articles(m *intent.Model, articles []transcript.Message) (*Matching, error) {
	t, err := tableOf(m)
	if err != nil {
		return nil, err
	}
	found := &Matching{Intents: len(m.States), Articles: len(articles), shares: m.Shares()}
	read := make([]article, len(articles))
	for i := range articles {
		read[i] = t.read(m.Encoder, articles[i].Text)
		found.Known = append(found.Known, int(read[i].known))
	}
	all := mean(t.rows, found.shares)
	ground := background(read, all)
	marked := make([][]float64, len(t.rows))
	for i, row := range t.rows {
		marked[i] = marks(row, all)
	}
	found.scores = make([]float64, found.Intents*found.Articles)
	for a := range read {
		gain := read[a].gains(ground)
		for i, mark := range marked {
			found.scores[i*found.Articles+a] = dot(mark, gain)
		}
	}
	found.spread = spread(found.scores)
	return found, nil
}

// Score is how much likelier an article makes a word that marks an intent than chance does, in nats: below 0 where the
// article does not speak of it.
func (f *Matching) Score(state, article int) float64 { return f.scores[state*f.Articles+article] }

// Share is an intent's share of the training turns.
func (f *Matching) Share(state int) float64 { return f.shares[state] }

// A Fit is an article of an intent, or an intent of an article.
type Fit struct {
	Of          int     // number of the article or of the state
	Probability float64 // that it is this one, and neither another nor none
	Score       float64 // nats a word
}

// ForIntent are the articles of a state, the most probable first, and the probability that none of them answers it.
func (f *Matching) ForIntent(state int) (fits []Fit, none float64) {
	return f.fit(f.scores[state*f.Articles : (state+1)*f.Articles])
}

// ForArticle are the states that an article answers, the most probable first, and the probability that it is none.
func (f *Matching) ForArticle(article int) (fits []Fit, none float64) {
	scores := make([]float64, f.Intents)
	for i := range scores {
		scores[i] = f.Score(i, article)
	}
	return f.fit(scores)
}

// Gaps are the intents that no article answers, the more frequent first: those of which none is at least as likely as
// all articles together.
func (f *Matching) Gaps() []int {
	var gaps []int
	for i := range f.Intents {
		if _, none := f.ForIntent(i); none >= even {
			gaps = append(gaps, i)
		}
	}
	slices.SortStableFunc(gaps, func(i, j int) int { return cmp.Compare(f.shares[j], f.shares[i]) })
	return gaps
}

// Unasked are the articles that no intent asks for, in their order: those of which none is at least as likely as all intents
// together, and which are not the first of an intent that is answered either.
func (f *Matching) Unasked() []int {
	first := map[int]bool{}
	for i := range f.Intents {
		if fits, none := f.ForIntent(i); none < even && len(fits) > 0 {
			first[fits[0].Of] = true
		}
	}
	var unasked []int
	for a := range f.Articles {
		if _, none := f.ForArticle(a); none >= even && !first[a] {
			unasked = append(unasked, a)
		}
	}
	return unasked
}

// even is the probability of what is as likely as not.
const even = 0.5

// sharpness is what a score of one spread multiplies the odds by, as a logarithm. It was chosen among 1 to 4 so that the
// probabilities, over logs whose articles are known, are as often right as they say.
const sharpness = 2

// fit makes probabilities of the scores of several beside none.
func (f *Matching) fit(scores []float64) (fits []Fit, none float64) {
	if len(scores) == 0 {
		return nil, 1
	}
	scale := 0.0
	if f.spread > 0 {
		scale = sharpness / f.spread
	}
	highest := max(0, slices.Max(scores))
	none = float64(len(scores)) * math.Exp(-scale*highest)
	total := none
	for i, s := range scores {
		p := math.Exp(scale * (s - highest))
		fits = append(fits, Fit{i, p, s})
		total += p
	}
	for i := range fits {
		fits[i].Probability /= total
	}
	slices.SortStableFunc(fits, func(a, b Fit) int { return cmp.Compare(b.Score, a.Score) })
	return fits, none / total
}
