package selection

// A Candidate is a number of states, with what the replicates of the search came to there. All are
// means over replicates; log-likelihoods are in nats a turn.
type Candidate struct {
	States        int     `json:"states"`
	Parameters    int     `json:"parameters"`     // free ones
	LogLikelihood float64 `json:"log_likelihood"` // of the conversations trained on
	HeldOut       float64 `json:"held_out"`       // of those held out
	Behind        float64 `json:"behind"`         // how far HeldOut is behind the highest
	Error         float64 `json:"error"`          // standard error of Behind
	AIC           float64 `json:"aic"`            // of the conversations trained on; a sum, not a turn
	BIC           float64 `json:"bic"`            // likewise
	ICL           float64 `json:"icl"`            // likewise
	Stability     float64 `json:"stability"`      // see Stability
}
