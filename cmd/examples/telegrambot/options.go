package main

import (
	"fmt"
	"strings"
	"time"
)

// options of a bot.
type options struct {
	// Outcome is the outcome whose risk is watched, as the model's states are marked with it.
	Outcome string
	// Threshold is the probability of it within the model's horizon from which on a person is offered.
	Threshold float64
	// Agents is the chat that hand-offs are sent to.
	Agents int64
	// Idle is how long a customer may be silent: the next message then begins a conversation anew.
	Idle time.Duration
	// Patience is how long the next poll, which confirms what came before, waits for that to be dealt with.
	Patience time.Duration
	// Grace is how long a bot that is stopped goes on with what it has begun.
	Grace time.Duration
}

// defaultOptions offer a person at even odds of an outcome that is called hand-off. There is no default
// for Agents.
func defaultOptions() options {
	return options{Outcome: "hand-off", Threshold: 0.5, Idle: 30 * time.Minute, Patience: 5 * time.Second, Grace: 10 * time.Second}
}

// check names all that is missing, or the first option that cannot be.
func (o options) check(model, token string) error {
	var missing []string
	for _, needed := range []struct {
		given bool
		what  string
	}{
		{model != "", "a model (-model FILE)"},
		{token != "", "the bot's token (TELEGRAM_TOKEN in the environment)"},
		{o.Agents != 0, "the chat to send hand-offs to (-agents ID)"},
	} {
		if !needed.given {
			missing = append(missing, needed.what)
		}
	}
	switch {
	case len(missing) > 0:
		return fmt.Errorf("needed, and not given: %s", strings.Join(missing, ", "))
	case !(o.Threshold > 0 && o.Threshold <= 1):
		return fmt.Errorf("a threshold of %v, expected a probability above 0 and up to 1", o.Threshold)
	case o.Idle < 0:
		return fmt.Errorf("customers idle for %v, expected 0 or more", o.Idle)
	}
	return nil
}
