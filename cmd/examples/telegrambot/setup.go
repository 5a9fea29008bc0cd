package main

import (
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/go-telegram/bot"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/session/store"
)

// kept is how long a chat is kept in which nothing happens. A hand-off that nobody closes ends with it.
const kept = 30 * 24 * time.Hour

// hold is how long Telegram may wait for something new before it answers a poll.
const hold = 50 * time.Second

// answering is how long Telegram may take to do something, until it is taken for a failure.
const answering = 30 * time.Second

// newBot is a bot of that model, whose store stays the caller's to close.
func newBot(m *intent.Model, s store.Store, api, token string, o options, log *slog.Logger) (*customerBot, error) {
	if err := checkOutcome(m, o.Outcome); err != nil {
		return nil, err
	}
	conversations := live.DefaultOptions()
	conversations.Idle = kept
	conversations.Swept = func(expired int, err error) {
		if err != nil {
			log.Warn("old chats are not forgotten", "error", err)
		}
	}
	keeper, err := live.New(m, s, conversations)
	if err != nil {
		return nil, err
	}
	telegram, err := bot.New(token, bot.WithServerURL(api), bot.WithSkipGetMe(), bot.WithHTTPClient(hold, &http.Client{Timeout: answering}),
		bot.WithErrorsHandler(func(err error) { log.Warn("telegram", "error", err) }))
	if err != nil {
		return nil, err
	}
	return &customerBot{
		options: o, keeper: keeper, log: log,
		updates: &updates{
			client: &http.Client{Timeout: hold + answering}, method: api + "/bot" + token + "/getUpdates", hold: hold, pause: time.Second, log: log,
			begun: func() { log.Info("started", "outcome", o.Outcome, "threshold", o.Threshold, "agents", o.Agents) },
		},
		send: &sender{api: telegram, pause: time.Second},
	}, nil
}

// checkOutcome is an error where no state of the model is marked with the outcome.
func checkOutcome(m *intent.Model, outcome string) error {
	marked := map[string]bool{}
	for _, o := range m.SessionOptions().Outcomes {
		marked[o.Name] = true
	}
	if marked[outcome] {
		return nil
	}
	return fmt.Errorf("no state of the model is marked with the outcome %q, only with %q: intenthmm label -m MODEL STATE=%[1]s --outcome marks one",
		outcome, slices.Sorted(maps.Keys(marked)))
}
