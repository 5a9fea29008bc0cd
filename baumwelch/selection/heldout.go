package selection

import (
	"context"
	"fmt"
	"math/rand/v2"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
)

// Scores are the log-likelihoods of conversations in nats, one each: 0 for an empty one. Their
// weights are left aside. The error is an *hmm.Error of the first that is not fit for the model or
// impossible under it, or ctx's. It costs a forward pass.
func Scores[O any](ctx context.Context, m *hmm.Model[O], data []hmm.Conversation[O], gate em.Gate) ([]float64, error) {
	if gate == nil {
		gate = em.NewGate(1)
	}
	scores := make([]float64, len(data))
	blocks := (len(data) + scored - 1) / scored
	_, _, err := em.Restart(ctx, blocks, gate, func(b int) (struct{}, error) {
		var err error
		gate.Do(func() {
			d := hmm.NewDecoder(m)
			for i := b * scored; i < min((b+1)*scored, len(data)) && err == nil; i++ {
				if scores[i], err = d.Score(&data[i]); err != nil {
					err = &hmm.Error{Index: i, ID: data[i].ID, Err: err}
				}
			}
		})
		return struct{}{}, err
	})
	if err == nil {
		err = ctx.Err()
	}
	return scores, err
}

// scored is the number of conversations that are scored in one go.
const scored = 256

// Folds deals n conversations into folds of sizes that differ by one at most: fold[i] is the fold of
// conversation i. The same n, folds and seed give the same deal. It panics if folds < 1.
func Folds(n, folds int, seed uint64) (fold []int) {
	if folds < 1 {
		panic("selection: fewer than one fold")
	}
	fold = make([]int, n)
	for at, i := range rand.New(rand.NewPCG(seed, 0xf01d)).Perm(n) {
		fold[i] = at % folds
	}
	return fold
}

// divide is the conversations outside a fold and those in it.
func divide[O any](data []hmm.Conversation[O], fold []int, out int) (train, held []hmm.Conversation[O]) {
	for i, f := range fold {
		if f == out {
			held = append(held, data[i])
		} else {
			train = append(train, data[i])
		}
	}
	return train, held
}

// CrossValidate trains a copy of the prototype for every fold, on the conversations outside it, and
// returns the log-likelihood of each conversation under the model that has not seen it, in nats, in
// the order of data. Their sum by the number of turns is the cross-validated log-likelihood a turn.
// Folds are dealt with the seed of the options (see Folds). Conversations are held out whole: turns of
// one conversation are not independent.
//
// Source: Stone (1974); for hidden Markov models Celeux and Durand (2008), Selecting hidden Markov
// model state number with cross-validated likelihood.
func CrossValidate[O any](ctx context.Context, prototype *hmm.Model[O], data []hmm.Conversation[O], folds int, o baumwelch.TrainOptions) ([]float64, error) {
	if folds < 2 || folds > len(data) {
		return nil, fmt.Errorf("selection: %d folds of %d conversations, expected from 2 to as many as there are", folds, len(data))
	}
	fold, all := Folds(len(data), folds, o.Seed), make([]float64, len(data))
	for f := range folds {
		train, held := divide(data, fold, f)
		trained, err := baumwelch.Train(ctx, prototype, train, o)
		if err != nil {
			return nil, fmt.Errorf("fold %d of %d: %w", f+1, folds, err)
		}
		scores, err := Scores(ctx, trained.Model, held, o.Fit.Loop.Gate)
		if err != nil {
			return nil, fmt.Errorf("fold %d of %d, held out: %w", f+1, folds, err)
		}
		for i := range data {
			if fold[i] == f {
				all[i], scores = scores[0], scores[1:]
			}
		}
	}
	return all, nil
}
