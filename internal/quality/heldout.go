package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"intenthmm/hmm/report/heldout"
	"intenthmm/hmm/transcript"
)

// A trial is a way to train, held to the conversations that it was not trained on.
type trial struct {
	name  string
	flags []string
}

// trials compare states with words of their own with states that mix topics.
var trials = []trial{
	{"words, K 20", []string{"--states", "20"}},
	{"topics, K 20, Z 10", []string{"--states", "20", "--topics", "10"}},
	{"words, K 40", []string{"--states", "40"}},
	{"topics, K 40, Z 20", []string{"--states", "40", "--topics", "20"}},
	{"topics, K 40, Z 30", []string{"--states", "40", "--topics", "30"}},
}

// heldOut makes the table of all transcripts, labelled or not.
func heldOut(data, only, command string, seeds int) error {
	paths, err := filepath.Glob(filepath.Join(data, "*.jsonl"))
	if err != nil {
		return err
	}
	fmt.Println("| transcripts | states | nats a turn | a word | Kendall's tau | exact |\n|---|---|---|---|---|---|")
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".jsonl")
		if only != "" && only != name {
			continue
		}
		if err := holdOut(path, name, command, seeds); err != nil {
			return err
		}
	}
	return nil
}

// holdOut trains on every second conversation of a file and prints how well the others are foretold.
func holdOut(path, name, command string, seeds int) error {
	dir, err := os.MkdirTemp("", "quality")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	train, test := filepath.Join(dir, "train.jsonl"), filepath.Join(dir, "test.jsonl")
	if err := halve(path, train, test); err != nil {
		return err
	}
	for _, t := range trials {
		var perTurn, perWord, tau, exact float64
		for seed := range seeds {
			model := filepath.Join(dir, "model.json")
			flags := append([]string{"train", train, "-q", "--grams", "0", "--restarts", "3", "--seed", fmt.Sprint(1 + 100*seed), "-o", model}, t.flags...)
			if _, err := run(command, flags); err != nil {
				return err
			}
			out, err := run(command, []string{"eval", "-m", model, test, "-q", "--json"})
			if err != nil {
				return err
			}
			var figures struct {
				HeldOut heldout.Figures `json:"heldout"`
			}
			if err := json.Unmarshal(out, &figures); err != nil {
				return err
			}
			n, f := float64(seeds), figures.HeldOut
			perTurn, perWord = perTurn+f.Likelihood.Models[0].PerTurn/n, perWord+*f.Likelihood.Models[0].PerWord/n
			tau, exact = tau+f.Ordering.Tau/n, exact+f.Ordering.Exact/n
		}
		fmt.Printf("| %s | %s | %.3f | %.4f | %.3f | %.3f |\n", name, t.name, perTurn, perWord, tau, exact)
	}
	return nil
}

func run(command string, flags []string) ([]byte, error) {
	c := exec.Command(command, flags...)
	out, err := c.Output()
	if exit, ok := err.(*exec.ExitError); ok {
		return nil, fmt.Errorf("%s: %w\n%s", c, err, exit.Stderr)
	}
	return out, err
}

// halve writes every second conversation to one file and the others to another.
func halve(path, train, test string) error {
	conversations, err := transcript.Group(transcript.New([]string{path}, nil, transcript.DefaultOptions()).Messages())
	if err != nil {
		return err
	}
	var halves [2][]byte
	for i, c := range conversations {
		for t := range c.Messages {
			line, err := json.Marshal(asLine(&c.Messages[t]))
			if err != nil {
				return err
			}
			halves[i%2] = append(append(halves[i%2], line...), '\n')
		}
	}
	if err := os.WriteFile(train, halves[0], 0o644); err != nil {
		return err
	}
	return os.WriteFile(test, halves[1], 0o644)
}

func asLine(m *transcript.Message) map[string]any {
	return map[string]any{"conversation_id": m.Conversation, "turn": m.Turn, "speaker": m.Speaker, "text": m.Text}
}
