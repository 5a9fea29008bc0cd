package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

var typesOnce sync.Once

// savedTypes is the file of two types of the help-desk chats.
func savedTypes(t *testing.T) string {
	t.Helper()
	m := words(t)
	path := filepath.Join(models.dir, "two.types.json")
	typesOnce.Do(func() { must(t, "types", "-q", "-m", m, chats, "-c", "2", "--restarts", "2", "-o", path) })
	return path
}

// TestTypesAssignments: what is assigned while learning is what is assigned later, in JSON lines and CSV,
// a line a conversation in the order of the input.
func TestTypesAssignments(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	must(t, "types", "-m", words(t), chats, "-c", "2", "--restarts", "2", "--workers", "1", "-o", at("t.json"), "--assignments", at("a.jsonl"))
	if read(t, at("t.json")) != read(t, savedTypes(t)) {
		t.Error("another number of workers, another file")
	}
	must(t, "types", "--apply", at("t.json"), chats, "--assignments", at("b.csv"))
	must(t, "types", "--apply", savedTypes(t), chats, "--assignments", at("b.jsonl.gz"))
	table, err := csv.NewReader(strings.NewReader(read(t, at("b.csv")))).ReadAll()
	if err != nil || strings.Join(table[0], ",") != "conversation_id,type,name,probability,turns,log_likelihood,p0,p1" || len(table) != 401 {
		t.Fatalf("%v: %d rows, %v", err, len(table), table[0])
	}
	for i, line := range strings.Split(strings.TrimSpace(read(t, at("a.jsonl"))), "\n") {
		var a typeRow
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatal(err)
		}
		row := table[i+1]
		if row[0] != a.Conversation || row[1] != strconv.Itoa(a.Type) || row[2] != a.Name || row[4] != strconv.Itoa(a.Turns) {
			t.Errorf("%v, learnt as %+v", row, a)
		}
		if sum := a.Probabilities[0] + a.Probabilities[1]; math.Abs(sum-1) > 1e-12 || a.Probability != max(a.Probabilities[0], a.Probabilities[1]) {
			t.Errorf("%+v", a)
		}
	}
	only(t, dir, "a.jsonl", "b.csv", "b.jsonl.gz", "t.json")
}

// TestTypesToStandardOutput: the file alone, or the assignments alone.
func TestTypesToStandardOutput(t *testing.T) {
	r := must(t, "types", "-m", words(t), chats, "-c", "2", "--restarts", "2", "-o", "-")
	if r.out != read(t, savedTypes(t)) || !strings.Contains(r.err, "2 types, 4 intents") {
		t.Errorf("%.100s\n%.300s", r.out, r.err)
	}
	r = must(t, "types", "--apply", savedTypes(t), interleaved, "--assignments", "-")
	if lines := strings.Split(strings.TrimSpace(r.out), "\n"); len(lines) != 3 || !strings.HasPrefix(lines[0], `{"conversation_id":`) {
		t.Errorf("%s", r.out)
	}
}

// TestTypesGoesOn: a conversation that no type can be is named and left out, and the others are given theirs.
func TestTypesGoesOn(t *testing.T) {
	var b strings.Builder
	for i := range 60 {
		fmt.Fprintf(&b, `{"conversation_id":"c%d","vector":[%d,%d],"label":"l%d"}`+"\n", i/3, i%3, i%7, i/3%2)
	}
	log, dir := write(t, "v.jsonl", b.String()), t.TempDir()
	kinds := filepath.Join(dir, "t.json")
	must(t, "types", "-q", "-c", "1", "-m", model(t, log, "--observe", "vectors", "--no-speaker", "-k", "2", "--restarts", "1"), log, "-o", kinds)
	far := `{"conversation_id":"far","vector":[1e200,0],"label":"l1"}` + "\n" // a turn is nearly impossible, several are
	odd := write(t, "odd.jsonl", b.String()+far+far+far)
	rows := filepath.Join(dir, "rows.jsonl")
	r := call(t, "types", "-q", "--apply", kinds, odd, "--assignments", rows, "--label", "label")
	if r.status != statusFailed || !strings.Contains(r.err, "1 of 21 conversations have no type:\n\t") || !strings.Contains(r.err, `"far"`) {
		t.Errorf("exit %d: %s", r.status, r.err)
	}
	if text := read(t, rows); strings.Count(text, "\n") != 20 || strings.Contains(text, "far") || !strings.Contains(r.out, "20 labelled conversations, 1 type, 2 labels") {
		t.Errorf("%s\n%s", text, r.out)
	}
}

// TestTypesNoExamples: no conversation is named in the file.
func TestTypesNoExamples(t *testing.T) {
	log := write(t, "x.jsonl", strings.ReplaceAll(read(t, interleaved), `"conversation_id":"`, `"conversation_id":"who-`))
	path := filepath.Join(t.TempDir(), "t.json")
	for _, hide := range []bool{false, true} {
		args := []string{"types", "-m", words(t), log, "-c", "1", "-o", path}
		if hide {
			args = append(args, "--no-examples")
		}
		r := must(t, args...)
		if named := strings.Contains(read(t, path)+r.out, "who-"); named == hide {
			t.Errorf("conversations are named: %v, hidden: %v", named, hide)
		}
	}
}

// TestTypesWrongUsage says what was wrong.
func TestTypesWrongUsage(t *testing.T) {
	m, kinds := words(t), savedTypes(t)
	for want, args := range map[string][]string{
		"name a model of intents with -m":    {chats},
		"one at a time":                      {chats, "-m", m, "--apply", kinds},
		"no transcripts given":               {"-m", m},
		"no transcripts given; name":         {"--apply", kinds},
		`--types "many"`:                     {chats, "-m", m, "--types", "many"},
		`--types "0", expected a number of`:  {chats, "-m", m, "-c", "0"},
		"up to 0 types":                      {chats, "-m", m, "--most", "0"},
		"--most is for learning":             {chats, "--apply", kinds, "--most", "3"},
		"0 restarts":                         {chats, "-m", m, "--restarts", "0"},
		"--seed is for learning":             {chats, "--apply", kinds, "--seed", "3"},
		"--output is for learning":           {chats, "--apply", kinds, "-o", "x"},
		"cannot both be written":             {chats, "-m", m, "-o", "x", "--assignments", "x"},
		"would overwrite the input":          {chats, "-m", m, "--assignments", m},
		"would overwrite the input " + kinds: {chats, "--apply", kinds, "--assignments", kinds},
	} {
		call(t, append([]string{"types"}, args...)...).fails(t, statusUsage, want)
	}
	for want, args := range map[string][]string{
		`format is "intenthmm model"`: {chats, "--apply", m},
		`format is "intenthmm types"`: {chats, "-m", kinds},
		"9 types of 3 conversations":  {interleaved, "-m", m, "-c", "9", "-o", filepath.Join(t.TempDir(), "x")},
		"nofile":                      {chats, "--apply", "nofile"},
		"the file is empty":           {write(t, "e.jsonl", ""), "-m", m, "-o", filepath.Join(t.TempDir(), "x")},
		`in field "shoe"`:             {interleaved, "--apply", kinds, "--label", "shoe"},
	} {
		r := call(t, append([]string{"types"}, args...)...)
		if r.status != statusFailed || !strings.Contains(r.err, want) {
			t.Errorf("%v: exit %d, %s; expected %q", args, r.status, r.err, want)
		}
	}
	if _, err := os.Stat("x"); err == nil {
		t.Error("a file was written")
	}
}
