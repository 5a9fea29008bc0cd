package helpdesk

import (
	"math/rand/v2"
	"strings"
	"unicode"
)

// roughen makes text look typed by the persona: abbreviations, slips, small
// letters, missing punctuation, an emoji that suits the label.
func roughen(r *rand.Rand, lang *language, p persona, label, text string) string {
	text = eachWord(text, func(word string) string { return mistype(r, lang, p, word) })
	if chance(r, p.noQuotes) {
		text = strings.ReplaceAll(text, "'", "")
	}
	if chance(r, p.lower) {
		text = strings.ToLower(text)
	}
	if chance(r, p.noDot) && !strings.HasSuffix(text, "..") {
		text = strings.TrimSuffix(text, ".")
	}
	if p.shout > 0 && len(text) < 60 && chance(r, p.shout) {
		text = strings.ToUpper(text)
	}
	if choices := emoji[label]; len(choices) > 0 && chance(r, p.emoji) && strings.ContainsFunc(text, unicode.IsLetter) {
		if !strings.HasSuffix(text, "..") {
			text = strings.TrimSuffix(text, ".")
		}
		text += " " + choices[r.IntN(len(choices))]
	}
	return text
}

// emoji lists what people put behind an utterance of each label.
var emoji = map[string][]string{
	"greeting":          {"👋", "🙂", "👋"},
	"thanks":            {"🙏", "👍", "😊", "❤️", ":)"},
	"goodbye":           {"👋", "😊", ":)", "🙂"},
	"complaint":         {"😡", "🙄", "😤", ":("},
	"report_outage":     {"😩", "😭", "🙁", ":("},
	"step_result":       {"😕", "🤔", "🤷", "😬"},
	"order_status":      {"📦", "🤔", "🙏"},
	"billing_question":  {"😳", "🤔", "😬"},
	"acknowledge":       {"👍", "👌", "🙂"},
	"retention_offer":   {"🙂"},
	"offer_more_help":   {"🙂"},
	"clarify":           {"😅", "🤔"},
	"resolution":        {"🙂", "👍"},
	"cancel_request":    {"🙁"},
	"refund_request":    {"🙏"},
	"troubleshoot_step": {"🙂"},
}

// eachWord replaces the runs of letters and apostrophes in text, leaving
// alone any word that has digits or signs in it, such as an address.
func eachWord(text string, replace func(string) string) string {
	words := strings.Split(text, " ")
	for i, field := range words {
		core := strings.TrimRight(field, ".,!?…")
		if core == "" || strings.ContainsFunc(core, notInWord) {
			continue
		}
		words[i] = replace(core) + field[len(core):]
	}
	return strings.Join(words, " ")
}

func notInWord(c rune) bool { return !unicode.IsLetter(c) && c != '\'' }

// mistype abbreviates or misspells a word, or leaves it as it is.
func mistype(r *rand.Rand, lang *language, p persona, word string) string {
	low := strings.ToLower(word)
	if short := lang.short[low]; len(short) > 0 && chance(r, p.short) {
		return short[r.IntN(len(short))]
	}
	if wrong := lang.misspelt[low]; wrong != "" && chance(r, 6*p.typo) {
		return wrong
	}
	if len(word) >= 4 && chance(r, p.typo) {
		return slip(r, word)
	}
	return word
}

// slip makes one mistake of the fingers within a word; the first letter stays.
func slip(r *rand.Rand, word string) string {
	letters := []rune(word)
	i := 1 + r.IntN(len(letters)-2)
	switch r.IntN(4) {
	case 0: // two letters swapped
		letters[i], letters[i+1] = letters[i+1], letters[i]
	case 1: // one left out
		letters = append(letters[:i], letters[i+1:]...)
	case 2: // one doubled
		letters = append(letters[:i+1], letters[i:]...)
	default: // the key next to it
		if k := strings.IndexRune(keyboard, unicode.ToLower(letters[i])); k >= 0 {
			letters[i] = rune(keyboard[k+1])
		}
	}
	return string(letters)
}

// keyboard holds the rows of keys; after each letter comes a neighbour of it.
const keyboard = "qwertyuiopoasdfghjklkzxcvbnmn"
