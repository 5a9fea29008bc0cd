package serve

import (
	"fmt"
	"net/http"
	"unicode/utf8"

	"intenthmm/hmm/intent"
)

// A turnBody is a turn as clients send it.
type turnBody struct {
	ID      string    `json:"id"`
	Speaker string    `json:"speaker"`
	Text    *string   `json:"text"`
	Symbol  *string   `json:"symbol"`
	Vector  []float64 `json:"vector"`
}

// longestName is how many bytes the id, the speaker or the symbol of a turn may have.
const longestName = 256

// turn reads the turn in a request's body.
func (s *Server) turn(w http.ResponseWriter, r *http.Request) (intent.Turn, error) {
	var b turnBody
	if err := s.decode(w, r, &b); err != nil {
		return intent.Turn{}, err
	}
	if b.Text == nil && b.Symbol == nil && b.Vector == nil {
		return intent.Turn{}, badTurn("nothing was said: expected text, symbol or vector, whatever the model observes")
	}
	t := intent.Turn{ID: b.ID, Speaker: b.Speaker, Vector: b.Vector}
	if b.Text != nil {
		t.Text = *b.Text
	}
	if b.Symbol != nil {
		t.Symbol = *b.Symbol
	}
	if err := s.checkLengths(t); err != nil {
		return intent.Turn{}, err
	}
	if redact := s.options.Redact; redact != nil {
		t.Text, t.Speaker = redact(t.Text), redact(t.Speaker)
	}
	return t, nil
}

func badTurn(format string, args ...any) problem {
	return problem{Status: http.StatusUnprocessableEntity, Code: "turn", Detail: fmt.Sprintf(format, args...)}
}

func (s *Server) checkLengths(t intent.Turn) error {
	for _, f := range [...]struct{ name, value string }{{"id", t.ID}, {"speaker", t.Speaker}, {"symbol", t.Symbol}} {
		if len(f.value) > longestName {
			return badTurn("%s has %d bytes, expected at most %d", f.name, len(f.value), longestName)
		}
	}
	if n := utf8.RuneCountInString(t.Text); n > s.options.Text {
		return badTurn("text has %d characters, expected at most %d", n, s.options.Text)
	}
	return nil
}
