package helpdesk

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// newFacts invents what stays the same through a chat: who is asking, their
// numbers and amounts, the days that matter. Grammars refer to facts as
// <name>. The amounts agree with each other: bill = usual + extra.
func newFacts(r *rand.Rand, lang *language) map[string]string {
	usual := 1799 + 500*r.IntN(8) + 200*r.IntN(2)
	extra := []int{250, 399, 500, 650, 799, 1000, 1250, 1499, 1845, 2210, 3999}[r.IntN(11)]
	offer := max(999, usual*(70+5*r.IntN(4))/100/100*100+99)
	account := 100000 + r.IntN(900000)
	order := 20000 + r.IntN(70000)
	facts := map[string]string{
		"account":  fmt.Sprintf("BW-%d", account),
		"digits":   fmt.Sprint(account),
		"order":    fmt.Sprintf("ORD-%d", order),
		"ordernum": fmt.Sprint(order),
		"ref":      fmt.Sprintf("T%d", 3000+r.IntN(6000)),
		"usual":    lang.money(usual),
		"extra":    lang.money(extra),
		"bill":     lang.money(usual + extra),
		"double":   lang.money(2 * usual),
		"offer":    lang.money(offer),
		"saving":   lang.money(usual - offer),
		"goodwill": lang.money([]int{500, 750, 1000, 1500}[r.IntN(4)]),
		"price":    lang.money([]int{2499, 3999, 5999, 8900, 12900}[r.IntN(5)]),
		"number":   fmt.Sprint(2 + r.IntN(5)),
		"minutes":  fmt.Sprint([]int{10, 15, 20, 25, 30, 40, 45}[r.IntN(7)]),
		"speed":    fmt.Sprint([]int{1, 2, 3, 4, 6, 8, 11}[r.IntN(7)]),
		"promised": fmt.Sprint([]int{36, 50, 80, 100, 250, 500}[r.IntN(6)]),
		"phone":    fmt.Sprintf(lang.phone, r.IntN(1000)),
		"hour":     fmt.Sprint(1 + r.IntN(7)),
	}
	for _, name := range slices.Sorted(maps.Keys(lang.facts)) {
		values := lang.facts[name]
		facts[name] = values[r.IntN(len(values))]
	}
	facts["email"] = mailAddress(r, facts["name"], facts["surname"])
	return facts
}

// mailAddress makes an address under a domain reserved for examples.
func mailAddress(r *rand.Rand, name, surname string) string {
	name, surname = asciiLower(name), asciiLower(surname)
	local := []string{
		name + "." + surname,
		name[:1] + surname,
		name + fmt.Sprint(60+r.IntN(40)),
		surname + "_" + name,
	}[r.IntN(4)]
	return local + "@" + []string{"example.com", "example.org", "example.net"}[r.IntN(3)]
}

var plainLetters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "é", "e", "'", "", "-", "")

func asciiLower(s string) string { return plainLetters.Replace(strings.ToLower(s)) }

// pounds writes an amount of pence the English way.
func pounds(pence int) string {
	if pence%100 == 0 {
		return fmt.Sprintf("£%d", pence/100)
	}
	return fmt.Sprintf("£%d.%02d", pence/100, pence%100)
}

// euros writes an amount of cents the German way.
func euros(cents int) string {
	if cents%100 == 0 {
		return fmt.Sprintf("%d €", cents/100)
	}
	return fmt.Sprintf("%d,%02d €", cents/100, cents%100)
}
