package helpdesk

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"
)

// grammar maps the name of a rule to its templates. A template is plain text
// with two kinds of markup, which nest:
//
//	{a|b|c}  one of the alternatives; an empty one makes the rest optional
//	<name>   a fact of the chat of that name, or else an expansion of the rule
//
// A rule named "x/polite" holds further templates of rule x for speakers of
// the polite register.
type grammar map[string][]string

// speech expands rules for one chat. It remembers which templates the chat
// has used, so that nobody says the same thing twice if it can be avoided.
type speech struct {
	r     *rand.Rand
	rules grammar
	facts map[string]string
	used  map[string]int // template -> times used in this chat
}

// say expands one or more rules, separated by spaces, for a speaker of the
// given register.
func (s *speech) say(rules, register string) string {
	var parts []string
	for _, rule := range strings.Fields(rules) {
		parts = append(parts, s.expand("<"+rule+">", register))
	}
	return tidy(joinSentences(parts))
}

// joinSentences puts a full stop after each part that lacks an end, except
// the last, and joins them.
func joinSentences(parts []string) string {
	for i, part := range parts[:len(parts)-1] {
		if part = strings.TrimSpace(part); !strings.ContainsAny(part[len(part)-1:], ".,:?!") {
			part += "."
		}
		parts[i] = part
	}
	return strings.Join(parts, " ")
}

// expand resolves all markup of a template.
func (s *speech) expand(template, register string) string {
	var out strings.Builder
	for template != "" {
		open := strings.IndexAny(template, "{<")
		if open < 0 {
			out.WriteString(template)
			break
		}
		out.WriteString(template[:open])
		inner, rest := bracketed(template[open:])
		if template[open] == '{' {
			choices := alternatives(inner)
			out.WriteString(s.expand(choices[s.r.IntN(len(choices))], register))
		} else {
			out.WriteString(s.resolve(inner, register))
		}
		template = rest
	}
	return out.String()
}

// resolve gives the fact called name, or an expansion of the rule name.
func (s *speech) resolve(name, register string) string {
	if fact, ok := s.facts[name]; ok {
		return fact
	}
	return s.expand(s.choose(name, register), register)
}

// choose picks a template of a rule: mostly one for the register if there are
// any, and the least used in this chat in any case.
func (s *speech) choose(name, register string) string {
	templates := s.rules[name]
	if special := s.rules[name+"/"+register]; len(special) > 0 {
		if len(templates) == 0 || register == Bot || s.r.IntN(10) < 6 {
			templates = special
		}
	}
	if len(templates) == 0 {
		panic("helpdesk: no rule " + name)
	}
	best := ""
	for i, k := range s.r.Perm(len(templates)) {
		if t := templates[k]; i == 0 || s.used[t] < s.used[best] {
			best = t
		}
	}
	s.used[best]++
	return best
}

// bracketed splits text, which starts with { or <, into what stands inside
// the bracket and what follows its partner.
func bracketed(text string) (inner, rest string) {
	if text[0] == '<' {
		end := strings.IndexByte(text, '>')
		return text[1:end], text[end+1:]
	}
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return text[1:i], text[i+1:]
			}
		}
	}
	panic("helpdesk: unbalanced template " + text)
}

// alternatives splits the inside of a {...} at its outermost bars.
func alternatives(inner string) []string {
	var parts []string
	depth, start := 0, 0
	for i := range len(inner) {
		switch inner[i] {
		case '{':
			depth++
		case '}':
			depth--
		case '|':
			if depth == 0 {
				parts = append(parts, inner[start:i])
				start = i + 1
			}
		}
	}
	return append(parts, inner[start:])
}

var spacing = strings.NewReplacer(" ,", ",", " .", ".", " ?", "?", " !", "!")

// tidy repairs the seams of an expansion: doubled spaces, spaces before
// punctuation, small letters at the start of a sentence.
func tidy(text string) string {
	text = spacing.Replace(strings.Join(strings.Fields(text), " "))
	var out strings.Builder
	start := true
	for i, c := range text {
		if start && unicode.IsLetter(c) {
			c = unicode.ToUpper(c)
		}
		out.WriteRune(c)
		next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(c):])
		switch {
		case strings.ContainsRune(".?!", c) && unicode.IsSpace(next):
			start = true
		case !unicode.IsSpace(c):
			start = false
		}
	}
	return out.String()
}
