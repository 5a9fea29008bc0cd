package main

import (
	"fmt"
	"iter"

	"github.com/urfave/cli/v2"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/report/heldout"
	"intenthmm/hmm/transcript"
)

func trainingFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "train", Usage: "`FILE` that the model was trained on, or folder, once\n\tfor each: trains the baselines on it"}
}

// judge computes what can be said of the model without labels.
func judge(c *cli.Context, s streams, m *intent.Model, d *decoded) (*heldout.Figures, error) {
	training, err := trainingData(c, s, m)
	if err != nil {
		return nil, err
	}
	if training != nil && training.bare() && !d.bare() {
		return nil, fmt.Errorf("no turn of --train has a vector, at which the model looks too: baselines without vectors do not compare with it")
	}
	alphabets := alphabetsOf(m.Encoder)
	f := &heldout.Figures{Seen: m.TrainedOn(d.messages()), Quoted: m.Quoted(d.conversations)}
	switch {
	case f.Seen:
		fmt.Fprintln(s.err, "warning: the model was trained on these very conversations: nothing is held out, and the figures flatter")
	case f.Quoted > 0:
		fmt.Fprintf(s.err, "warning: training turns that the model file quotes stand in these data too (%d): some conversations seem not to be held out, and the figures flatter\n", f.Quoted)
	}
	var baselines *heldout.Baselines
	reference := heldout.SharesOnly(m.Shares())
	if training != nil {
		seen, _, paths, err := training.observe(m)
		if err != nil {
			return nil, err
		}
		n, err := workers(c)
		if err != nil {
			return nil, err
		}
		search := m.Record.Options.Search()
		search.Fit.Loop.Gate = em.NewGate(n)
		if baselines, err = heldout.Train(c.Context, m.HMM, alphabets, seen, search); err != nil {
			return nil, err
		}
		reference = heldout.NewReference(m.HMM.States(), paths)
	}
	seen, both, paths, err := d.observe(m)
	if err != nil {
		return nil, err
	}
	if f.Likelihood, err = heldout.Evaluate(m.HMM, alphabets, baselines, both); err != nil {
		return nil, err
	}
	if f.Ordering, err = heldout.Order(m.HMM, seen); err != nil {
		return nil, err
	}
	f.Prediction, err = heldout.Predict(m.HMM, m.SessionOptions(), reference, seen, paths)
	return f, err
}

// trainingData reads and decodes the files of --train; nil if there are none.
func trainingData(c *cli.Context, s streams, m *intent.Model) (*decoded, error) {
	files := c.StringSlice("train")
	if len(files) == 0 {
		return nil, nil
	}
	_, vectors, err := vectorPaths(c)
	if err != nil {
		return nil, err
	}
	in, err := modelInput(c, s, m, files, vectors, c.Bool("quiet"), asTheyAre)
	if err != nil {
		return nil, err
	}
	n, err := workers(c)
	if err != nil {
		return nil, err
	}
	d, err := decodeAll(c.Context, in, m, intent.Viterbi, n)
	if err != nil {
		return nil, err
	}
	if !m.TrainedOn(d.messages()) {
		fmt.Fprintln(s.err, "warning: the data of --train are not those that the model was trained on: the baselines know other conversations than it does")
	}
	return d, nil
}

// bare says that no turn has a vector, though the model looks at it.
func (d *decoded) bare() bool {
	return d.coverage.Vectors > 0 && d.coverage.MissingVectors == d.coverage.Vectors
}

// messages are the messages as they came.
func (d *decoded) messages() iter.Seq[*transcript.Message] {
	return func(yield func(*transcript.Message) bool) {
		for _, at := range d.order {
			if !yield(&d.conversations[at.conversation].Messages[at.turn]) {
				return
			}
		}
	}
}

// observe is the conversations that could be decoded, as the model observes them, also as they were said,
// and their states.
func (d *decoded) observe(m *intent.Model) (seen []hmm.Conversation[emission.Turn], both []heldout.Conversation, paths [][]int, err error) {
	session := m.Encoder.NewSession()
	for i, decisions := range d.decisions {
		if decisions == nil {
			continue
		}
		messages := d.conversations[i].Messages
		c := heldout.Conversation{
			Seen: hmm.Conversation[emission.Turn]{ID: d.conversations[i].ID, Obs: make([]emission.Turn, len(messages)), Open: !m.Record.Options.Whole},
			Said: make([]emission.Turn, len(messages)),
		}
		path := make([]int, len(messages))
		for t := range messages {
			if err := session.Encode(&c.Seen.Obs[t], &messages[t]); err != nil {
				return nil, nil, nil, err
			}
			if err := session.Plain(&c.Said[t], &messages[t]); err != nil {
				return nil, nil, nil, err
			}
			path[t] = decisions[t].State
		}
		seen, both, paths = append(seen, c.Seen), append(both, c), append(paths, path)
	}
	return seen, both, paths, nil
}

// alphabetsOf says what the numbers of an encoder stand for.
func alphabetsOf(e *encode.Encoder) heldout.Alphabets {
	stands := func(v *encode.Vocabulary) int {
		if v == nil {
			return 1
		}
		return v.Folded() + 1
	}
	a := heldout.Alphabets{Words: stands(e.Terms), Symbols: stands(e.Symbols), Speakers: stands(e.Speakers)}
	if e.Terms != nil {
		a.Edge = func(word int) bool { return word != 0 && !encode.Plain(e.Terms.Term(word)) }
	}
	return a
}
