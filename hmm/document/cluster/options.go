package cluster

import (
	"fmt"
	"math"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/mixture"
)

// Method is how clusters are found.
type Method string

const (
	// Mixture fits a mixture by expectation-maximisation: of multinomials where words are observed, of Gaussians where
	// vectors are.
	Mixture Method = "mixture"
	// KMeans gives every document to the nearest of K centres. Memberships are those of the mixture of spherical
	// Gaussians of one variance about these centres.
	KMeans Method = "kmeans"
	// Variational fits the mixture by variational Bayes, with a prior under which clusters that the documents do not
	// need empty and vanish: the number of clusters is the largest there may be.
	Variational Method = "variational"
)

// Methods are all of them.
func Methods() []Method { return []Method{Mixture, KMeans, Variational} }

// Options of training. Start from DefaultOptions.
type Options struct {
	// Clusters is their number; Auto has it searched for, as Select says: of KMeans by mixture.BIC alone, that of
	// mixture.Clustering.Criteria.
	Clusters int
	Method   Method
	Select   mixture.SelectOptions
	// Encode says what of a document is observed.
	Encode encode.Options
	// Dims places the words of documents in a space of so many dimensions (latent semantic analysis) instead of
	// observing them as they are; 0: it does not, but for KMeans, which has no use for them otherwise.
	Dims int
	// WordPrior, CategoryPrior and SizePrior are the pseudo-counts of each word and each symbol in each cluster, and
	// of documents.
	WordPrior, CategoryPrior, SizePrior float64
	// Covariance is the shape of the distributions of vectors.
	Covariance emission.Covariance
	// Concentration is the prior of the clusters' sizes in Variational: well below 1 it empties clusters.
	Concentration float64
	// Search says where to start, how often, and when to stop.
	Search mixture.TrainOptions
	// Examples is the number of typical documents of each cluster that the model keeps the titles of; 0 keeps no text.
	Examples int
	// StopWords are words that are not shown, nor in names, though the model observes them.
	StopWords []string
}

// Auto is the number of clusters that has Train search for it.
const Auto = 0

// DefaultOptions are a mixture of as many clusters as predict documents best that were not trained on, of their
// words, from 5 starting points.
func DefaultOptions() Options {
	search := mixture.DefaultTrainOptions()
	search.Fit.Loop.MaxIterations, search.Fit.Loop.Tolerance = 200, 1e-4
	return Options{
		Clusters: Auto,
		Method:   Mixture,
		Select:   mixture.DefaultSelectOptions(),
		Encode: encode.Options{
			Observe: encode.Words, MinTurns: 3, EveryUnknown: true, Text: encode.Text{Compose: true},
		},
		WordPrior:     0.5,
		CategoryPrior: 0.5,
		SizePrior:     1,
		Covariance:    emission.Diagonal,
		Concentration: 0.01,
		Search:        search,
		Examples:      3,
	}
}

// defaultDims is the number of dimensions in which k-means sees words.
const defaultDims = 50

// mostClusters bounds their number.
const mostClusters = 10_000

// Check names the first option that cannot be.
func (o Options) Check() error {
	const most = 1e12
	prior := func(n float64) bool { return n > 0 && n <= most }
	switch {
	case !slices.Contains(Methods(), o.Method):
		return fmt.Errorf("method %q, expected %s, %s or %s", o.Method, Mixture, KMeans, Variational)
	case o.Clusters != Auto && (o.Clusters < 1 || o.Clusters > mostClusters):
		return fmt.Errorf("%d clusters, expected 1 to %d", o.Clusters, mostClusters)
	case o.Clusters == Auto && o.Method == KMeans && o.Select.By != mixture.BIC:
		return fmt.Errorf("method %s tells how many clusters there are by %s alone, not by %s: expected that, or a number of clusters", o.Method, mixture.BIC, o.Select.By)
	case o.Select.Fewest < 1 || o.Select.Most < o.Select.Fewest:
		return fmt.Errorf("from %d to %d clusters, expected at least 1, and no fewer at most than at least", o.Select.Fewest, o.Select.Most)
	case o.Encode.Vectors:
		return fmt.Errorf("vectors beside %s, expected one of them", o.Encode.Observe)
	case o.Search.Restarts < 1:
		return fmt.Errorf("%d restarts, expected at least 1", o.Search.Restarts)
	case o.Search.Fit.Loop.MaxIterations < 0:
		return fmt.Errorf("%d iterations, expected 0 or more", o.Search.Fit.Loop.MaxIterations)
	case math.IsNaN(o.Search.Fit.Loop.Tolerance) || math.IsInf(o.Search.Fit.Loop.Tolerance, 0):
		return fmt.Errorf("tolerance %v, expected a finite number", o.Search.Fit.Loop.Tolerance)
	case !prior(o.WordPrior) || !prior(o.CategoryPrior) || !prior(o.SizePrior) || !prior(o.Concentration):
		return fmt.Errorf("priors of words %v, categories %v, sizes %v and concentration %v: expected positive numbers up to %g",
			o.WordPrior, o.CategoryPrior, o.SizePrior, o.Concentration, float64(most))
	case o.Examples < 0:
		return fmt.Errorf("%d examples, expected 0 or more", o.Examples)
	case o.Dims < 0:
		return fmt.Errorf("%d dimensions, expected 0 or more", o.Dims)
	case o.Encode.Observe == encode.LSA || o.Encode.Observe == encode.Codes:
		return fmt.Errorf("observe %s, expected words, symbols or vectors; words have a place with a number of dimensions", o.Encode.Observe)
	case o.Dims > 0 && o.Encode.Observe != encode.Words:
		return fmt.Errorf("%d dimensions of words, but words are not observed", o.Dims)
	case o.Method == KMeans && o.Encode.Observe == encode.Symbols:
		return fmt.Errorf("method %s, but symbols have no place: expected words or vectors", o.Method)
	}
	return o.Encode.Check()
}

// Workers bounds the goroutines that compute. It has no influence on the result.
func (o *Options) Workers(n int) { o.Search.Fit.Loop.Gate = em.NewGate(n) }

// dims is the number of dimensions that words are placed in, 0 if they are not.
func (o *Options) dims() int {
	if o.Method == KMeans && o.Encode.Observe == encode.Words && o.Dims == 0 {
		return defaultDims
	}
	return o.Dims
}
