package heldout

// Figures are all that is said of a model on held-out conversations, for printing and as JSON.
type Figures struct {
	// Seen says that these are the very conversations that the model was trained on: nothing is held
	// out, and the figures flatter.
	Seen       bool        `json:"seen_in_training"`
	Likelihood *Likelihood `json:"likelihood"`
	Ordering   *Ordering   `json:"ordering"`
	Prediction *Prediction `json:"prediction"`
}
