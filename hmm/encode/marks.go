package encode

// The marks of features that are no words; no word begins with the one or ends with the other. What has the first mark
// alone is a first word, what has the last alone a last word, and what has both a gram.
const (
	firstMark = "^"
	lastMark  = "$"
)

// marks reports which marks a term has.
func marks(term string) (first, last bool) {
	if term == "" {
		return false, false
	}
	return term[0] == firstMark[0], term[len(term)-1] == lastMark[0]
}

// Plain reports whether a term is a word, not a first- or last-word feature or a gram.
func Plain(term string) bool {
	first, last := marks(term)
	return term != "" && !first && !last
}

// First is the word that a first-word feature stands for, "" if the term is none.
func First(term string) string {
	if first, last := marks(term); first && !last {
		return term[1:]
	}
	return ""
}

// Last is the word that a last-word feature stands for, "" if the term is none.
func Last(term string) string {
	if first, last := marks(term); last && !first {
		return term[:len(term)-1]
	}
	return ""
}

// Gram is the characters that a gram stands for, < and > among them where a word begins and ends; "" if the term is none.
func Gram(term string) string {
	if first, last := marks(term); first && last {
		return term[1 : len(term)-1]
	}
	return ""
}
