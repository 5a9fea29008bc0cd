package redact

import (
	"fmt"
	"strings"
)

// cards takes the numbers of payment cards: 13 to 19 digits, alone, with up to three spaces and hyphens or with full stops
// between them, whose last checks the others. Of several lengths that hold, the longest is it.
func cards(v *view, token string) {
	for i := 0; i < len(v.folded); i++ {
		if !digit(v.folded[i]) || i > 0 && alnum(v.folded[i-1]) {
			continue
		}
		to := longest(v.folded, ends(v.folded, i, " -", 19), 13, luhn)
		if to == 0 {
			to = longest(v.folded, ends(v.folded, i, ".", 19), 13, luhn)
		}
		if to > 0 {
			v.take(i, to, token)
			i = to - 1
		}
	}
}

// ends are the places behind the first digits from one on, at most n, with up to three separators in a row.
func ends(s []byte, at int, separators string, n int) []int {
	var to []int
	for gap := 0; at < len(s) && len(to) < n && gap <= 3; at++ {
		switch {
		case digit(s[at]):
			to = append(to, at+1)
			gap = 0
		case strings.IndexByte(separators, s[at]) >= 0:
			gap++
		default:
			return to
		}
	}
	return to
}

// longest is the last of the ends, each so many digits away, that is the end of a word and whose digits hold; 0: none.
func longest(s []byte, ends []int, least int, holds func([]byte) bool) int {
	if len(ends) == 0 {
		return 0
	}
	from := ends[0] - 1
	for n := len(ends); n >= least; n-- {
		to := ends[n-1]
		if (to == len(s) || !alnum(s[to])) && holds(s[from:to]) {
			return to
		}
	}
	return 0
}

// luhn checks the last digit of a card (ISO/IEC 7812-1).
func luhn(s []byte) bool {
	sum, n := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		if !digit(s[i]) {
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
	return sum%10 == 0
}

// lengths are the signs in the account numbers of each country (ISO 13616, registry of SWIFT).
var lengths = parseLengths(`
	AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29
	ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20
	LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29
	PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30`)

func parseLengths(list string) map[string]int {
	all := map[string]int{}
	for _, entry := range strings.Fields(strings.ToLower(list)) {
		var n int
		if _, err := fmt.Sscan(entry[2:], &n); err != nil {
			panic("redact: length of " + entry)
		}
		all[entry[:2]] = n
	}
	return all
}

// ibans takes account numbers: the code of a country, two digits that check the rest, as many signs as that
// country has, in any groups. Half of them are digits, or "at 71 Castle Street" would be one by chance.
func ibans(v *view, token string) {
	for i := 0; i+15 <= len(v.folded); i++ {
		if i > 0 && alnum(v.folded[i-1]) {
			continue
		}
		n := lengths[string(v.folded[i:i+2])]
		if n == 0 {
			continue
		}
		if to := account(v.folded, i, n); to > 0 {
			v.take(i, to, token)
			i = to - 1
		}
	}
}

// account is the end of an account number of n signs at a place, 0 if there is none: with the first four moved to
// the end and letters read as 10 to 35 it leaves 1 modulo 97 (ISO 7064).
func account(s []byte, at, n int) int {
	signs := make([]byte, 0, 40)
	for gap := 0; at < len(s) && len(signs) < n && gap <= 1; at++ {
		switch {
		case alnum(s[at]):
			signs = append(signs, s[at])
			gap = 0
		case strings.IndexByte(" .-/", s[at]) >= 0:
			gap++
		default:
			return 0
		}
	}
	if len(signs) < n || at < len(s) && alnum(s[at]) || !digit(signs[2]) || !digit(signs[3]) || 2*digits(string(signs)) < n {
		return 0
	}
	rest := 0
	for _, c := range append(signs[4:], signs[:4]...) {
		if digit(c) {
			rest = (rest*10 + int(c-'0')) % 97
		} else {
			rest = (rest*100 + int(c-'a') + 10) % 97
		}
	}
	if rest != 1 {
		return 0
	}
	return at
}

func alnum(c byte) bool { return digit(c) || 'a' <= c && c <= 'z' }
