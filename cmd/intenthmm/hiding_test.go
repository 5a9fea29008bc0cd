package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript/redact"
)

// peopleLog is a log in which it matters for the intents whether addresses are redacted.
func peopleLog() string {
	var b strings.Builder
	for c := range 12 {
		id := string(rune('a' + c))
		for turn := range 4 {
			text := `hello there my name is Zelda`
			if turn%2 == 1 {
				text = `write to ` + id + `.someone@shop` + id + `.example`
			}
			b.WriteString(`{"conversation_id":"` + id + `","speaker":"Zelda","text":"` + text + `"}` + "\n")
		}
	}
	return b.String()
}

const (
	notRedacted = "warning: the model was trained on redacted text, and this is not redacted"
	noNames     = "warning: in the model's training data <name> stands for names of a list"
	noHashes    = "warning: in the model's training data keyed hashes stand"
)

// TestHiddenAsTrained: text for a model that was trained on redacted text is redacted likewise, whatever
// reads it, and what cannot be done likewise is warned of, once.
func TestHiddenAsTrained(t *testing.T) {
	log, names, key := write(t, "x.jsonl", peopleLog()), write(t, "names", "Zelda\n"), write(t, "key", "0123456789abcdef")
	small := []string{log, "-k", "2", "--restarts", "1", "--iterations", "3"}
	plain := model(t, small...)
	redacted := model(t, append(small, "--redact")...)
	hidden := model(t, append(small, "--redact-names", names, "--hash-ids", key)...)

	if text := read(t, plain); strings.Contains(text, `"hidden"`) {
		t.Error("the file of a model of plain text says that something is hidden")
	}
	want := `"hidden":{"kinds":["\u003cemail\u003e",`
	for path, more := range map[string]string{redacted: `]}`, hidden: `],"names":true,"identifiers":true}`} {
		if text := strings.NewReplacer("<", `\u003c`, ">", `\u003e`).Replace(read(t, path)); !strings.Contains(text, want) || !strings.Contains(text, more) {
			t.Errorf("the file does not say %s…%s", want, more)
		}
	}
	for _, c := range []struct {
		model string
		args  []string
		warns []string
	}{
		{plain, nil, nil},
		{plain, []string{"--redact"}, nil},
		{redacted, nil, nil},
		{redacted, []string{"--redact"}, nil},
		{redacted, []string{"--redact=false"}, []string{notRedacted}},
		{redacted, []string{"--redact=false", "--redact-names", names}, nil},
		{hidden, nil, []string{noNames, noHashes}},
		{hidden, []string{"--redact=false"}, []string{notRedacted, noNames, noHashes}},
		{hidden, []string{"--redact-names", names}, []string{noHashes}},
		{hidden, []string{"--redact-names", names, "--hash-ids", key}, nil},
	} {
		for _, command := range [][]string{{"decode", log}, {"score", log}, {"eval", log, "--train", log}, {"show", "--errors", log}} {
			r := must(t, slices.Concat(command, []string{"-q", "-m", c.model}, c.args)...)
			for _, text := range []string{notRedacted, noNames, noHashes} {
				n := 0
				if slices.Contains(c.warns, text) {
					n = 1
				}
				if got := strings.Count(r.err, text); got != n {
					t.Errorf("%v with %v: %d times %q, want %d:\n%s", command, c.args, got, text, n, r.err)
				}
			}
		}
	}
	with, without := must(t, "score", "-q", "--top", "48", "-m", redacted, log), must(t, "score", "-q", "--top", "48", "-m", redacted, "--redact=false", log)
	if !strings.Contains(with.out, "<email>") || strings.Contains(with.out, "@") || !strings.Contains(without.out, "@") {
		t.Errorf("by default:\n%s\nwith --redact=false:\n%s", with.out, without.out)
	}
	if r := must(t, "score", "-q", "-m", plain, log); strings.Contains(r.out, "<email>") {
		t.Errorf("text for a model of plain text is redacted:\n%s", r.out)
	}
	if r := must(t, "eval", "-m", redacted, log); !strings.Contains(r.err, "trained on these very conversations") {
		t.Errorf("eval does not know the training data:\n%s", r.err)
	}
}

// TestDocumentsHiddenAsTrained: likewise clusters, topics and types, and articles beside intents.
func TestDocumentsHiddenAsTrained(t *testing.T) {
	log, names, key := write(t, "x.jsonl", peopleLog()), write(t, "names", "Zelda\n"), write(t, "key", "0123456789abcdef")
	intents := model(t, log, "-k", "2", "--restarts", "1", "--iterations", "3")
	redactedIntents := model(t, log, "-k", "2", "--restarts", "1", "--iterations", "3", "--redact")
	for command, c := range map[string]struct{ train, use []string }{
		"cluster": {[]string{"cluster", "-k", "2", "--of", "turns"}, []string{"cluster", "--of", "turns", "-m"}},
		"topics":  {[]string{"topics", "-k", "2", "--of", "turns", "--most-share", "0"}, []string{"topics", "--of", "turns", "-m"}},
		"types":   {[]string{"types", "-c", "1", "-m", intents}, []string{"types", "--apply"}},
	} {
		trained := func(args ...string) string {
			path := write(t, "m.json", "")
			must(t, slices.Concat(c.train, []string{"-q", "-o", path, log}, args)...)
			return path
		}
		plain, redacted, hidden := trained(), trained("--redact"), trained("--redact-names", names, "--hash-ids", key)
		use := func(model string, args ...string) string {
			r := must(t, slices.Concat(c.use, []string{model, log, "-q", "--assignments", "-"}, args)...)
			return r.out + r.err
		}
		if text := read(t, plain); strings.Contains(text, `"kinds"`) || !strings.Contains(read(t, redacted), `"kinds"`) {
			t.Errorf("%s: the files do not say whether something is hidden", command)
		}
		if text := read(t, hidden); !strings.Contains(text, `"names":true,"identifiers":true`) {
			t.Errorf("%s: the file does not say that names and identifiers are hidden", command)
		}
		like, unlike := use(redacted), use(redacted, "--redact=false")
		if strings.Contains(like, "warning: the model was trained on redacted") || !strings.Contains(unlike, notRedacted) {
			t.Errorf("%s: as trained:\n%.400s\notherwise:\n%.400s", command, like, unlike)
		}
		if like != use(redacted, "--redact") {
			t.Errorf("%s: documents are not redacted as the model's were", command)
		}
		if got := use(hidden); !strings.Contains(got, noNames) || strings.Contains(got, noHashes) != (command == "types") {
			t.Errorf("%s: hidden names and identifiers:\n%.400s", command, got)
		}
		if got := use(hidden, "--redact-names", names); strings.Contains(got, noNames) {
			t.Errorf("%s: names are given, and:\n%.400s", command, got)
		}
		if got := use(plain); strings.Contains(got, "warning: the model was") {
			t.Errorf("%s: of plain text:\n%.400s", command, got)
		}
	}
	if r := must(t, "match", "-q", "-m", redactedIntents, "--redact=false", log); !strings.Contains(r.err, notRedacted) {
		t.Errorf("match does not warn:\n%s", r.err)
	}
	if r := must(t, "types", "-q", "-c", "1", "-m", redactedIntents, "-o", write(t, "m.json", ""), "--redact=false", log); !strings.Contains(r.err, notRedacted) {
		t.Errorf("types does not warn:\n%s", r.err)
	}
	if with, without := must(t, "match", "-q", "-m", redactedIntents, log), must(t, "match", "-q", "-m", redactedIntents, "--redact", log); with != without {
		t.Error("match does not redact articles as the model's text was")
	}
}

// TestLiveHides: live redacts as the model was trained, and as it is told.
func TestLiveHides(t *testing.T) {
	log, names := write(t, "x.jsonl", peopleLog()), write(t, "names", "Zelda\n")
	small := []string{log, "-k", "2", "--restarts", "1", "--iterations", "3"}
	redacted, plain, hidden := model(t, append(small, "--redact")...), model(t, small...), model(t, append(small, "--redact-names", names)...)
	answer := func(text string, args ...string) string {
		t.Helper()
		r := callWith(t, `{"conversation_id":"z","speaker":"Zelda","text":"`+text+`"}`+"\n", append([]string{"live"}, args...)...)
		if r.status != statusDone {
			t.Fatal(r.err)
		}
		return r.out + r.err
	}
	if a, b := answer("to z@new.example", "-m", redacted), answer("to <email>", "-m", redacted); a != b {
		t.Errorf("an address is answered with\n%s, its token with\n%s", a, b)
	}
	if a := answer("to z@new.example", "-m", redacted, "--redact=false"); !strings.Contains(a, notRedacted) {
		t.Errorf("no warning:\n%s", a)
	}
	if a, b := answer("I am Zelda", "-m", hidden, "--redact-names", names), answer("I am <name>", "-m", hidden, "--redact-names", names); a != b || strings.Contains(a, "warning") {
		t.Errorf("a name is answered with\n%s, its token with\n%s", a, b)
	}
	if a := answer("I am Zelda", "-m", hidden); !strings.Contains(a, noNames) {
		t.Errorf("no warning:\n%s", a)
	}
	if a, b := answer("to z@new.example", "-m", plain), answer("to z@new.example", "-m", plain, "--redact"); a == b {
		t.Error("live --redact does nothing")
	}
}

// TestOtherKinds: a model that another version redacted for is warned of.
func TestOtherKinds(t *testing.T) {
	log := write(t, "x.jsonl", peopleLog())
	m, err := intent.Open(model(t, log, "-k", "2", "--restarts", "1", "--iterations", "3", "--redact"))
	if err != nil {
		t.Fatal(err)
	}
	m.Record.Data.Hidden.Kinds = []string{"<email>", "<street>"}
	path := write(t, "m.json", "")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	if r := must(t, "decode", "-m", path, log); !strings.Contains(r.err, "<email>, <street> in it") {
		t.Errorf("no warning:\n%s", r.err)
	}
}

// TestRedactedKinds: the tokens that are told of are those that are put.
func TestRedactedKinds(t *testing.T) {
	text := redact.New().Text(strings.Join(secrets, " | "))
	put := regexp.MustCompile(`<[a-z]+>`).FindAllString(text, -1)
	slices.Sort(put)
	want := slices.Sorted(slices.Values(redactedKinds))
	if put = slices.Compact(put); !slices.Equal(put, want) {
		t.Errorf("%q are put, %q told of", put, want)
	}
}
