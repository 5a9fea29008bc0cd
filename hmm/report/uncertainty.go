package report

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"intenthmm/baumwelch/information"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
)

// Uncertainty is the standard errors of a model's parameters, put together for reading.
type Uncertainty struct {
	Training      bool                  `json:"training_data"` // the transcripts are those that the model was trained on
	Conversations int                   `json:"conversations"`
	Coordinates   int                   `json:"coordinates"`        // that moved
	Held          []string              `json:"held,omitempty"`     // parts whose parameters were taken as they are
	Distance      float64               `json:"distance"`           // as in information.Errors, a coordinate
	Weighted      bool                  `json:"weighted,omitempty"` // words count less than one each
	States        []UncertainState      `json:"states"`
	Parts         map[string][]Estimate `json:"parts,omitempty"` // of the emission parts not held, as their Params are
}

// UncertainState is a state's row of the chain.
type UncertainState struct {
	State  int        `json:"state"`
	Intent string     `json:"intent"`
	Start  Estimate   `json:"start"`
	Next   []Estimate `json:"next"` // a state each; of several classes of turn the first
	Stop   *Estimate  `json:"stop,omitempty"`
}

// An Estimate is a parameter with its standard error and 95 % interval, where it has them.
type Estimate struct {
	Value  float64   `json:"value"`
	Error  float64   `json:"standard_error,omitempty"`
	Limits []float64 `json:"interval95,omitempty"`
	Status string    `json:"status"`
}

// NewUncertainty puts together what was estimated of a model on so many conversations, which are those that
// it was trained on or not.
func NewUncertainty(m *intent.Model, e *information.Errors, conversations int, training bool) *Uncertainty {
	c, k := m.HMM.Chain, m.HMM.States()
	u := &Uncertainty{
		Training: training, Conversations: conversations, Coordinates: e.Coordinates, Held: e.Held, Distance: perCoordinate(e),
		Weighted: m.Encoder.Options.Observe == encode.Words && m.Encoder.Options.LengthPower > 0, Parts: map[string][]Estimate{},
	}
	stops := k + len(c.Next)*k*k
	for i, s := range m.States {
		state := UncertainState{State: i, Intent: s.Name, Start: estimateOf(e, i), Next: estimates(e, k+i*k, k)}
		if c.Stop != nil {
			stop := estimateOf(e, stops+i)
			state.Stop = &stop
		}
		u.States = append(u.States, state)
	}
	at := stops + len(c.Stop)
	for _, p := range m.HMM.Emission.(*emission.Joint).Parts() {
		if !slices.Contains(e.Held, p.Name()) {
			u.Parts[p.Name()] = estimates(e, at, p.ParamLen())
		}
		at += p.ParamLen()
	}
	return u
}

func estimates(e *information.Errors, first, n int) []Estimate {
	out := make([]Estimate, n)
	for i := range out {
		out[i] = estimateOf(e, first+i)
	}
	return out
}

func estimateOf(e *information.Errors, i int) Estimate {
	out := Estimate{Value: e.Params[i], Status: e.Status[i].String()}
	if e.Status[i] == information.Estimated {
		low, high := e.Interval(i, information.Z95)
		out.Error, out.Limits = e.StandardErrors[i], []float64{low, high}
	}
	return out
}

// perCoordinate is the root mean square over the coordinates of how far the data would move the model.
func perCoordinate(e *information.Errors) float64 {
	return e.Distance / math.Sqrt(math.Max(float64(e.Coordinates), 1))
}

// JSON writes the errors for programs.
func (u *Uncertainty) JSON(w io.Writer) error { return indented(w, u) }

// far is the distance a coordinate, in standard errors, above which the model is no optimum for the data.
const far = 0.5

// Write writes the chain's probabilities with their 95 % intervals, for people.
func (u *Uncertainty) Write(w io.Writer, width int) error {
	if u.Training {
		fmt.Fprintln(w, "these transcripts are the data that the model was trained on")
	} else {
		fmt.Fprintln(w, "these transcripts are not the data that the model was trained on, or not all of them in\n"+
			"that order: the intervals tell what these leave open, not how exact training was")
	}
	fmt.Fprintf(w, "95%% intervals from the observed information of %s, %d parameters free\n", plural(u.Conversations, "conversation"), u.Coordinates)
	if len(u.Held) > 0 {
		fmt.Fprintf(w, "held, being too many parameters: %s. The intervals are those given its probabilities,\n"+
			"and too narrow where these are uncertain too\n", strings.Join(u.Held, ", "))
	}
	if u.Weighted {
		fmt.Fprintln(w, "words count less than one each in this model: the likelihood is a working one, the intervals a guide")
	}
	if u.Distance > far {
		fmt.Fprintf(w, "they would move each parameter by %.1f standard errors: the intervals are worth little so far from an optimum\n", u.Distance)
	}
	fmt.Fprintln(w)
	columns := []column{{title: "#", right: true}, {title: "intent", width: 22}, {title: "probability (95% interval)", width: width - 28}}
	var rows [][]string
	for _, s := range u.States {
		lines := append([]string{"starts " + s.Start.String()}, u.leadsTo(s)...)
		if s.Stop != nil {
			lines = append(lines, "ends "+s.Stop.String())
		}
		rows = append(rows, []string{fmt.Sprint(s.State), s.Intent, strings.Join(lines, "\n")})
	}
	return write(w, columns, rows, true)
}

// String is the estimate in percent, with its interval or why it has none.
func (e Estimate) String() string {
	if e.Limits == nil {
		return fmt.Sprintf("%s (%s)", percent(e.Value), e.Status)
	}
	return fmt.Sprintf("%s (%.1f to %.1f)", percent(e.Value), 100*e.Limits[0], 100*e.Limits[1])
}

// leadsTo lists the likeliest next states.
func (u *Uncertainty) leadsTo(s UncertainState) []string {
	order := make([]int, len(s.Next))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.Next[b].Value, s.Next[a].Value) })
	var lines []string
	for _, j := range order[:min(shownNext, len(order))] {
		if s.Next[j].Value >= leastShown {
			lines = append(lines, fmt.Sprintf("→ %d %s %s", j, u.States[j].Intent, s.Next[j]))
		}
	}
	return lines
}
