package encode

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"intenthmm/hmm/mixture"
)

// DefaultCodes is the number of codes unless told otherwise: of 50, 100, 200 and 400 none served all labelled logs best.
const DefaultCodes = 100

// A Codebook numbers places in a Space: a place's code is the centre that is nearest to it, the first of those equally
// near. The centres are those of k-means on the places of the training data's turns; the first has the most of them.
//
// Source: Lloyd 1982, as vector quantisation.
type Codebook struct {
	centres [][]float64
	columns []float64 // the centres, one dimension after the other
	half    []float64 // ½ ‖c‖² of each
}

// Len is the number of codes: those asked for, or as many as the training data can tell apart.
func (b *Codebook) Len() int { return len(b.centres) }

// Centre is where a code stands. It is the codebook's own slice, only to be read.
func (b *Codebook) Centre(code int) []float64 { return b.centres[code] }

// How centres are looked for: among so many places a code where there are more, up to so many in all; from so many
// starting points, as long as these have so many centres together, for what they end at differs by a hundredth of the
// inertia; and for so long. Whether the last turns change their code matters to no model.
const (
	codePlaces     = 100
	mostCodePlaces = 60_000
	codeRestarts   = 5
	mostStarted    = codeRestarts * DefaultCodes // centres of all starting points
	codeIterations = 100
	codeTolerance  = 1e-5
)

// newCodebook fits at most so many centres to places, or to a spread sample of them. O(codes) time from DefaultCodes on,
// where there are places enough.
func newCodebook(ctx context.Context, places []float64, width, codes int) (*Codebook, error) {
	points := mixture.Points{Width: width, Values: spread(places, width, codeSample(codes))}
	o := mixture.DefaultKMeansOptions(min(codes, points.Len()))
	o.Trials = 2 + int(math.Log(float64(o.Clusters))) // as many as Arthur and Vassilvitskii name
	o.Restarts = codeStarts(codes)
	o.Loop.MaxIterations, o.Loop.Tolerance = codeIterations, codeTolerance
	model, found, err := mixture.TrainKMeans(ctx, points, o)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("codes: %w", err)
	}
	turns := make([]int, model.Len())
	for _, c := range found.Cluster {
		turns[c]++
	}
	var order []int // centres with turns, those with the most first
	for c, n := range turns {
		if n > 0 {
			order = append(order, c)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(turns[b], turns[a]) })
	var centres [][]float64
	for _, c := range order {
		centres = append(centres, model.Centres[c*width:(c+1)*width])
	}
	b := &Codebook{centres: centres}
	b.prepare()
	return b, nil
}

// codeSample is the number of places among which so many centres are sought.
func codeSample(codes int) int { return min(codePlaces*codes, mostCodePlaces) }

// codeStarts is the number of starting points of so many centres.
func codeStarts(codes int) int { return max(1, min(codeRestarts, mostStarted/codes)) }

// spread is every n-th row of a width, so that there are no more than most; all of them if they are few enough.
func spread(rows []float64, width, most int) []float64 {
	every := (len(rows)/width + most - 1) / most
	if every <= 1 {
		return rows
	}
	var some []float64
	for at := 0; at < len(rows); at += every * width {
		some = append(some, rows[at:at+width]...)
	}
	return some
}

// prepare computes what codes are found by.
func (b *Codebook) prepare() {
	k, width := len(b.centres), len(b.centres[0])
	b.columns, b.half = make([]float64, k*width), make([]float64, k)
	for c, centre := range b.centres {
		for i, x := range centre {
			b.columns[i*k+c] = x
			b.half[c] += float64(x * x / 2)
		}
	}
}

type codebookJSON struct {
	Centres [][]float64 `json:"centres"`
}

// MarshalJSON writes the centres.
func (b *Codebook) MarshalJSON() ([]byte, error) { return json.Marshal(codebookJSON{b.centres}) }

// UnmarshalJSON reads what MarshalJSON writes; an Encoder's Check says whether the centres are of its space.
func (b *Codebook) UnmarshalJSON(data []byte) error {
	var j codebookJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return err
	}
	if len(j.Centres) == 0 {
		return fmt.Errorf("codebook: centres: there are none")
	}
	for i, c := range j.Centres {
		if len(c) != len(j.Centres[0]) || len(c) == 0 {
			return fmt.Errorf("codebook: centres: number %d has %d values, the first %d", i, len(c), len(j.Centres[0]))
		}
	}
	b.centres = j.Centres
	b.prepare()
	return nil
}

// check reports what is wrong with a codebook of a space of a width that was read from a file.
func (b *Codebook) check(width int) error {
	for i, c := range b.centres {
		if len(c) != width {
			return fmt.Errorf("centre %d has %d dimensions, the space %d", i, len(c), width)
		}
		for _, x := range c {
			if !(math.Abs(x) <= 1+1e-6) {
				return fmt.Errorf("centre %d has %v in it, expected -1 to 1", i, x)
			}
		}
	}
	return nil
}
