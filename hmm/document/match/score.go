package match

import (
	"math"

	"intenthmm/hmm/emission"
)

// smoothing is the number of words of background that an article is mixed with.
const smoothing = 50

// An article is its words that the model knows.
type article struct {
	words []emission.Count // each once
	known float64          // how many there are in all
}

// score is that of a text of which mark is what is looked for, against the background of all articles.
func (a *article) score(mark, ground []float64) float64 {
	looked, score := 0.0, 0.0
	for _, m := range mark {
		looked += m
	}
	for _, c := range a.words {
		score += float64(mark[c.Word] * math.Log1p(float64(c.N)/(smoothing*ground[c.Word])))
	}
	return score - float64(looked*math.Log1p(a.known/smoothing))
}

// marks is what marks one of several distributions of which all is the mean: its words by p log p/q where that is
// above 0, summing to 1; zero where nothing marks it.
func marks(row, all []float64) []float64 {
	mark, total := make([]float64, len(row)), 0.0
	for v, p := range row {
		if q := max(all[v], leastProbability); p > q {
			mark[v] = p * math.Log(p/q)
			total += mark[v]
		}
	}
	for v := range mark {
		if total > 0 {
			mark[v] /= total
		}
	}
	return mark
}

// leastProbability is what a word is taken to have at least, in a state or all of them: that of one without turns may
// be none of the mean.
const leastProbability = 1e-12

// background is half the mean article and half what is said in conversations: an article that stands alone has
// something to differ from too.
func background(articles []article, all []float64) []float64 {
	ground, full := make([]float64, len(all)), 0
	for i := range articles {
		if articles[i].known > 0 {
			full++
		}
	}
	for i := range articles {
		for _, c := range articles[i].words {
			ground[c.Word] += float64(c.N) / articles[i].known / float64(2*full)
		}
	}
	for v, q := range all {
		ground[v] += q / 2
	}
	return ground
}

// mean is the mean of distributions of which each has a share.
func mean(rows [][]float64, shares []float64) []float64 {
	all := make([]float64, len(rows[0]))
	for i, row := range rows {
		for v, p := range row {
			all[v] += float64(shares[i] * p)
		}
	}
	return all
}
