package main

import (
	"context"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// The bot builds and answers each of three lines.
func TestThreeLines(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the bot")
	}
	o := intent.DefaultOptions()
	o.States, o.Search.Restarts, o.Search.Fit.Loop.MaxIterations = 4, 1, 5
	log := transcript.New([]string{"../../../testdata/helpdesk/chats.jsonl"}, nil, transcript.DefaultOptions())
	m, err := intent.Train(context.Background(), log.Messages(), o)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	model, bot := filepath.Join(dir, "m.json"), filepath.Join(dir, "stdinbot")
	if err := m.Save(model); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-o", bot, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cmd := exec.Command(bot, model)
	cmd.Stdin = strings.NewReader("hi, where is my order?\nORD-12345\nthanks, bye\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	answer := regexp.MustCompile(`^.+ \(\d+ % sure, surprise \d+\.\d nats\), next .+ \d+ %, next .+ \d+ %$`)
	if len(lines) != 3 {
		t.Fatalf("%d answers, want 3:\n%s", len(lines), out)
	}
	for _, line := range lines {
		if !answer.MatchString(line) {
			t.Errorf("answer %q", line)
		}
	}
	for _, args := range [][]string{{}, {"nofile"}, {model, model}} {
		if out, err := exec.Command(bot, args...).CombinedOutput(); err == nil || strings.Count(string(out), "\n") != 1 {
			t.Errorf("%v: %v: %s", args, err, out)
		}
	}
}
