package transcript

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// TestStringsAtEveryOffset puts every byte of ASCII, an escape and signs beyond ASCII at every place of
// strings that end at every place of eight bytes, and holds the scanner against encoding/json.
func TestStringsAtEveryOffset(t *testing.T) {
	odd := []string{`\n`, `\u00e9`, `\"`, `\\`, `\x`, "é", "😀", "\u0080", "ÿ"}
	for b := range rune(0x80) {
		odd = append(odd, string(b))
	}
	for _, piece := range odd {
		for before := range 18 {
			for after := range 10 {
				text := `"` + strings.Repeat("a", before) + piece + strings.Repeat("b", after) + `"`
				var want string
				valid := json.Unmarshal([]byte(text), &want) == nil
				var s scanner
				c, ok := s.whole([]byte(text), nil)
				if ok != valid {
					t.Fatalf("%q: accepted is %v, encoding/json says %v", text, ok, valid)
				}
				got := string(c.text)
				if c.escaped {
					got = string(unescape(nil, c.text))
				}
				if ok && got != want {
					t.Fatalf("%q is read as %q", text, got)
				}
			}
		}
	}
}

// TestKeyOrder changes order, number and names of the keys from line to line.
func TestKeyOrder(t *testing.T) {
	filler := ""
	for i := range 40 {
		filler += fmt.Sprintf(`"x%d":%d,`, i, i)
	}
	r := New([]string{"-"}, strings.NewReader(strings.Join([]string{
		`{"conversation_id":"a","speaker":"s","text":"1"}`,
		`{"conversation_id":"a","speaker":"s","text":"2"}`,
		`{"text":"3","speaker":"s","conversation_id":"a"}`,
		`{"conversation_id":"a","speaker\u0020x":"no","text":"4"}`,
		`{"conversation_id":"a","speaker":"s","text":"5"}`,
		`{` + filler + `"text":"6","conversation_id":"a"}`,
		`{` + filler + `"label":"no","text":"7","conversation_id":"a","speaker":"s"}`,
	}, "\n")), DefaultOptions())
	messages, err := drain(t, r)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range messages {
		got = append(got, show(m))
	}
	compare(t, "messages", got, []string{`1: a s "1"`, `2: a s "2"`, `3: a s "3"`, `4: a "4"`, `5: a s "5"`, `6: a "6"`, `7: a s "7" =no`})
}

// TestAllocations: a message costs its text, and a conversation the name of it.
func TestAllocations(t *testing.T) {
	read := func(n int) float64 {
		var log bytes.Buffer
		for i := range n {
			fmt.Fprintf(&log, `{"conversation_id":"c%d","turn":%d,"speaker":%q,"text":"where is my parcel, number %d?","label":"l%d"}`+"\n",
				i/20, i%20, [...]string{"customer", "agent", "bot"}[i%3], i, i%7)
		}
		return testing.AllocsPerRun(5, func() {
			for _, err := range New([]string{"-"}, bytes.NewReader(log.Bytes()), DefaultOptions()).Messages() {
				if err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	const more = 2000
	if got := (read(2*more) - read(more)) / more; got > 1.2 {
		t.Errorf("%.2f allocations a message", got)
	}
}

// TestBytes counts what is read of files as they are stored.
func TestBytes(t *testing.T) {
	plain := strings.Repeat(oneLine, 3000)
	zipped := compress(t, plain)
	r := New([]string{write(t, "a.jsonl", plain), write(t, "b.jsonl.gz", zipped)}, nil, DefaultOptions())
	if _, err := drain(t, r); err != nil {
		t.Fatal(err)
	}
	if got, want := r.Summary().Bytes, int64(len(plain)+len(zipped)); got != want {
		t.Errorf("%d bytes, want %d", got, want)
	}
}
