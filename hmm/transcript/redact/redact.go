// Package redact takes people's data out of texts: what is found becomes a token.
//
//	<email>  <url>  <iban>  <card>  <ip>  <date>  <phone>  <number>  <name>
//
// Patterns find what has a form. They are no proof of anonymity: a street, or a name that is on no list,
// stays. What has a checksum (IBAN, card numbers) is held against it, and what fails is a long number.
//
//   - A site without a scheme is one where "www." leads, or a known top-level domain with a path, a query or a
//     port behind it (shop.example/o/12), or .com, .org, .edu, .gov or a form like .co.uk alone.
//   - A date is of birth if a word that says so stands beside it, or if it has a day, a month and a year from 1900
//     to [LastBirthYear]. Other dates stay, so that what was delivered when is known. A birth date that is written
//     in words, or lies later without such a word, is not found.
//   - Phone numbers need a form that says so: +, 00, a bracket, a leading 0, or groups that only phones of a country
//     have. Others, and the numbers of passports, insurances and taxes, are <number>, as is all of 7 digits or more.
//
// Texts are looked at in their compatibility form (Unicode NFKC), with the digits of every script as 0 to 9 and
// without invisible signs; what is not found stays as it was written. Redacting twice is redacting once.
package redact

// A Redactor finds people's data. It is immutable and serves any number of goroutines.
type Redactor struct {
	names names
}

// New is a Redactor that also finds these names, as whole words and without regard to case, accents composed or
// apart; between the words of one name may stand spaces, hyphens, apostrophes or a full stop. Where a script puts
// no space between words (Han, kana, Hangul, Thai, Lao, Khmer, Burmese), a name of two signs or more is found
// anywhere. Names that are also common words take these out too. Empty names are no names.
func New(list ...string) *Redactor { return &Redactor{names: index(list)} }

// Text is a text in which tokens stand for people's data. A text without any is returned as it is. Valid UTF-8
// stays so. The cost is linear in the text for what has no digits, and a few microseconds a finding.
func (r *Redactor) Text(text string) string {
	for { // what a token separates may have another form: each round has fewer signs outside of tokens
		found := r.find(text)
		if len(found) == 0 {
			return text
		}
		text = splice(text, found)
	}
}

// find is what there is in a text, in order and apart.
func (r *Redactor) find(text string) []finding {
	v := fold(text)
	for i := range rules {
		rules[i].apply(&v)
	}
	r.names.find(&v)
	return v.findings()
}
