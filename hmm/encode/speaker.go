package encode

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"intenthmm/hmm/emission"
)

const (
	// roleShare is the share of conversations that a speaker must take part in to count as a role
	// (customer, agent, bot) rather than as a person.
	roleShare = 0.05
	// mostRoles bounds the number of roles.
	mostRoles = 16
)

// role is a speaker's name as it is compared.
func role(speaker string) string { return strings.ToLower(strings.TrimSpace(speaker)) }

// roles is the vocabulary of the speakers that take part in enough of the conversations, whose turns hold
// interned speakers, and each of those's number in it; everyone else is its unknown term. It is nil where
// that tells speakers apart in no way.
func (b *Builder) roles(conversations [][]emission.Turn) (*Vocabulary, []int32) {
	takesPart := countConversations(conversations, b.speakers.len())
	var kept []int32
	for i, n := range takesPart {
		if float64(n) >= roleShare*float64(len(conversations)) {
			kept = append(kept, int32(i))
		}
	}
	slices.SortFunc(kept, func(i, j int32) int {
		return cmp.Or(cmp.Compare(takesPart[j], takesPart[i]), bytes.Compare(b.speakers.term(i), b.speakers.term(j)))
	})
	kept = kept[:min(len(kept), mostRoles)]
	others := len(takesPart) - len(kept)
	if len(kept) == 0 || len(kept) == 1 && others == 0 {
		return nil, nil
	}
	names, number := make([]string, len(kept)), make([]int32, len(takesPart))
	for i, speaker := range kept {
		names[i] = string(b.speakers.term(speaker))
		number[speaker] = int32(i + 1)
	}
	return newVocabulary(names, others), number
}

// countConversations is the number of conversations that each of n interned speakers takes part in.
func countConversations(conversations [][]emission.Turn, n int) []int {
	count, last := make([]int, n), make([]int, n)
	for c, turns := range conversations {
		for t := range turns {
			if s := turns[t].Speaker; s != noSpeaker && last[s] != c+1 {
				last[s] = c + 1
				count[s]++
			}
		}
	}
	return count
}
