package redact

import "strings"

// card says whether a text is the number of a payment card: 13 to 19 digits whose last checks the others
// (ISO/IEC 7812-1, the Luhn algorithm).
func card(s string) bool {
	sum, n := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] < '0' || s[i] > '9' {
			continue
		}
		d := int(s[i] - '0')
		if n%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
		n++
	}
	return 13 <= n && n <= 19 && sum%10 == 0
}

// iban says whether a text is an account number: 15 to 34 signs which, the first four moved to the end and
// letters read as 10 to 35, leave 1 modulo 97 (ISO 13616, ISO 7064).
func iban(s string) bool {
	s = strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	rest := 0
	for _, r := range s[4:] + s[:4] {
		switch {
		case '0' <= r && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		case 'A' <= r && r <= 'Z':
			rest = (rest*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}
