package embeddings

// A wanted collects the vectors of the words that are looked for.
type wanted struct {
	words   []string
	number  map[string]int // of each word
	fold    func(word string) string
	vectors [][]float32 // nil: not found yet
	exact   []bool      // the vector is of the word as it stands, not of one that is folded to it
}

func newWanted(words []string, fold func(word string) string) *wanted {
	w := &wanted{
		words: words, number: make(map[string]int, len(words)), fold: fold,
		vectors: make([][]float32, len(words)), exact: make([]bool, len(words)),
	}
	for i, word := range words {
		w.number[word] = i
	}
	return w
}

// of is which word looked for the vector of a word of the file is of, -1 if of none, or of one that has a
// better one already. The caller sets the vector.
func (w *wanted) of(word string) int {
	if i, ok := w.number[word]; ok {
		if w.exact[i] {
			return -1
		}
		w.exact[i] = true
		return i
	}
	if i, ok := w.number[w.fold(word)]; ok && w.vectors[i] == nil {
		return i
	}
	return -1
}
