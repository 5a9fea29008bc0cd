package intent

// Hidden tells of a term of the encoder whether it is not shown: a stop word, or a phrase with one at its
// beginning or its end.
func (m *Model) Hidden() func(term string) bool { return m.Encoder.Hidden(m.StopWords) }
