package encode

const (
	firstBlock = 1 << 10 // values of the first block; each further one is twice as large
	mostBlock  = 1 << 18 // values of a block, unless one piece needs more
)

// blocks holds values in large blocks: what lies in one piece costs neither an allocation nor a slice
// header of its own, a block can be let go of by itself, and no growth copies what is there.
type blocks[T any] struct {
	list [][]T
	size int // of the last block
}

// room is the last block, with space for n more values behind its own.
func (b *blocks[T]) room(n int) *[]T {
	last := len(b.list) - 1
	if last < 0 || cap(b.list[last])-len(b.list[last]) < n {
		b.size = min(max(2*b.size, firstBlock), mostBlock)
		b.list = append(b.list, make([]T, 0, max(n, b.size)))
		last++
	}
	return &b.list[last]
}

// A turnLog holds turns in the order in which they came, while the vocabulary is not known yet: numbers
// of the interners, 12 bytes a turn and 4 a feature.
type turnLog struct{ blocks[int32] }

// logHead is how many numbers stand before a turn's features: conversation, speaker, number of features.
const logHead = 3

func (l *turnLog) add(conversation, speaker int32, features []int32) {
	block := l.room(logHead + len(features))
	*block = append(append(*block, conversation, speaker, int32(len(features))), features...)
}

// each calls f with the features of every turn, in order.
func (l *turnLog) each(f func(features []int32)) {
	for _, block := range l.list {
		for len(block) > 0 {
			end := logHead + int(block[2])
			f(block[logHead:end])
			block = block[end:]
		}
	}
}

// drain calls f with every turn, in order, and lets go of each block when it is through with it.
func (l *turnLog) drain(f func(conversation, speaker int32, features []int32)) {
	for i, block := range l.list {
		for len(block) > 0 {
			end := logHead + int(block[2])
			f(block[0], block[1], block[logHead:end])
			block = block[end:]
		}
		l.list[i] = nil
	}
}
