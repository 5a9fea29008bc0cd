package heldout

// Figures are all that is said of a model on held-out conversations, for printing and as JSON.
type Figures struct {
	// Seen says that these are the very conversations that the model was trained on: nothing is held
	// out, and the figures flatter.
	Seen bool `json:"seen_in_training"`
	// Quoted is how many of the training turns that the model file quotes as examples stand in these
	// conversations too: if any do, part of them seems to be training data.
	Quoted     int         `json:"quoted_turns,omitempty"`
	Likelihood *Likelihood `json:"likelihood"`
	Ordering   *Ordering   `json:"ordering"`
	Prediction *Prediction `json:"prediction"`
}
