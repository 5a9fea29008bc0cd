package intent

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"

	"intenthmm/hmm/transcript"
)

// mostTexts bounds the turns whose text is remembered while training, out of which the typical ones
// are chosen: a uniform sample of the corpus where that is larger.
const mostTexts = 20_000

// A reservoir is a uniform sample of the turns with text that went by (Vitter 1985, algorithm R).
type reservoir struct {
	rng   *rand.Rand
	seen  int // turns with text
	kept  []remembered
	limit int
}

type remembered struct {
	conversation, turn int
	speaker, text      string
}

func newReservoir(seed uint64, limit int) *reservoir {
	return &reservoir{rng: rand.New(rand.NewPCG(seed, 0xe7a)), limit: limit}
}

func (r *reservoir) add(conversation, turn int, m *transcript.Message) {
	if m.Text == "" || r.limit == 0 {
		return
	}
	r.seen++
	at := len(r.kept)
	if at == r.limit {
		if at = r.rng.IntN(r.seen); at >= r.limit {
			return
		}
	} else {
		r.kept = append(r.kept, remembered{})
	}
	r.kept[at] = remembered{conversation, turn, own(m.Speaker), own(m.Text)}
}

// own is a copy that holds on to no larger string, as a model file can hold it.
func own(s string) string { return strings.Clone(strings.ToValidUTF8(s, "\ufffd")) }

// byConversation orders the sample as the corpus is.
func (r *reservoir) byConversation() []remembered {
	slices.SortFunc(r.kept, func(a, b remembered) int {
		return cmp.Or(cmp.Compare(a.conversation, b.conversation), cmp.Compare(a.turn, b.turn))
	})
	return r.kept
}
