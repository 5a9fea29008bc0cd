package main

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"intenthmm/hmm/intent"
)

// What a card shows at most, so that it stays below the 4096 characters of a message.
const (
	mostPath     = 12 // turns
	mostIntents  = 3
	mostOutcomes = 8
	mostName     = 48 // characters
)

// card is the message to the agents about a customer who wants a person: who it is, the conversation's
// last intents, the likeliest of now, how much the model is to be believed, and what it may come to. What
// the customer wrote is not in it.
func (b *customerBot) card(c *chat, who models.User) *bot.SendMessageParams {
	lines := []string{"<b>A customer would like to talk to a person</b>", customerLink(who)}
	if a := c.reply.Answer; a != nil {
		model, _ := b.keeper.Model()
		path := path(&c.note, a, model)
		lines = append(lines,
			fmt.Sprintf("Path (%d of %d turns): %s", len(path), c.reply.Turns, strings.Join(path, " → ")),
			"Now: "+strings.Join(intents(a.Posterior, model), ", "),
			surprise(a))
		lines = append(lines, risks(a.Outcomes)...)
	}
	lines = append(lines, fmt.Sprintf("When you are done: /close_%d", c.id))
	return &bot.SendMessageParams{ChatID: b.options.Agents, Text: strings.Join(lines, "\n"), ParseMode: models.ParseModeHTML}
}

// customerLink is the customer's name as a link to a chat with them.
func customerLink(who models.User) string {
	link := fmt.Sprintf(`<a href="tg://user?id=%d">%s</a>`, who.ID, shown(who.FirstName+" "+who.LastName))
	if who.Username != "" {
		link += " @" + shown(who.Username)
	}
	return link
}

// path is the intents of the last turns: the settled ones that the note remembers, then those that may
// still change.
func path(n *note, a *intent.Answer, m *intent.Model) []string {
	var names []string
	if len(a.Unsettled) == 0 || n.First+len(n.Settled) == a.Unsettled[0].Turn {
		for _, state := range n.Settled {
			names = append(names, stateName(m, state))
		}
	}
	for _, p := range a.Unsettled {
		names = append(names, stateName(m, p.State))
	}
	return names[max(0, len(names)-mostPath):]
}

func stateName(m *intent.Model, state int) string {
	if state < 0 || state >= len(m.States) {
		return "?" // no intent can have said it
	}
	return shown(m.States[state].Name)
}

// intents are the likeliest intents of the last turn.
func intents(posterior []float64, m *intent.Model) []string {
	states := make([]int, len(posterior))
	for i := range states {
		states[i] = i
	}
	slices.SortStableFunc(states, func(a, b int) int { return cmp.Compare(posterior[b], posterior[a]) })
	var lines []string
	for _, i := range states[:min(mostIntents, len(states))] {
		lines = append(lines, fmt.Sprintf("%s %.0f %%", stateName(m, i), 100*posterior[i]))
	}
	return lines
}

// surprise is how unusual the last turn is.
func surprise(a *intent.Answer) string {
	line := "Surprise: impossible for the model"
	if a.Surprise != nil {
		line = fmt.Sprintf("Surprise: %.1f nats", *a.Surprise)
	}
	if a.Percentile != nil {
		line += fmt.Sprintf(", more than %.0f %% of the training turns", *a.Percentile)
	}
	if len(a.Doubts) > 0 {
		line += "; doubts: " + strings.Join(a.Doubts, ", ")
	}
	return line
}

func risks(of []intent.Risk) []string {
	var lines []string
	for _, r := range of[:min(mostOutcomes, len(of))] {
		lines = append(lines, fmt.Sprintf("%s: %.0f %% within %d turns, %.0f %% ever", shown(r.Name), 100*r.Within, r.Turns, 100*r.Ever))
	}
	return lines
}

// shown is a name on one line, not too long, as HTML.
func shown(name string) string {
	runes := []rune(strings.Join(strings.Fields(name), " "))
	if len(runes) > mostName {
		runes = append(runes[:mostName-1], '…')
	}
	return html.EscapeString(string(runes))
}
