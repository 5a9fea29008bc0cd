package transcript

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFilesBeside: what lies beside transcripts and has no turns is counted and stops no strict stream. A broken
// transcript does.
func TestFilesBeside(t *testing.T) {
	for _, c := range []struct {
		name, content string
		beside        bool
	}{
		{"settings.json", `{"theme":"dark","people":[{"conversation_id":"a"}]}`, true},
		{"settings.json", "{\n  \"theme\": \"dark\"\n}\n", true},
		{"people.json", `[{"id":1,"text":"Dana"},{"id":2}]`, true},
		{"long.json", `{"list":["` + strings.Repeat("x", 2*headSize) + `"]}`, true},
		{"readme.md", "hello", true},
		{"readme.txt.jsonl", `{"theme":"dark"}`, false},
		{"lines.json", `{"theme":"dark"}` + "\n" + oneLine, false},
		{"cut.json", `{"conversation_id":"a","text":"`, false},
		{"list.json", `[{"conversation_id":"a","text":"x"}]`, false},
	} {
		files := []string{"a.jsonl", oneLine, c.name, c.content}
		dir := t.TempDir()
		for i := 0; i < len(files); i += 2 {
			if err := os.WriteFile(filepath.Join(dir, files[i]), []byte(files[i+1]), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, path := range []string{dir, write(t, "x.zip", zipped(t, files...)), write(t, "x.tar", taped(t, files...))} {
			o := DefaultOptions()
			o.Strict = true
			r := New([]string{path}, nil, o)
			messages, err := drain(t, r)
			s := r.Summary()
			if c.beside && (err != nil || len(messages) != 1 || s.Others != 1 || len(s.Files) != 1 || s.String() != "1 message from 1 file, 1 other file left out") {
				t.Errorf("%s in %s: %d messages, %v, %s", c.name, path, len(messages), err, s)
			}
			if !c.beside && (err == nil || s.Others != 0) {
				t.Errorf("%s in %s: %v, %s", c.name, path, err, s)
			}
		}
		if _, err := drain(t, New([]string{filepath.Join(dir, c.name)}, nil, Options{Strict: true})); err == nil {
			t.Errorf("%s, named by the user, is no error", c.name)
		}
	}
}

func isReason(err error, reason string) bool {
	p, ok := err.(Problem)
	return ok && p.Reason == reason
}

// TestCutDocumentIsSorted: what was read of a document that is cut short comes sorted, and then the error; of a
// strict stream likewise. Who stops earlier is sent nothing more.
func TestCutDocumentIsSorted(t *testing.T) {
	var sorted = documents
	sorted.Order = Unsorted
	for content, want := range map[string]string{`{"list":["a","b",{"c`: reasonCut, `{"list":["a","b",01]}`: reasonNotJSON} {
		o := Options{Formats: []Format{sorted}, Format: sorted.Name, Strict: true}
		messages, err := drain(t, New([]string{"-"}, strings.NewReader(content), o))
		if len(messages) != 2 || !isReason(err, want) {
			t.Errorf("%s: %d messages, %v", content, len(messages), err)
		}
		for range New([]string{"-"}, strings.NewReader(content), o).Messages() {
			break
		}
	}
}
