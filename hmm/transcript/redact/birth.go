package redact

import (
	"strings"
	"unicode/utf8"
)

// bornBefore says whether a text ends with a word that says of birth and up to three short words behind it, as in
// "born on the".
func bornBefore(s []byte) bool {
	s = s[max(0, len(s)-64):]
	for range 4 {
		end := len(strings.TrimRightFunc(string(s), notLetterOrDigit))
		from := strings.LastIndexFunc(string(s[:end]), notLetter) + 1
		word := string(s[from:end])
		if word == "" {
			return false
		}
		if ofBirth(word) {
			return true
		}
		if !linking(word) {
			return false
		}
		s = s[:from]
	}
	return false
}

// bornBehind says whether the next or second word of a text says of birth, as in "05.01.84 geboren".
func bornBehind(s []byte) bool {
	words := strings.FieldsFunc(string(window(s, 0)), notLetter)
	for _, word := range words[:min(3, len(words))] {
		if ofBirth(word) {
			return true
		}
		if !linking(word) {
			return false
		}
	}
	return false
}

// linking says whether a word may stand between a word of birth and the date.
func linking(word string) bool { return utf8.RuneCountInString(word) <= 4 || linkingWords[word] }

func notLetterOrDigit(r rune) bool { return notLetter(r) && (r < '0' || r > '9') }

// ofBirth says whether a word says of birth.
func ofBirth(word string) bool {
	if birthWords[word] {
		return true
	}
	for _, stem := range birthStems {
		if strings.HasPrefix(word, stem) {
			return true
		}
	}
	for _, sign := range birthSigns {
		if strings.Contains(word, sign) {
			return true
		}
	}
	return false
}

// Words of birth: whole ones, beginnings, and those of scripts where words are not parted or have prefixes.
var (
	birthWords = set(`born dob bday geb geboren né née nacido nacida nací nascido nascida nasci nato nata född født ur`)
	birthStems = strings.Fields(`birth geburt geboort verjaardag naissance nacimiento cumplea nasciment anivers nascita complean
		födel fødsel urodz doğum рожд родил народж народил γέννησ γεννήθ`)
	linkingWords = set(`wurde tarihi tarihim`)
	birthSigns   = strings.Fields(`生日 出生 生年月日 誕生日 生まれ 생년월일 생일 출생 ميلاد مولود जन्म`)
)
