package encode

// The marks of edge features in the vocabulary; no word holds them.
const (
	firstMark = "^"
	lastMark  = "$"
)

// Plain reports whether a term is a word, not a first- or last-word feature.
func Plain(term string) bool {
	return term != "" && term[0] != firstMark[0] && term[len(term)-1] != lastMark[0]
}

// First is the word that a first-word feature stands for, "" if the term is none.
func First(term string) string {
	if term != "" && term[0] == firstMark[0] {
		return term[1:]
	}
	return ""
}

// Last is the word that a last-word feature stands for, "" if the term is none.
func Last(term string) string {
	if term != "" && term[len(term)-1] == lastMark[0] {
		return term[:len(term)-1]
	}
	return ""
}
