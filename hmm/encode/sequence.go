package encode

// Sequence appends the numbers of the words of a text to dst, as they follow one another and as often as they are
// said, 0 for every one that is unknown. It serves models of whole counts and of windows of words; what Encode makes
// of a turn has each word once. Once it has seen the longest word it allocates no more than Encode.
func (s *Session) Sequence(dst []int32, text string) []int32 {
	terms := s.encoder.Terms
	s.tokens.each(text, func(word []byte) {
		number, _ := terms.find(word)
		count(&s.met.Words, &s.met.UnknownWords, number)
		dst = append(dst, number)
	})
	return dst
}
