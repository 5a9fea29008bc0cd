package live_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/session/store/bolt"
)

// A bot that is stopped between two turns, and goes on where it was.
func Example() {
	folder, err := os.MkdirTemp("", "bot")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "sessions.db")
	for _, turn := range []intent.Turn{
		{ID: "4711", Speaker: "customer", Text: "hello, I want to pay my bill"},
		{ID: "4712", Speaker: "agent", Text: "can you give me the account number please?"},
		{ID: "4712", Speaker: "agent", Text: "can you give me the account number please?"}, // delivered twice
	} {
		if err := answer(file, turn); err != nil {
			log.Fatal(err)
		}
	}
	// Output:
	// turn 0: ok thx, 98% sure; next perhaps number next; seen before: false
	// turn 1: number next, 100% sure; next perhaps ok thx; seen before: false
	// turn 1: number next, 100% sure; next perhaps ok thx; seen before: true
}

// answer is a process that takes one turn: what it is told of is in the file when Push returns.
func answer(file string, turn intent.Turn) (err error) {
	model, err := intent.Open("../../testdata/models/v1.hmm.json.gz")
	if err != nil {
		return err
	}
	sessions, err := bolt.Open(file, bolt.DefaultOptions())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, sessions.Close()) }()
	keeper, err := live.New(model, sessions, live.DefaultOptions())
	if err != nil {
		return err
	}
	// A process that stays: go keeper.Run(ctx), which forgets conversations that have gone silent.
	reply, err := keeper.Push(context.Background(), "chat 17", turn)
	if err != nil {
		return err
	}
	a := reply.Answer
	fmt.Printf("turn %d: %s, %.0f%% sure; next perhaps %s; seen before: %v\n", a.Turn, a.Intent, 100*a.Confidence, a.Next[0].Intent, a.Repeated)
	return nil
}
