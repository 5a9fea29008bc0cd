package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// secrets are what must not leave a log, each in the ways in which people write it.
var secrets = []string{
	"dana.reyes@example.com", "Max.Müller+shop@mail.example.de", "+49 30 1234567", "(212) 555-0147", "0049-171-2345678",
	"4111 1111 1111 1111", "5500-0000-0000-0004", "DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432",
	"192.168.17.23", "2001:db8::8a2e:370:7334", "https://shop.example.com/o/8812?mail=dana", "987654321012",
	"Reyes", "Müller", "geboren am 05.03.1984", "shop.example/p/7751", "DE89-3704-0044-0532-0130-00", "ＲＥＹＥＳ", "dana (at) example dot com",
	"078-05-1120",
}

// secretParts are what would still tell of them if a part were left, and what hashes stand for.
var secretParts = []string{"dana", "reyes", "müller", "m\\u00fcller", "example", "1234567", "(212", "555-0147", "171-", "2345678", "4111 ", "5500-", " 3704", "west12", "192.168",
	"2001:db8", "8a2e:", "o/8812", "987654321", "conversation-of", "employee-",
	"05.03", "p/7751", "-3704", "ｅｙｅｓ", "(at)", "078-05"}

// aSentence is in every turn, and is shown by nothing but score, which is asked for turns.
const aSentence = "a sentence of the log"

// secretLog is a log of such things, with records that cannot be used among the others.
func secretLog() string {
	var b strings.Builder
	for c := range 30 {
		for turn := range 6 {
			secret := secrets[(c+turn)%len(secrets)]
			speaker := "customer"
			if turn%2 == 1 {
				speaker = "employee-" + secret
			}
			fmt.Fprintf(&b, `{"conversation_id":"conversation-of %s","speaker":%q,"text":"`+aSentence+`, order %d for %s and thanks %s","label":"l%d"}`+"\n",
				secrets[c%len(secrets)], speaker, turn, secret, secret, turn%2)
		}
	}
	for _, secret := range secrets {
		fmt.Fprintf(&b, `{"conversation_id":"x","turn":"no. %s","text":"y"}`+"\n", secret)
		fmt.Fprintf(&b, `{"conversation_id":"x","text":{"%s":"y"}}`+"\n", secret)
		fmt.Fprintf(&b, `{"%s":"x"}`+"\n", secret)
		fmt.Fprintf(&b, `%s is no JSON`+"\n", secret)
		fmt.Fprintf(&b, `{"conversation_id":"x","text":"%s`+"\xff"+`"}`+"\n", secret)
	}
	return b.String()
}

// TestNothingOfPeopleIsTold trains, decodes, scores, evaluates and shows such a log with everything on that
// hides people, and looks for what was hidden in every byte that is printed or written.
func TestNothingOfPeopleIsTold(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	for name, content := range map[string]string{"x.jsonl": secretLog(), "key": "0123456789abcdef", "names": "Reyes\nMüller\n"} {
		if err := os.WriteFile(at(name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	hidden := []string{"--redact", "--redact-names", at("names"), "--hash-ids", at("key")}
	with := func(args ...string) []string { return append(args, hidden...) }
	must(t, with("train", at("x.jsonl"), "-k", "2", "--restarts", "1", "--no-examples", "-o", at("m.json"))...)
	told := map[string]string{}
	for _, args := range [][]string{
		with("train", at("x.jsonl"), "-k", "2", "--restarts", "1", "--no-examples", "--phrases", "--stem", "english", "-o", at("m2.json")),
		with("decode", "-m", at("m.json"), at("x.jsonl")),
		with("decode", "-m", at("m.json"), at("x.jsonl"), "--to", "csv", "-o", at("d.csv")),
		with("score", "-m", at("m.json"), at("x.jsonl")),
		with("score", "-m", at("m.json"), at("x.jsonl"), "--per", "conversation", "-o", at("s.jsonl")),
		with("eval", "-m", at("m.json"), at("x.jsonl"), "--json"),
		with("eval", "-m", at("m.json"), at("x.jsonl"), "--train", at("x.jsonl")),
		with("decode", "-m", at("m.json"), at("x.jsonl"), "--strict"),
		with("types", "-m", at("m.json"), at("x.jsonl"), "-c", "2", "--restarts", "1", "-o", at("t.json")),
		with("types", "--apply", at("t.json"), at("x.jsonl"), "--assignments", at("t.csv")),
		with("show", "-m", at("m.json"), "--errors", at("x.jsonl")),
		{"show", "-m", at("m.json")}, {"show", "-m", at("m2.json"), "--json"}, {"show", "-m", at("m2.json"), "--trace"},
		{"show", "-m", at("m.json"), "--trace", "--json"}, {"show", "-m", at("m.json"), "-m", at("m2.json")},
		{"simulate", "-m", at("m2.json"), "--conversations", "50"},
	} {
		r := call(t, args...)
		if r.status != statusDone && !strings.Contains(strings.Join(args, " "), "--strict") {
			t.Errorf("%v: status %d: %.300s", args, r.status, r.err)
		}
		told[strings.ReplaceAll(strings.Join(args[:min(6, len(args))], " "), dir, "")] = strings.ReplaceAll(r.out+r.err, dir, "")
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); name != "x.jsonl" && name != "names" && name != "key" {
			told[name] = read(t, at(name))
		}
	}
	for where, text := range told {
		text = strings.ToLower(text)
		parts := secretParts
		if !strings.HasPrefix(where, "score") {
			parts = append([]string{aSentence}, secretParts...)
		}
		for _, part := range parts {
			if i := strings.Index(text, part); i >= 0 {
				t.Errorf("%s tells of %q: …%s…", where, part, text[max(0, i-80):min(len(text), i+80)])
			}
		}
	}
}
