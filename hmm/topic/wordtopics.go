package topic

// wordTopics is, for every word, the topics that its tokens have, most tokens first. Lists lie in one arena,
// each with room for as many topics as its word can have.
type wordTopics struct {
	entries []entry
	starts  []int
	lengths []int32
}

// An entry is a topic in its low half and a count in its high one, so that entries compare by count.
type entry uint64

func (e entry) topic() int32 { return int32(uint32(e)) }
func (e entry) count() int64 { return int64(e >> 32) }

const oneToken entry = 1 << 32

func newWordTopics(frequency []int, topics int) wordTopics {
	l := wordTopics{starts: make([]int, len(frequency)), lengths: make([]int32, len(frequency))}
	room := 0
	for w, n := range frequency {
		l.starts[w] = room
		room += min(n, topics)
	}
	l.entries = make([]entry, room)
	return l
}

// of is the list of word w.
func (l *wordTopics) of(w int) []entry { return l.entries[l.starts[w]:][:l.lengths[w]] }

// more counts one token more of word w and topic k.
func (l *wordTopics) more(w int, k int32) {
	list := l.of(w)
	i := 0
	for i < len(list) && list[i].topic() != k {
		i++
	}
	if i == len(list) {
		l.lengths[w]++
		list = l.of(w)
		list[i] = entry(uint32(k))
	}
	e := list[i] + oneToken
	for i > 0 && list[i-1] < e {
		list[i] = list[i-1]
		i--
	}
	list[i] = e
}

// less counts one token less.
func (l *wordTopics) less(w int, k int32) {
	list := l.of(w)
	i := 0
	for list[i].topic() != k {
		i++
	}
	e := list[i] - oneToken
	for i+1 < len(list) && list[i+1] > e {
		list[i] = list[i+1]
		i++
	}
	list[i] = e
	if e.count() == 0 {
		l.lengths[w]--
	}
}
