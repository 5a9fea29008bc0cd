package emission

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Kind is "topics".
func (t *Topics) Kind() string { return "topics" }

type topicsJSON struct {
	Length     float64     `json:"length"`
	SharePrior float64     `json:"share_prior"`
	WordPrior  float64     `json:"word_prior"`
	Shares     [][]float64 `json:"shares"` // one row a distribution
	Words      [][]float64 `json:"words"`  // one row a topic
}

// MarshalJSON writes mean length, priors, shares and words.
func (t *Topics) MarshalJSON() ([]byte, error) {
	j := topicsJSON{Length: t.Length(), SharePrior: t.sharePrior, WordPrior: t.wordPrior, Shares: slices.Collect(slices.Chunk(t.shares, t.topics))}
	for z := range t.topics {
		row := make([]float64, t.Vocabulary())
		t.Topic(row, z)
		j.Words = append(j.Words, row)
	}
	return json.Marshal(j)
}

// UnmarshalJSON reads what MarshalJSON writes, and checks it.
func (t *Topics) UnmarshalJSON(data []byte) error {
	var j topicsJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("topics: %w", err)
	}
	if err := checkLength("topics", j.Length); err != nil {
		return err
	}
	if !(j.SharePrior >= 0) || !(j.WordPrior >= 0) {
		return fmt.Errorf("topics: share_prior is %v, word_prior is %v, expected numbers of at least 0", j.SharePrior, j.WordPrior)
	}
	read, err := NewTopics(j.Shares, j.Words)
	if err != nil {
		return err
	}
	read.mixed.length = j.Length
	read.SetPriors(j.SharePrior, j.WordPrior)
	*t = *read
	return nil
}
