package topics

import (
	"fmt"
	"math"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/topic"
)

// Method is how topics are found.
type Method string

const (
	// Variational climbs a bound of the evidence over all documents.
	Variational Method = "variational"
	// Online learns from batch after batch, which settles large collections in a few passes; it learns no priors.
	Online Method = "online"
	// Gibbs draws the topic of every word, sweep after sweep, on one thread. It is one chain, without restarts.
	Gibbs Method = "gibbs"
)

// Methods are all of them.
func Methods() []Method { return []Method{Variational, Online, Gibbs} }

// Options of training. Start from DefaultOptions.
type Options struct {
	// Topics is their number; Auto has it searched for, as Select says.
	Topics int
	Method Method
	Select SelectOptions
	// Encode says which words there are. Words are what is observed, without edges, weights and speakers.
	Encode encode.Options
	// Fit holds the priors, the seed, and how Variational and Online learn; its number of topics has no part.
	Fit topic.Options
	// Passes is how often Online goes over the documents.
	Passes int
	// Sweeps is how often Gibbs draws the topic of every word, the first half of which is for arriving.
	Sweeps int
	// Examples is the number of typical documents of each topic that the model keeps a line of; 0 keeps no text.
	Examples int
	// StopWords are words that are not shown, nor in names, though the model observes them.
	StopWords []string
	// OnStep, if set, is told how many passes of Online a restart has made, or sweeps of Gibbs; of restarts possibly
	// from several goroutines at once.
	OnStep func(restart, steps int)
}

// Auto is the number of topics that has Train search for it.
const Auto = 0

// mostTopics bounds their number.
const mostTopics = 10_000

// DefaultOptions are as many topics as are the most coherent, by variational inference from three starts, of
// the words in at least three documents and, where those are many, in no more than three tenths of them.
func DefaultOptions() Options {
	fit := topic.DefaultOptions()
	fit.Restarts = 3
	return Options{
		Topics: Auto,
		Method: Variational,
		Select: SelectOptions{By: CV, Fewest: 2, Most: 40},
		Encode: encode.Options{
			Observe: encode.Words, MinTurns: 3, MostShare: 0.3, Text: encode.Text{Compose: true},
		},
		Fit:      fit,
		Passes:   10,
		Sweeps:   topic.DefaultGibbsOptions().Sweeps,
		Examples: 3,
	}
}

// Check names the first option that cannot be.
func (o Options) Check() error {
	switch {
	case !slices.Contains(Methods(), o.Method):
		return fmt.Errorf("method %q, expected %s, %s or %s", o.Method, Variational, Online, Gibbs)
	case o.Topics != Auto && (o.Topics < 1 || o.Topics > mostTopics):
		return fmt.Errorf("%d topics, expected 1 to %d", o.Topics, mostTopics)
	case o.Fit.Restarts < 1:
		return fmt.Errorf("%d restarts, expected at least 1", o.Fit.Restarts)
	case o.Fit.MaxIterations < 1:
		return fmt.Errorf("%d iterations, expected at least 1", o.Fit.MaxIterations)
	case math.IsNaN(o.Fit.Tolerance) || math.IsInf(o.Fit.Tolerance, 0):
		return fmt.Errorf("tolerance %v, expected a finite number", o.Fit.Tolerance)
	case o.Passes < 1:
		return fmt.Errorf("%d passes, expected at least 1", o.Passes)
	case o.Sweeps < 2*sampleEvery:
		return fmt.Errorf("%d sweeps, expected at least %d", o.Sweeps, 2*sampleEvery)
	case o.Examples < 0:
		return fmt.Errorf("%d examples, expected 0 or more", o.Examples)
	case o.Encode.Observe != encode.Words || o.Encode.Vectors || o.Encode.Edges || o.Encode.Grams > 0 || o.Encode.Speaker || o.Encode.LengthPower != 0:
		return fmt.Errorf("an encoder of more than words: topics are of words, counted as they are")
	}
	if err := o.Select.check(); err != nil {
		return err
	}
	return o.Encode.Check()
}

// Workers bounds the goroutines that compute. It has no influence on the result.
func (o *Options) Workers(n int) { o.Fit.Gate = em.NewGate(n) }

// sampleEvery is how many sweeps lie between two samples.
const sampleEvery = 10

// variational are the options of Train for so many topics.
func (o *Options) variational(topics, restarts int) topic.Options {
	fit := o.Fit
	fit.Topics, fit.Restarts = topics, restarts
	if fit.Online.Passes = 0; o.Method == Online {
		fit.Online.Passes, fit.MaxIterations, fit.OnPass = o.Passes, 0, o.OnStep
	}
	return fit
}

// gibbs are the options of TrainGibbs for so many topics.
func (o *Options) gibbs(topics int) topic.GibbsOptions {
	g := topic.DefaultGibbsOptions()
	g.Topics, g.Seed, g.Every, g.Sweeps, g.Burn = topics, o.Fit.Seed, sampleEvery, o.Sweeps, o.Sweeps/2
	g.Prior.Alpha, g.Prior.Eta = o.Fit.Prior.Alpha, o.Fit.Prior.Eta
	if o.OnStep != nil {
		g.OnSweep = func(s topic.Sweep) { o.OnStep(0, s.Sweep) }
	}
	return g
}
