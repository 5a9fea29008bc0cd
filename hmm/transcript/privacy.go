package transcript

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// Hidden says how people were hidden in what a model was trained on. What is put to the model should be changed
// likewise: it knows tokens and hashes, and not what they stood for.
type Hidden struct {
	Kinds       []string `json:"kinds,omitempty"`       // the tokens that could stand for what has the form of people's data
	Names       bool     `json:"names,omitempty"`       // a token stood for the names of a list, which is not in the file
	Identifiers bool     `json:"identifiers,omitempty"` // keyed hashes stood for conversations and for authors without a role
}

// privacy hides people, as far as options ask for it.
type privacy struct {
	redact func(string) string // may be nil
	key    []byte              // empty: identifiers stay
	known  map[string]string   // hashes of speakers and conversations met lately
}

func (p *privacy) active() bool { return p.redact != nil || len(p.key) > 0 }

// message hides people in a message.
func (p *privacy) message(m *Message) {
	if p.redact != nil {
		m.Text, m.Speaker = p.redact(m.Text), p.redact(m.Speaker)
	}
	if len(p.key) > 0 {
		m.Conversation = p.hash(m.Conversation)
		if !isRole(m.Speaker) {
			m.Speaker = p.hash(m.Speaker)
		}
	}
}

// isRole says that a speaker is no particular person.
func isRole(speaker string) bool {
	switch Role(strings.ToLower(speaker)) {
	case Unknown, Customer, Agent, Bot, System:
		return true
	}
	return false
}

// maxHashes bounds the memory of privacy.
const maxHashes = 4096

// hash is the first 64 bits of the keyed hash (HMAC-SHA-256, RFC 2104) of an identifier, in hexadecimal.
func (p *privacy) hash(id string) string {
	if h, ok := p.known[id]; ok {
		return h
	}
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(id))
	h := hex.EncodeToString(mac.Sum(nil)[:8])
	if p.known == nil || len(p.known) >= maxHashes {
		p.known = map[string]string{}
	}
	p.known[id] = h
	return h
}

// cutQuote is a quotation that was cut at its end: what is left of an address may not be recognised.
var cutQuote = regexp.MustCompile(`"(?:[^"\\]|\\.)*"…`)

// problem hides people in what an error quotes.
func (p *privacy) problem(q Problem) Problem {
	if p.active() {
		q.Detail = cutQuote.ReplaceAllString(q.Detail, `"…"`)
	}
	if p.redact != nil {
		q.Detail = p.redact(q.Detail)
	}
	return q
}
