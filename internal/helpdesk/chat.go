package helpdesk

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// language is everything that differs between the English and German chats.
type language struct {
	prefix   string              // of conversation names
	bot      string              // name of the bot
	rules    grammar             // what people say
	facts    map[string][]string // choices for the facts that are words
	phone    string              // format of a phone number
	money    func(int) string
	kinds    map[string][]string // issue -> its kinds; repeats make one likelier
	steps    map[string][]string // kind of outage -> steps worth trying
	short    map[string][]string // abbreviations
	misspelt map[string]string
}

// issues lists what customers come with; repeats make one likelier.
var issues = strings.Fields("outage outage outage outage billing billing billing order order order cancel cancel refund refund")

// issueLabels gives the label with which a customer states each issue.
var issueLabels = map[string]string{
	"outage":  "report_outage",
	"billing": "billing_question",
	"order":   "order_status",
	"cancel":  "cancel_request",
	"refund":  "refund_request",
}

// chat is the state of one conversation while it is generated.
type chat struct {
	speech
	lang     *language
	customer persona
	human    persona
	staff    string   // who answers just now: [Bot] or [Agent]
	issue    string   // what it is about just now
	kind     string   // which kind of that issue
	step     string   // the troubleshooting step under way
	topic    string   // what the last side question was about
	steps    []string // steps not tried yet
	tried    int      // steps tried with the present staff
	queue    []string // issues to come up later
	known    map[string]bool
	visits   map[string]int
	cut      int // the number of turns after which the chat is abandoned
	turns    []Turn
}

// newChat sets up a chat that is about the issue first, and sometimes another.
func newChat(r *rand.Rand, lang *language, first string) *chat {
	c := &chat{
		speech: speech{r: r, rules: lang.rules, facts: newFacts(r, lang), used: map[string]int{}},
		lang:   lang, customer: pickPersona(r, personas), human: pickPersona(r, staffPersonas),
		known: map[string]bool{}, visits: map[string]int{}, cut: maxTurns + 2,
	}
	c.queue = []string{first}
	if chance(r, 13) {
		if more := issues[r.IntN(len(issues))]; more != first {
			c.queue = append(c.queue, more)
		}
	}
	if chance(r, 13) {
		c.cut = minTurns + r.IntN(6)
	}
	return c
}

// walk goes through the plan from its start to an end, or until the chat is
// abandoned or has become too long to be of use.
func (c *chat) walk() {
	for at := "open"; at != "end"; {
		st := plan[at]
		c.visits[at]++
		if st.do != nil {
			st.do(c)
		}
		c.perform(st)
		if len(c.turns) >= c.cut {
			c.turns = c.turns[:c.cut]
			return
		}
		at = c.fill(c.follow(st.next))
	}
}

// perform lets the speaker of a stage say its line, if it has one.
func (c *chat) perform(st stage) {
	if st.rule == "" {
		return
	}
	speaker, p := c.speaker(st.who)
	label := st.label
	if label == "" {
		label = issueLabels[c.issue]
	}
	text := c.say(c.fill(st.rule), p.register)
	for _, part := range c.sendings(p, label, text) {
		part = roughen(c.r, c.lang, p, label, part)
		c.turns = append(c.turns, Turn{Speaker: speaker, Text: part, Label: label})
	}
}

// speaker gives the name and the persona of a party.
func (c *chat) speaker(who party) (string, persona) {
	switch {
	case who == customer:
		return Customer, c.customer
	case c.staff == Bot:
		return Bot, botPersona
	default:
		return Agent, c.human
	}
}

// sentenceEnd matches the end of a sentence that another follows. A full stop
// behind a digit or a single letter belongs to a date or an abbreviation.
var sentenceEnd = regexp.MustCompile(`\pL\pL[.?] `)

// sendings cuts a message in two between sentences if the persona tends to
// hit enter early. Greetings stay in one piece.
func (c *chat) sendings(p persona, label, text string) []string {
	if label != "greeting" && chance(c.r, p.split) {
		if at := sentenceEnd.FindStringIndex(text); at != nil {
			return []string{text[:at[1]-1], text[at[1]:]}
		}
	}
	return []string{text}
}

// fill puts the present issue, kind and step into the name of a rule or stage.
func (c *chat) fill(name string) string {
	return strings.NewReplacer("$issue", c.issue, "$kind", c.kind, "$step", c.step, "$topic", c.topic, "$id", c.id()).Replace(name)
}

// id is the kind of number by which the present issue is looked up.
func (c *chat) id() string {
	if c.issue == "order" || c.issue == "refund" {
		return "order"
	}
	return "account"
}

// follow draws one of the edges that are open, by weight.
func (c *chat) follow(edges []edge) string {
	sum := 0
	for _, e := range edges {
		sum += c.weight(e)
	}
	if sum == 0 {
		return edges[len(edges)-1].to
	}
	n := c.r.IntN(sum)
	for _, e := range edges {
		if n -= c.weight(e); n < 0 {
			return e.to
		}
	}
	panic("unreachable")
}

func (c *chat) weight(e edge) int {
	if e.when != nil && !e.when(c) {
		return 0
	}
	return e.weight
}

// nextIssue takes up the next issue of the queue.
func (c *chat) nextIssue() {
	c.issue, c.queue = c.queue[0], c.queue[1:]
	kinds := c.lang.kinds[c.issue]
	c.kind = kinds[c.r.IntN(len(kinds))]
	c.steps = slices.Clone(c.lang.steps[c.kind])
	c.r.Shuffle(len(c.steps), func(i, j int) { c.steps[i], c.steps[j] = c.steps[j], c.steps[i] })
	c.tried = 0
}

// nextStep takes up a troubleshooting step that has not been tried.
func (c *chat) nextStep() {
	c.step, c.steps = c.steps[0], c.steps[1:]
	c.tried++
}

// aside makes the customer think of another issue in the middle of this one.
func (c *chat) aside() {
	for _, more := range []string{"billing", "order"} {
		if more != c.issue {
			c.queue = append(c.queue, more)
			return
		}
	}
}

// joinBot puts the bot on duty.
func (c *chat) joinBot() {
	c.staff = Bot
	c.facts["agent"] = c.lang.bot
}

// joinHuman hands the chat to a person; a second one has another name.
func (c *chat) joinHuman() {
	if c.staff == Agent {
		c.facts["agent"] = c.facts["colleague"]
		c.human = pickPersona(c.r, staffPersonas)
	} else {
		c.facts["agent"] = c.facts["adviser"]
	}
	c.staff, c.tried = Agent, 0
}
