package helpdesk

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "rewrite the files in testdata")

// What the shipped files are made of.
const (
	sampleSeed    = 2025
	sampleEnglish = 400
	sampleGerman  = 40
)

func TestSampleFiles(t *testing.T) {
	for _, f := range []struct {
		name  string
		write func(io.Writer, uint64, int) error
		n     int
	}{
		{"chats.jsonl", Write, sampleEnglish},
		{"chats_de.csv", WriteCSV, sampleGerman},
	} {
		var got bytes.Buffer
		if err := f.write(&got, sampleSeed, f.n); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("..", "..", "testdata", "helpdesk", f.name)
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s is not what the generator writes; run go test ./internal/helpdesk -update", f.name)
		}
	}
}

// TestQuality checks that the English sample is as long and as varied as real
// chats ought to be.
func TestQuality(t *testing.T) {
	turns := sampleTurns(t)
	words, texts, labels := map[string]bool{}, map[string]bool{}, map[string]int{}
	long := 0
	for _, turn := range turns {
		labels[turn.Label]++
		fields := strings.FieldsFunc(strings.ToLower(turn.Text), func(c rune) bool { return !unicode.IsLetter(c) && c != '\'' })
		for _, w := range fields {
			words[w] = true
		}
		if len(strings.Fields(turn.Text)) > 3 {
			long++
			texts[turn.Text] = true
		}
	}
	distinct := float64(len(texts)) / float64(long)
	t.Logf("%d turns, %d words, %.1f %% of long turns distinct, %d labels %v", len(turns), len(words), 100*distinct, len(labels), labels)
	if len(turns) < 3800 || len(turns) > 4800 {
		t.Errorf("%d turns, want about 4,000", len(turns))
	}
	if len(words) < 900 {
		t.Errorf("%d distinct words, want at least 900", len(words))
	}
	if distinct < 0.75 {
		t.Errorf("%.2f of the turns of more than 3 words are distinct, want at least 0.75", distinct)
	}
	for label, n := range labels {
		if n < len(turns)/200 {
			t.Errorf("label %s occurs only %d times", label, n)
		}
	}
}

// sampleTurns generates the English sample and reads it back.
func sampleTurns(t *testing.T) []Turn {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(&buf, sampleSeed, sampleEnglish); err != nil {
		t.Fatal(err)
	}
	var turns []Turn
	for dec := json.NewDecoder(&buf); ; {
		var turn Turn
		if err := dec.Decode(&turn); err == io.EOF {
			return turns
		} else if err != nil {
			t.Fatal(err)
		}
		turns = append(turns, turn)
	}
}

func TestTurnsAreSound(t *testing.T) {
	next, last := 0, ""
	for _, turn := range sampleTurns(t) {
		if turn.Conversation != last {
			if last != "" && (next < minTurns || next > maxTurns) {
				t.Errorf("%s has %d turns", last, next)
			}
			next, last = 0, turn.Conversation
		}
		if turn.Turn != next {
			t.Errorf("%s: turn %d follows %d", last, turn.Turn, next-1)
		}
		next++
		if turn.Label == "" || turn.Speaker == "" || strings.TrimSpace(turn.Text) == "" {
			t.Errorf("incomplete turn %+v", turn)
		}
		if !utf8.ValidString(turn.Text) || strings.ContainsAny(turn.Text, "{}<>|$") {
			t.Errorf("markup or bad UTF-8 left in %q", turn.Text)
		}
	}
}

// TestFewerIsPrefix checks that asking for fewer conversations gives the
// first ones of the same sample.
func TestFewerIsPrefix(t *testing.T) {
	var few, many bytes.Buffer
	if err := Write(&few, 7, 3); err != nil {
		t.Fatal(err)
	}
	if err := Write(&many, 7, 9); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(many.Bytes(), few.Bytes()) {
		t.Error("the first conversations depend on n")
	}
}

func TestGermanCSV(t *testing.T) {
	var buf bytes.Buffer
	if err := WriteCSV(&buf, sampleSeed, sampleGerman); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(&buf)
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ";"); got != "Ticket;Zeit;Von;Nachricht" {
		t.Errorf("header is %s", got)
	}
	tickets, breaks := map[string]bool{}, 0
	for _, row := range rows[1:] {
		tickets[row[0]] = true
		if strings.Contains(row[3], "\n") {
			breaks++
		}
		if strings.ContainsAny(row[3], "{}<>|$") {
			t.Errorf("markup left in %q", row[3])
		}
	}
	t.Logf("%d tickets, %d rows, %d of them with line breaks", len(tickets), len(rows)-1, breaks)
	if len(tickets) != sampleGerman || breaks < 10 {
		t.Errorf("%d tickets, %d messages with line breaks", len(tickets), breaks)
	}
}

// TestGrammars expands every rule for every register often enough to meet
// most alternatives, so that a reference to a missing rule shows.
func TestGrammars(t *testing.T) {
	for _, lang := range []*language{english, german} {
		c := newChat(rand.New(rand.NewPCG(1, 1)), lang, "outage")
		c.joinBot()
		for rule := range lang.rules {
			for _, p := range append(append([]persona{botPersona}, personas...), staffPersonas...) {
				for range 12 {
					c.say(rule, p.register)
				}
			}
		}
	}
}

// TestPlan checks that the stages lead to stages and that all rules they need
// exist, for every kind of issue and every step.
func TestPlan(t *testing.T) {
	for _, lang := range []*language{english, german} {
		for name, st := range plan {
			for _, issue := range stageIssues(name) {
				checkStage(t, lang, name, st, issue)
			}
		}
	}
}

// stageIssues gives the issues in the course of which a stage may be visited.
func stageIssues(name string) []string {
	for issue := range issueLabels {
		if strings.HasPrefix(name, issue+".") {
			return []string{issue}
		}
	}
	switch first, _, _ := strings.Cut(name, "."); first {
	case "step", "engineer", "team":
		return []string{"outage"}
	case "offer":
		return []string{"cancel"}
	}
	return []string{"outage", "billing", "order", "cancel", "refund"}
}

func checkStage(t *testing.T, lang *language, name string, st stage, issue string) {
	t.Helper()
	c := &chat{lang: lang, issue: issue}
	c.r, c.visits = rand.New(rand.NewPCG(2, 2)), map[string]int{}
	for _, e := range st.next {
		if to := c.fill(e.to); to != "end" && plan[to].next == nil {
			t.Errorf("stage %s leads to %s, which does not exist", name, to)
		}
	}
	for _, c.kind = range lang.kinds[issue] {
		for _, c.step = range append(lang.steps[c.kind], "") {
			for _, c.topic = range topics[issue] {
				checkRules(t, c, name, st.rule)
			}
		}
	}
}

// topics gives the topics of side questions for the issues that have any.
var topics = map[string][]string{
	"outage": {""}, "billing": {""}, "refund": {""},
	"order": orderTopics, "cancel": cancelTopics,
}

func checkRules(t *testing.T, c *chat, stage, rules string) {
	t.Helper()
	if strings.Contains(rules, "$step") && c.step == "" {
		return
	}
	for _, rule := range strings.Fields(c.fill(rules)) {
		if c.lang.rules[rule] == nil && c.lang.rules[rule+"/bot"] == nil {
			t.Errorf("%s: stage %s needs rule %s", c.lang.prefix, stage, rule)
		}
	}
}
