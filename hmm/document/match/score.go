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

// gains is for each word the logarithm of how much likelier it is in the article than in the background, less what that
// would be by chance in an article as long.
func (a *article) gains(ground []float64) []float64 {
	gain := make([]float64, len(ground))
	for v, g := range ground {
		gain[v] = -byChance(a.known*g, smoothing*g)
	}
	for _, c := range a.words {
		gain[c.Word] += math.Log1p(float64(c.N) / (smoothing * ground[c.Word]))
	}
	return gain
}

// byChance is the mean of log(1 + C/x) where C is Poisson distributed with that mean.
func byChance(mean, x float64) float64 {
	if mean == 0 {
		return 0
	}
	if mean > manyWords { // the logarithm's second-order expansion about the mean
		return math.Log1p(mean/x) - mean/(2*(x+mean)*(x+mean))
	}
	total, p := 0.0, math.Exp(-mean)
	for k := 1.0; k < mean || p > 1e-15; k++ {
		p *= mean / k
		total += float64(p * math.Log1p(k/x))
	}
	return total
}

// manyWords is the mean above which the terms of the Poisson distribution need not be added up.
const manyWords = 100

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

func dot(x, y []float64) float64 {
	total := 0.0
	for i, v := range x {
		total += float64(v * y[i])
	}
	return total
}

// spread is the root of the mean square of the scores above 0: how far below it others are depends on how long the
// articles are.
func spread(scores []float64) float64 {
	square, n := 0.0, 0
	for _, s := range scores {
		if s > 0 {
			square += float64(s * s)
			n++
		}
	}
	return math.Sqrt(square / float64(max(1, n)))
}
