package export

import (
	"regexp"
	"strconv"
	"strings"

	"intenthmm/hmm/transcript"
)

// whatsAppHead is the date and the time before a message:
//
//	[05/01/2024, 10:01:07] Dana: …      iOS
//	1/5/24, 8:15 PM - Dana: …           Android
var whatsAppHead = regexp.MustCompile(
	`^[\x{200e}\x{200f}\x{feff}]*\[?(\d{1,4})([-/.] ?)(\d{1,4})[-/.] ?(\d{1,4})\.?,? (?:\pL+ )?` + // date
		`(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?: ?([aApP])\.? ?[mM]\.?)?` + // time
		`(?:\] ?| - |: )(.*)$`)

// whatsAppSpaces are spaces of other widths, which stand before AM and PM.
var whatsAppSpaces = strings.NewReplacer("\u202f", " ", "\u00a0", " ")

// A whatsAppLine is a line that begins an entry.
type whatsAppLine struct {
	date                 transcript.Date
	hour, minute, second int
	author, text         string // the author is empty where the tool speaks
}

// parseWhatsApp reads a line; false where it goes on with the entry before.
func parseWhatsApp(line string) (whatsAppLine, bool) {
	if !strings.ContainsAny(line[:min(len(line), 12)], "0123456789") {
		return whatsAppLine{}, false
	}
	line = strings.TrimRight(line, "\r\n")
	head := line[:headLength(line)]
	p := whatsAppHead.FindStringSubmatch(whatsAppSpaces.Replace(head) + line[len(head):])
	if p == nil {
		return whatsAppLine{}, false
	}
	w := whatsAppLine{date: transcript.Date{Numbers: [3]int{number(p[1]), number(p[3]), number(p[4])}, Dots: p[2][0] == '.'},
		hour: number(p[5]), minute: number(p[6]), second: number(p[7])}
	switch strings.ToLower(p[8]) {
	case "a":
		w.hour %= 12
	case "p":
		w.hour = w.hour%12 + 12
	}
	w.author, w.text = sayer(p[9])
	return w, w.hour < 24 && w.minute < 60 && w.second < 60
}

// headLength bounds the part of a line that may be date and time, between characters.
func headLength(line string) int {
	const most = 48
	if len(line) <= most {
		return len(line)
	}
	n := most
	for n > 0 && line[n]&0xc0 == 0x80 {
		n--
	}
	return n
}

// sayer splits what follows the time at the first colon. Marks of direction, and the tilde before the names of
// those who are no contacts, are no part of a name.
func sayer(rest string) (author, text string) {
	author, text, found := strings.Cut(rest, ":")
	if !found || text != "" && text[0] != ' ' {
		return "", rest
	}
	author = strings.TrimSpace(strings.Map(unmarked, author))
	return strings.TrimSpace(strings.TrimPrefix(author, "~")), strings.TrimPrefix(text, " ")
}

// unmarked drops marks of direction (Unicode, Bidi_Control).
func unmarked(r rune) rune {
	switch {
	case r == '\u200e' || r == '\u200f' || '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069':
		return -1
	case r == '\u202f' || r == '\u00a0':
		return ' '
	}
	return r
}

func number(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
