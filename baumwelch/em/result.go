package em

import "fmt"

// Status says why a fit ended.
type Status int

const (
	Converged       Status = iota // the objective gained less than the tolerance
	OutOfIterations               // MaxIterations M-steps were made
	Cancelled                     // the context ended it
	Decreased                     // the objective fell: the parameters before that are kept
	Degenerate                    // the objective is no finite number any more; likewise
	Outrun                        // others of the same race had come higher by then
)

var statusNames = []string{"converged", "out of iterations", "cancelled", "decreased", "degenerate", "outrun"}

func (s Status) String() string {
	if s < 0 || int(s) >= len(statusNames) {
		return fmt.Sprintf("Status(%d)", int(s))
	}
	return statusNames[s]
}

// MarshalText writes the status by name.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a status's name.
func (s *Status) UnmarshalText(text []byte) error {
	for i, name := range statusNames {
		if name == string(text) {
			*s = Status(i)
			return nil
		}
	}
	return fmt.Errorf("status %q, expected one of %q", text, statusNames)
}

// An Iteration is one line of the training trace. Iteration n is what was seen at the parameters
// after n M-steps; iteration 0 is the start.
type Iteration struct {
	Iteration     int      `json:"iteration"`
	Objective     float64  `json:"objective"`      // nats: LogLikelihood + GlobalBound
	LogLikelihood float64  `json:"log_likelihood"` // nats
	GlobalBound   float64  `json:"log_prior"`      // nats: log prior of the parameters, or minus KL
	Gain          float64  `json:"gain"`           // objective over that of the iteration before
	Change        float64  `json:"change"`         // largest change of a parameter in the M-step before
	Repairs       []Repair `json:"repairs,omitempty"`
}

// Result tells how a fit went.
type Result struct {
	Status     Status      `json:"status"`
	Turns      float64     `json:"turns"`
	Items      int         `json:"items"`
	Iterations []Iteration `json:"iterations"`
}

// Last is the last iteration on record, which the learner's parameters belong to; the zero value if
// the fit was cancelled before it had one.
func (r *Result) Last() Iteration {
	if len(r.Iterations) == 0 {
		return Iteration{}
	}
	return r.Iterations[len(r.Iterations)-1]
}
