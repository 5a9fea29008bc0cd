// Command stdinbot is the smallest bot there can be: it reads what a customer types, line by line,
// and says which intent it takes each line for, how sure it is, and what it expects next.
//
//	go run ./cmd/examples/stdinbot intents.hmm.json
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"

	"intenthmm/hmm/intent"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: stdinbot MODEL")
	}
	model, err := intent.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	session := model.NewSession()
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		step, err := session.Push("customer", lines.Text())
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s (%.0f %% sure, surprise %.1f nats)", step.Intent, 100*step.Confidence, step.Surprise)
		for _, next := range step.NextIntents(2) {
			fmt.Printf(", next %s %.0f %%", next.Intent, 100*next.Probability)
		}
		fmt.Println()
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
}
