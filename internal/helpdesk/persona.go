package helpdesk

import "math/rand/v2"

// persona is a way of writing: which templates a customer likes and how the
// text is roughened. Rates are in percent.
type persona struct {
	register string // see [grammar]
	weight   int    // how often it turns up
	lower    int    // chats wholly in lower case
	noDot    int    // messages without the last full stop
	noQuotes int    // apostrophes left out
	short    int    // words abbreviated
	typo     int    // words mistyped
	emoji    int    // messages with an emoji, given that one suits
	shout    int    // messages in capitals
	split    int    // messages sent in two goes
	impolite int    // extra weight of complaints
}

// personas lists the customers; register is one of casual, polite, terse,
// angry or chatty.
var personas = []persona{
	{register: "polite", weight: 24, noDot: 10, typo: 1, short: 0, split: 4},
	{register: "casual", weight: 30, lower: 75, noDot: 85, noQuotes: 60, short: 35, typo: 4, emoji: 22, split: 30, impolite: 10},
	{register: "terse", weight: 18, lower: 60, noDot: 90, noQuotes: 40, short: 20, typo: 3, split: 12, impolite: 10},
	{register: "angry", weight: 17, lower: 40, noDot: 50, noQuotes: 40, short: 10, typo: 4, shout: 7, split: 25, impolite: 60},
	{register: "chatty", weight: 15, lower: 15, noDot: 30, noQuotes: 10, short: 5, typo: 2, emoji: 30, split: 20, impolite: 5},
}

// staffPersonas are the writing habits of the shop's people.
var staffPersonas = []persona{
	{register: "warm", weight: 5, noDot: 5, emoji: 8, split: 10},
	{register: "brisk", weight: 4, noDot: 25, typo: 1, split: 6},
	{register: "formal", weight: 3},
}

// botPersona is the machine: the same register always, and no slips.
var botPersona = persona{register: Bot}

// pickPersona draws one of list by weight and settles for the whole chat
// whether it writes in lower case and with apostrophes.
func pickPersona(r *rand.Rand, list []persona) persona {
	sum := 0
	for _, p := range list {
		sum += p.weight
	}
	n := r.IntN(sum)
	for _, p := range list {
		if n -= p.weight; n < 0 {
			p.lower = allOrNothing(r, p.lower)
			p.noQuotes = allOrNothing(r, p.noQuotes)
			return p
		}
	}
	panic("helpdesk: no persona")
}

// allOrNothing gives 100 in percent of the cases and 0 otherwise.
func allOrNothing(r *rand.Rand, percent int) int {
	if chance(r, percent) {
		return 100
	}
	return 0
}

// chance reports true in percent of the cases.
func chance(r *rand.Rand, percent int) bool {
	return r.IntN(100) < percent
}
