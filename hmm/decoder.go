package hmm

import (
	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/viterbi"
)

// A Decoder runs the recursions of one model over conversation after conversation. It is compiled
// for the model's present parameters, keeps its scratch, and serves one goroutine. All its methods
// return an error where the conversation is not fit for the model (CheckObservations), impossible
// under it (*chain.ImpossibleError), or has a density that is none (*chain.DensityError).
type Decoder[O any] struct {
	model     *Model[O]
	evaluator emission.Evaluator[O]
	batch     *emission.Batch[O] // of the same
	recursion *forwardbackward.Workspace
	best      *viterbi.Decoder
	loaded    loaded[O]
}

// NewDecoder returns a decoder for the model.
func NewDecoder[O any](m *Model[O]) *Decoder[O] {
	v := m.Emission.Evaluator()
	return &Decoder[O]{
		model:     m,
		evaluator: v,
		batch:     emission.NewBatch(v),
		recursion: forwardbackward.NewWorkspace(forwardbackward.Compile(m.Chain)),
		best:      viterbi.New(m.Chain),
	}
}

// loaded is the conversation in the workspace, as forwardbackward.Emissions.
type loaded[O any] struct {
	evaluator emission.Evaluator[O]
	obs       []O
	states    []float64 // T×K: where the states' probabilities go
	k         int
}

func (*loaded[O]) Linear() bool { return false }

func (c *loaded[O]) Densities(dst []float64, at emission.Layout, first, end int) {
	c.evaluator.LogDensities(dst, at, c.obs[first:end])
}

func (c *loaded[O]) Collect(values []float64, at emission.Layout, first, end int) {
	forwardbackward.Gather(c.states[first*c.k:end*c.k], values, at, c.k)
}

// load puts the conversation into the workspace.
func (d *Decoder[O]) load(c *Conversation[O], states []float64) (*loaded[O], error) {
	if err := d.model.CheckObservations(c); err != nil {
		return nil, err
	}
	seq := c.Sequence()
	seq.Weight = 1
	d.recursion.Load(seq)
	d.loaded = loaded[O]{d.evaluator, c.Obs, states, d.model.States()}
	return &d.loaded, nil
}

// Score is the log-likelihood in nats, 0 for an empty conversation.
func (d *Decoder[O]) Score(c *Conversation[O]) (float64, error) {
	e, err := d.load(c, nil)
	if err != nil {
		return 0, err
	}
	d.recursion.Score(e)
	return d.recursion.LogLikelihood(0)
}

// Filtered writes P(state at t = i | turns 0 to t), T×K row-major, to dst and returns the
// log-likelihood. It panics on a wrong length.
func (d *Decoder[O]) Filtered(dst []float64, c *Conversation[O]) (float64, error) {
	return d.states(dst, c, d.recursion.Filter)
}

// Posterior writes P(state at t = i | the whole conversation), T×K row-major, to dst and returns the
// log-likelihood. It panics on a wrong length.
func (d *Decoder[O]) Posterior(dst []float64, c *Conversation[O]) (float64, error) {
	return d.states(dst, c, d.recursion.Smooth)
}

func (d *Decoder[O]) states(dst []float64, c *Conversation[O], run func(forwardbackward.Emissions)) (float64, error) {
	e, err := d.load(c, dst)
	if err != nil {
		return 0, err
	}
	if len(dst) != len(c.Obs)*d.model.States() {
		panic("hmm: len(dst) != T*K")
	}
	run(e)
	return d.recursion.LogLikelihood(0)
}

// Path writes the best path, one state a turn, to path and returns its joint log probability with
// the observations; of equally good paths it takes the lowest states. It panics on a wrong length.
func (d *Decoder[O]) Path(path []int, c *Conversation[O]) (float64, error) {
	if err := d.model.CheckObservations(c); err != nil {
		return 0, err
	}
	d.best.Load(c.Sequence())
	block, at := d.best.Densities()
	d.evaluator.LogDensities(block, at, c.Obs)
	d.best.Run()
	return d.best.Path(0, path)
}

// nearby is the number of conversations among which Paths looks for those of similar length: few enough
// that they are still in the cache.
const nearby = 2048

// Paths finds the best path of every conversation, lanes.Width of them at a time, and its joint log
// probability with the observations. An *Error is of a conversation that has none.
func (d *Decoder[O]) Paths(data []Conversation[O]) (paths [][]int, scores []float64, err error) {
	paths, scores = make([][]int, len(data)), make([]float64, len(data))
	total := 0
	for i := range data {
		if err := d.model.CheckObservations(&data[i]); err != nil {
			return nil, nil, &Error{Index: i, ID: data[i].ID, Err: err}
		}
		total += len(data[i].Obs)
	}
	states := make([]int, total)
	for i := range data {
		n := len(data[i].Obs)
		paths[i], states = states[:n:n], states[n:]
	}
	for first := 0; first < len(data); first += nearby {
		end := min(first+nearby, len(data))
		if at, err := d.paths(paths[first:end], scores[first:end], data[first:end]); err != nil {
			return nil, nil, &Error{Index: first + at, ID: data[first+at].ID, Err: err}
		}
	}
	return paths, scores, nil
}

// paths fills in the paths and scores of conversations; the error is of the one with that number.
func (d *Decoder[O]) paths(paths [][]int, scores []float64, data []Conversation[O]) (failed int, err error) {
	turns := make([]int, len(data))
	for i := range data {
		turns[i] = len(data[i].Obs)
	}
	var sequences []chain.Sequence
	var obs [][]O
	for _, group := range chain.Group(turns) {
		sequences, obs = sequences[:0], obs[:0]
		for _, i := range group {
			sequences, obs = append(sequences, data[i].Sequence()), append(obs, data[i].Obs)
		}
		d.best.Load(sequences...)
		block, at := d.best.Densities()
		d.batch.LogDensities(block, at, obs)
		d.best.Run()
		for lane, i := range group {
			if scores[i], err = d.best.Path(lane, paths[i]); err != nil {
				return i, err
			}
		}
	}
	return 0, nil
}
