package encode

// A turnSet holds the numbers of the features that a turn has: a hash table of a few kilobytes, however large the
// vocabulary is, which no turn has to clear. The zero value is ready.
type turnSet struct {
	slots []turnSlot // a power of two of them, at most half of them of the turn under way
	held  int
	turn  uint32 // under way; slots of others are free
}

type turnSlot struct {
	number int32
	turn   uint32
}

// leastSlots is the first length of the table.
const leastSlots = 64

// begin begins a turn, which has no features yet.
func (s *turnSet) begin() {
	s.held = 0
	if s.turn++; s.turn == 0 { // once in four thousand million turns
		clear(s.slots)
		s.turn = 1
	}
}

// add adds a number, and reports whether the turn did not have it. It allocates only while turns grow longer.
func (s *turnSet) add(number int32) bool {
	if 2*s.held >= len(s.slots) {
		s.grow()
	}
	at := s.find(number)
	if s.slots[at].turn == s.turn {
		return false
	}
	s.slots[at] = turnSlot{number, s.turn}
	s.held++
	return true
}

// find is where a number stands, or would.
func (s *turnSet) find(number int32) int {
	const odd = 0x9e3779b1
	mask := len(s.slots) - 1
	at := int(uint32(number)*odd>>8) & mask
	for s.slots[at].turn == s.turn && s.slots[at].number != number {
		at = (at + 1) & mask
	}
	return at
}

// grow makes the table twice as large.
func (s *turnSet) grow() {
	before := s.slots
	s.slots = make([]turnSlot, max(2*len(before), leastSlots))
	for _, slot := range before {
		if slot.turn == s.turn {
			s.slots[s.find(slot.number)] = slot
		}
	}
}
