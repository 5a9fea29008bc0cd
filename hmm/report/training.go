package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"intenthmm/hmm/intent"
)

// Training writes what a model was trained on and how that went, in a few lines.
func Training(w io.Writer, m *intent.Model) error {
	r := m.Record
	fmt.Fprintf(w, "%s, %s", plural(r.Data.Conversations, "conversation"), plural(r.Data.Turns, "turn"))
	for _, reason := range slices.Sorted(maps.Keys(r.Data.Skipped)) {
		fmt.Fprintf(w, ", skipped %s: %s", plural(r.Data.Skipped[reason], "line"), printable(reason))
	}
	fmt.Fprintf(w, "\n%s; observed: %s\n", plural(len(m.States), "state"), printable(strings.Join(observed(m), ", ")))
	if err := candidates(w, r.Selection); err != nil {
		return err
	}
	turns := max(float64(r.Data.Turns), 1)
	fmt.Fprintln(w, "objective: log-likelihood + log prior, nats a turn; compares restarts, not K")
	for i, run := range r.Restarts {
		mark := ""
		if i == r.Best {
			mark = "  ← kept"
		}
		fmt.Fprintf(w, "restart %d (%s): %s after %s, objective %.4f (log-likelihood %.4f)%s\n",
			i+1, origin(r.Selection, i, run.Seed), run.Status, plural(run.Iterations, "iteration"), run.Objective/turns, run.LogLikelihood/turns, mark)
	}
	_, err := fmt.Fprintln(w)
	return err
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// observed says what of a turn the model looks at.
func observed(m *intent.Model) []string {
	c := choices(m)
	parts := c.words()
	if c.Symbols > 0 {
		parts = append(parts, plural(c.Symbols, "symbol"))
	}
	if c.Dims > 0 {
		place := fmt.Sprintf("their place in %s", plural(c.Dims, "dimension"))
		if c.Codes == 0 {
			place += ", " + c.family()
		}
		parts = append(parts, place)
	}
	if c.Codes > 0 {
		parts = append(parts, plural(c.Codes, "code")+" of places")
	}
	if c.Width > 0 && c.Dims == 0 {
		parts = append(parts, c.origin())
		parts = append(parts, c.steps()...)
	}
	if len(c.Speakers) > 0 {
		parts = append(parts, "speaker ("+strings.Join(c.Speakers, ", ")+")")
	}
	return parts
}

// words say in short what the vocabulary is.
func (c *Choices) words() []string {
	var parts []string
	switch n := c.Words + c.Edges; {
	case c.HashBits > 0:
		parts = append(parts, fmt.Sprintf("words hashed to %d bits, first and last words", c.HashBits)+c.grams())
	case n > 0:
		parts = append(parts, fmt.Sprintf("%d words, first and last words%s (%d rarer ones count as unknown)", n, c.grams(), c.Folded))
	}
	if c.Stemmer != "" {
		parts = append(parts, "stems ("+c.Stemmer+")")
	}
	if c.Phrases > 0 {
		parts = append(parts, plural(c.Phrases, "phrase"))
	}
	return parts
}

// grams say in short which there are, behind words.
func (c *Choices) grams() string {
	switch {
	case c.GramLength == 0:
		return ""
	case c.HashBits > 0:
		return fmt.Sprintf(", grams of %d", c.GramLength)
	}
	return ", " + plural(c.Grams, "gram")
}

// origin says in short what vectors are observed.
func (c *Choices) origin() string {
	text := fmt.Sprintf("vectors of %d", c.Width)
	switch v := c.WordVectors; {
	case v != nil:
		text += fmt.Sprintf(" (word vectors of %s)", v.Source)
	case c.Embedder != "":
		text += " (made by “" + c.Embedder + "”)"
	}
	text += ", " + c.family()
	if c.VectorWeight > 0 {
		text += fmt.Sprintf(", weight %.3g", c.VectorWeight)
	}
	return text
}

// stateJSON is a state in the JSON form of the map.
type stateJSON struct {
	State     int                `json:"state"`
	Intent    string             `json:"intent"`
	Suggested string             `json:"suggested,omitempty"`
	Outcome   string             `json:"outcome,omitempty"`
	EndsAs    string             `json:"ends_as,omitempty"`
	Share     float64            `json:"share"`
	Place     float64            `json:"place"`
	Words     []intent.Term      `json:"words,omitempty"`
	Speakers  map[string]float64 `json:"speakers,omitempty"`
	Next      []intent.Prospect  `json:"next"`
	Stop      float64            `json:"stop"`
	Examples  []intent.Example   `json:"examples,omitempty"`
}

// JSON writes the map of a model with its training record, for programs.
func JSON(w io.Writer, m *intent.Model) error {
	out := struct {
		States    []stateJSON   `json:"states"`
		Topics    []topicJSON   `json:"topics,omitempty"`
		StopWords []string      `json:"stop_words,omitempty"`
		Record    intent.Record `json:"record"`
	}{Topics: topicsJSON(m), StopWords: stopWords(m), Record: m.Record}
	shares := m.Shares()
	for i, s := range m.States {
		state := stateJSON{
			State: i, Intent: s.Name, Suggested: s.Suggested, Outcome: s.Outcome, EndsAs: s.EndsAs, Share: shares[i], Place: s.Place,
			Speakers: m.Speakers(i), Examples: s.Examples, Words: m.Terms(i, shownTerms),
		}
		state.Next, state.Stop = m.Next(i, len(m.States))
		out.States = append(out.States, state)
	}
	return indented(w, out)
}
