package export

import (
	"regexp"
	"strings"
)

var (
	// mailAttribution ends the words before a quotation: On Fri, Jan 5, Dana wrote:
	mailAttribution = regexp.MustCompile(`(?i)(?:\bwrote|\bschrieb\b.*|\bescribió|\ba écrit|\bha scritto|\bescreveu|\bschreef\b.*)\s?:$`)
	// mailOn is the first of two such lines.
	mailOn = regexp.MustCompile(`(?i)^(?:on|am|el|le|il|em|op) .*\d`)
	// mailBelow begins the mail that is answered, where programs put it below without marks.
	mailBelow = regexp.MustCompile(`(?i)^(?:-{2,} ?(?:original message|ursprüngliche nachricht|mensaje original|message d'origine|forwarded message) ?-{2,}|_{20,}|##-.*-##)$`)
	// mailHead and mailSent are its first lines in Outlook.
	mailHead = regexp.MustCompile(`(?i)^\*?(?:from|von|de|da|van) ?:\*? `)
	mailSent = regexp.MustCompile(`(?i)^\*?(?:sent|date|to|gesendet|datum|an|enviado|fecha|envoyé|date|à|inviato|verzonden|aan) ?:\*? `)
)

// unquoted is what is new in a mail: without the lines that quote (> …), the words that introduce them, the mail
// below that is answered, and a signature after a line of two dashes (RFC 3676, 4.3). A mail with nothing new in
// it, such as one that is passed on, stays whole.
func unquoted(text string) string {
	if !strings.Contains(text, "\n") {
		return text
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var kept []string
	for i, line := range lines {
		if endsMail(lines, i) {
			break
		}
		if strings.HasPrefix(line, ">") {
			kept = unattributed(kept)
			continue
		}
		kept = append(kept, line)
	}
	if fresh := strings.TrimSpace(strings.Join(unattributed(kept), "\n")); fresh != "" {
		return fresh
	}
	return text
}

// endsMail says whether nothing new comes from a line on.
func endsMail(lines []string, i int) bool {
	line := strings.TrimSpace(lines[i])
	switch {
	case line == "--" || mailBelow.MatchString(line):
		return true
	case !mailHead.MatchString(line) || i+1 == len(lines):
		return false
	}
	return mailSent.MatchString(strings.TrimSpace(lines[i+1]))
}

// unattributed takes the words off the end that introduce a quotation. They name a day or an address; programs break
// them over two lines.
func unattributed(lines []string) []string {
	last := len(lines) - 1
	for last >= 0 && strings.TrimSpace(lines[last]) == "" {
		last--
	}
	if last < 0 || !mailAttribution.MatchString(strings.TrimSpace(lines[last])) {
		return lines
	}
	first := last
	if last > 0 && mailOn.MatchString(lines[last-1]) {
		first--
	}
	if !strings.ContainsAny(strings.Join(lines[first:last+1], ""), "0123456789@") {
		return lines
	}
	return lines[:first]
}
