package mixture_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

func gaussians(t testing.TB) func(k int) (*mixture.Model[[]float64], error) {
	return func(k int) (*mixture.Model[[]float64], error) {
		return mixture.New[[]float64](mixture.Uniform(k, 1), emission.UnitGaussian(emission.Diagonal, k, 2))
	}
}

// TestSelect: by every criterion three components, for any number of workers.
func TestSelect(t *testing.T) {
	obs, _ := draw(t, three(t), 900, newRandom(14))
	items := mixture.Items[[]float64]{Obs: obs}
	for _, by := range []mixture.Criterion{mixture.HeldOut, mixture.BIC, mixture.ICL, mixture.AIC} {
		var want []mixture.Candidate
		for _, workers := range []int{1, 3} {
			o := mixture.DefaultSelectOptions()
			o.Most, o.By, o.Folds = 5, by, 3
			choice := ok[*mixture.Choice[[]float64]](t)(mixture.Select(background, gaussians(t), items, quick(workers), o))
			best := choice.Candidates[choice.Best]
			if by != mixture.AIC && best.Components != 3 || by == mixture.AIC && best.Components < 3 {
				t.Errorf("%s: %s; %+v", by, choice.Why, choice.Candidates)
			}
			if len(choice.Trained) != 5 || choice.Trained[choice.Best].Model.Components() != best.Components || !strings.Contains(choice.Why, by.String()) && by != mixture.HeldOut {
				t.Errorf("%s: chosen %s", by, choice.Why)
			}
			for _, c := range choice.Candidates {
				if c.ICL < c.BIC-1e-6 || c.Parameters != 5*c.Components-1 || (c.HeldOut != 0) != (by == mixture.HeldOut) || c.Behind < 0 {
					t.Errorf("%s: candidate %+v", by, c)
				}
			}
			if want == nil {
				want = choice.Candidates
			}
			if !slices.Equal(choice.Candidates, want) {
				t.Errorf("%s: %d workers choose among %+v", by, workers, choice.Candidates)
			}
		}
	}
}

// TestHeldOutIsHeldOut: scores are of models that have not seen the item, by a straight account of one
// fold each.
func TestHeldOutIsHeldOut(t *testing.T) {
	obs, _ := draw(t, three(t), 40, newRandom(15))
	obs[7] = []float64{1000, 1000}
	o := mixture.DefaultSelectOptions()
	o.Fewest, o.Most, o.Folds = 1, 1, len(obs)
	choice := ok[*mixture.Choice[[]float64]](t)(mixture.Select(background, gaussians(t), mixture.Items[[]float64]{Obs: obs}, quick(1), o))
	sum := 0.0
	for i := range obs {
		rest := slices.Concat(obs[:i], obs[i+1:])
		m, _ := gaussians(t)(1)
		trained := ok[*mixture.Trained[[]float64]](t)(mixture.Train(background, m, mixture.Items[[]float64]{Obs: rest}, quick(1)))
		var score [1]float64
		if err := trained.Model.Score(score[:], obs[i:i+1]); err != nil {
			t.Fatal(err)
		}
		sum += score[0] / float64(len(obs))
	}
	near(t, "held out", []float64{choice.Candidates[0].HeldOut}, []float64{sum})
}

func TestSelectRefuses(t *testing.T) {
	items := mixture.Items[[]float64]{Obs: [][]float64{{1, 2}, {3, 4}, {5, 5}}}
	for want, change := range map[string]func(*mixture.SelectOptions){
		"from 0 to 20 components":   func(o *mixture.SelectOptions) { o.Fewest = 0 },
		"from 4 to 3 components":    func(o *mixture.SelectOptions) { o.Fewest, o.Most = 4, 3 },
		"1 folds of 3 items":        func(o *mixture.SelectOptions) { o.Folds = 1 },
		"4 folds of 3 items":        func(o *mixture.SelectOptions) { o.Folds = 4 },
		"within -1 standard errors": func(o *mixture.SelectOptions) { o.Folds, o.StandardErrors = 3, -1 },
		"criterion Criterion(9)":    func(o *mixture.SelectOptions) { o.Folds, o.By = 3, 9 },
	} {
		o := mixture.DefaultSelectOptions()
		change(&o)
		if _, err := mixture.Select(background, gaussians(t), items, quick(1), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
	symbols := func(k int) (*mixture.Model[int], error) {
		return mixture.New[int](mixture.Uniform(k, 0), emission.UniformCategorical(k, 3, 0))
	}
	o := mixture.DefaultSelectOptions()
	o.Folds, o.Most = 4, 2
	_, err := mixture.Select(background, symbols, mixture.Items[int]{Obs: []int{0, 0, 0, 2, 0, 0}}, quick(1), o)
	var e *mixture.Error
	if !errors.As(err, &e) || e.Index != 3 || !errors.Is(err, mixture.ErrImpossible) {
		t.Errorf("error %v", err)
	}
}

// TestSelectCancelled: the choice is among what is complete.
func TestSelectCancelled(t *testing.T) {
	obs, _ := draw(t, three(t), 300, newRandom(16))
	ctx, cancel := context.WithCancel(background)
	o := mixture.DefaultSelectOptions()
	o.By = mixture.BIC
	o.OnProgress = func(components int, done float64) {
		if components == 2 {
			cancel()
		}
	}
	choice := ok[*mixture.Choice[[]float64]](t)(mixture.Select(ctx, gaussians(t), mixture.Items[[]float64]{Obs: obs}, quick(1), o))
	if len(choice.Candidates) != 2 || choice.Best != 1 {
		t.Errorf("%d candidates, chosen %d", len(choice.Candidates), choice.Best)
	}
	if _, err := mixture.Select(ctx, gaussians(t), mixture.Items[[]float64]{Obs: obs}, quick(1), o); !errors.Is(err, mixture.ErrNothingTrained) {
		t.Errorf("error %v", err)
	}
}
