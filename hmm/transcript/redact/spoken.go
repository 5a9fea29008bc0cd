package redact

import (
	"bytes"
	"strings"
)

// Parts of addresses that are written so that programs do not see them.
const (
	person    = `[\pL\pN_+][\pL\pN\pM_%+-]*`
	label     = `[\pL\pN][\pL\pN\pM-]*`
	hiddenDot = `(?:\s*[(\[{]\s*(?:dot|punkt|punto|ponto|point|точка|\.)\s*[)\]}]\s*|\s(?:dot|punkt|punto|ponto|point|точка)\s|\.| \. )`
)

// hiddenEmail is an address with its @ in brackets, or between spaces.
const hiddenEmail = person + `(?:` + hiddenDot + person + `)*` +
	`(?:\s*[(\[{]\s*(?:at|ät|arroba|arobase|chiocciola|собака|@)\s*[)\]}]\s*|\s@\s)` +
	label + `(?:` + hiddenDot + label + `)+`

// speech is how languages say an address: a word for @ and one for the full stop.
var speech = []struct {
	dot  []byte
	find func(*view, string)
}{
	say("at", "dot"), say("at", "punkt"), say("ät", "punkt"), say("arroba", "punto"), say("arroba", "ponto"),
	say("chiocciola", "punto"), say("arobase", "point"), say("собака", "точка"),
}

func say(at, dot string) (s struct {
	dot  []byte
	find func(*view, string)
}) {
	s.dot = []byte(" " + dot + " ")
	said := `\s+` + dot + `\s+`
	s.find = pattern(`[\pL\pN_+][\pL\pN\pM._%+-]*(?:`+said+person+`)*\s+`+at+`\s+`+label+`(?:`+said+label+`)+`, ofDomain)
	return s
}

// spoken takes addresses of which @ and the full stop are words.
func spoken(v *view, token string) {
	for _, s := range speech {
		if bytes.Contains(v.folded, s.dot) {
			s.find(v, token)
		}
	}
}

// ofDomain says whether an address ends with a known top-level domain: "at this point" has none.
func ofDomain(s string) bool { return domains[s[strings.LastIndexFunc(s, notLetter)+1:]] }
