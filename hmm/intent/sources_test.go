package intent_test

// firstLetters is a stemmer that leaves five bytes of a word in ASCII.
type firstLetters struct{}

func (firstLetters) Name() string { return "first letters" }
func (firstLetters) Stem(word string) string {
	for i, r := range word {
		if r > 127 || i >= 5 {
			return word[:i]
		}
	}
	return word
}

// letters gives words vectors that are made of their letters.
type letters struct{}

func (letters) Name() string { return "letters" }
func (letters) Find(words []string, _ func(string) string) ([][]float32, string, error) {
	vectors := make([][]float32, len(words))
	for i, word := range words {
		vectors[i] = []float32{float32(len(word)) / 4, float32(word[0]%16) / 8, float32(word[len(word)-1]%8) / 4}
	}
	return vectors, "none", nil
}
