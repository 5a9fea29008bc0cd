// Command telegrambot is a bot for Telegram that knows when to let a person take over: it decodes what
// each customer writes, offers a person once an outcome that the model's states are marked with has
// become likely, tells the agents' chat what the conversation was about, and is silent from then on. It
// makes no answers: what it says is in replies.go, to be replaced.
//
//	export TELEGRAM_TOKEN=…
//	go run ./cmd/examples/telegrambot -model shop.hmm.json -store chats.db -agents -1001234567890
//
// It may be stopped, killed and started again at any time: conversations, and who is with a person, are
// in the file of -store, and Telegram keeps for a day what it could not deliver.
//
// What it takes in: text, and the captions of pictures and files, however long. What it cannot read
// (stickers, voice, pictures without a caption) is answered with that and is no turn. Edited messages are
// left alone: the answer to what was said before stands. In groups it is silent, but for the agents'
// /close.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/session/store/bolt"
)

func main() {
	o := defaultOptions()
	model := flag.String("model", "", "the model `FILE`, with states marked as outcomes")
	file := flag.String("store", "chats.db", "keep conversations in `FILE`")
	api := flag.String("api", "https://api.telegram.org", "the `URL` of the Bot API")
	flag.Int64Var(&o.Agents, "agents", 0, "send hand-offs to the chat with this `ID`")
	flag.StringVar(&o.Outcome, "outcome", o.Outcome, "offer a person when the outcome of this `NAME` is likely")
	flag.Float64Var(&o.Threshold, "threshold", o.Threshold, "the `PROBABILITY` of it, within the model's horizon, from which on it is")
	flag.DurationVar(&o.Idle, "idle", o.Idle, "a customer silent for this `TIME` begins a new conversation")
	flag.Parse()
	token := os.Getenv("TELEGRAM_TOKEN")
	wrong := o.check(*model, token)
	if flag.NArg() > 0 {
		wrong = fmt.Errorf("%q is no flag", flag.Arg(0))
	}
	if wrong != nil {
		fmt.Fprintf(os.Stderr, "telegrambot: %v\n", wrong)
		os.Exit(2)
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *model, *file, *api, token, o, log); err != nil {
		log.Error("stopped", "error", err)
		os.Exit(1)
	}
}

// run opens what a bot needs, and runs it until ctx is done.
func run(ctx context.Context, model, file, api, token string, o options, log *slog.Logger) (err error) {
	m, err := intent.Open(model)
	if err != nil {
		return err
	}
	s, err := bolt.Open(file, bolt.DefaultOptions())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	b, err := newBot(m, s, api, token, o, log)
	if err != nil {
		return err
	}
	go b.keeper.Run(ctx)
	return b.run(ctx)
}
