package transcript

import (
	"bufio"
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzJSONL reads anything as JSON lines: it must not panic, and its books must balance (drain).
func FuzzJSONL(f *testing.F) {
	for _, seed := range []string{
		oneLine,
		"\ufeff" + oneLine + "\r\n[1]\n{\"conversation_id\":1,\"text\":null}\n",
		`{"conversation_id":"a","turn":"x","text":"\ud83d\u0041\n","vector":[1,2e3]}`,
		`{"conversation_id":{"a":[]},"text":"","embedding":"1 nan"}` + "\n{\"text\":\"\xff\"}",
		`[{"a":1}]`, `{"a":`, "\x00", "\x1f\x8b\x08",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, "jsonl", data) })
}

// FuzzCSV is the same for delimited text.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"conversation_id,text\na,hi\n",
		"\ufeffconversation_id;text;turn\r\na;\"x\r\n\"\"y\";3\r\n",
		"conversation_id\ttext\n\"a\tb\nc\td\n",
		"conversation_id,text,vector\na,\"b\"c,1 2\na,,\"[1,2]\"\na,b\n",
		"\"conversation_id\ntext\"\n", "conversation_id,text\n\"\n\"\n\"", "\"", ",",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { fuzzRead(t, "csv", data) })
}

// FuzzRows wants the fields of a line that are taken as they stand to be those that are copied.
func FuzzRows(f *testing.F) {
	for _, seed := range []string{"a,b", `"a,b",c`, `"a""b",c`, `"a"b,c`, `,"",`, `a"b,"c"`, "", `"`, `"",`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		if bytes.IndexByte(line, '\n') >= 0 {
			return
		}
		fields := func(r *rows) (list []string) {
			for i := range r.fields {
				list = append(list, string(r.field(i)))
			}
			return list
		}
		r := rows{lines: &lines{r: bufio.NewReader(strings.NewReader("")), max: 100}, comma: ','}
		if !r.inPlace(line) {
			return
		}
		got := fields(&r)
		err := r.copied(line)
		if want := fields(&r); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q (%v)", line, got, want, err)
		}
	})
}

func fuzzRead(t *testing.T, format string, data []byte) {
	r := New([]string{"-"}, bytes.NewReader(data), Options{Format: format, MaxLine: 200})
	messages, err := drain(t, r)
	lines := bytes.Count(data, []byte{'\n'}) + 1
	gzipped := bytes.HasPrefix(data, gzipped.Magic)
	previous := 0
	for _, m := range messages {
		if m.Conversation == "" || !utf8.ValidString(m.Conversation+m.Text+m.Speaker) {
			t.Errorf("unusable message %+v", m)
		}
		if m.Line <= previous || m.Line > lines && !gzipped {
			t.Errorf("line %d after line %d of %d", m.Line, previous, lines)
		}
		previous = m.Line
	}
	s := r.Summary()
	if s.Lines > lines && !gzipped {
		t.Errorf("%d records on %d lines", s.Lines, lines)
	}
	if err == nil && s.Lines == 0 {
		t.Error("neither a line nor an error")
	}
}

// FuzzScanner wants the JSON scanner to accept what encoding/json accepts, and to read the same
// strings out of it.
func FuzzScanner(f *testing.F) {
	for _, seed := range scannerSeeds() {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var s scanner
		got := map[string]string{}
		value, ok := s.whole(data, func(key, value cell) {
			name := string(unescape(nil, key.text))
			delete(got, name)
			if value.kind == kindText {
				got[name] = string(unescape(nil, value.text))
			}
		})
		if ok != json.Valid(data) {
			t.Fatalf("scanner says %v of %q", ok, data)
		}
		if !ok || value.kind != kindObject || !utf8.Valid(data) {
			return
		}
		var want map[string]any
		if err := json.Unmarshal(data, &want); err != nil {
			return // a number beyond float64
		}
		for name, v := range want {
			text, isText := v.(string)
			if seen, ok := got[name]; ok != isText || seen != text {
				t.Errorf("%q is %q, want %q", name, seen, text)
			}
		}
	})
}
