package export

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/transcript"
)

// head is what a file is recognised by.
func head(t *testing.T, path string) *transcript.Head {
	t.Helper()
	var seen *transcript.Head
	o := transcript.DefaultOptions()
	o.Formats = []transcript.Format{{Name: "witness", Detect: func(h *transcript.Head) bool {
		seen = &transcript.Head{Name: h.Name, Bytes: bytes.Clone(h.Bytes), Shape: h.Shape}
		return false
	}}}
	for range transcript.New([]string{path}, nil, o).Messages() {
		break
	}
	if seen == nil {
		t.Fatalf("%s was not looked at", path)
	}
	return seen
}

// TestDetect holds every shared sample against every format: that of its tool, and no other, says that it is one.
func TestDetect(t *testing.T) {
	root := sample(t, ".")
	want := map[string]string{"generic": "", "openai_messages.jsonl": "openai", "sharegpt.json": "sharegpt",
		"dialogflow_cx": "dialogflow-cx", "lex_v2": "lex-v2"}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !slices.Contains([]string{".json", ".jsonl", ".csv", ".txt"}, filepath.Ext(path)) {
			return err
		}
		name, _ := filepath.Rel(root, path)
		tool, _, _ := strings.Cut(filepath.ToSlash(name), "/")
		if tool == "slack" { // the files of a tree say nothing of themselves
			return nil
		}
		format, known := want[tool]
		if !known {
			format = tool
		}
		onlyDetected(t, name, head(t, path), format)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// onlyDetected checks that a file is taken for this format alone; for none if that is empty.
func onlyDetected(t *testing.T, name string, h *transcript.Head, format string) {
	t.Helper()
	var got []string
	for _, f := range Formats() {
		if f.Detect != nil && f.Detect(h) {
			got = append(got, f.Name)
		}
	}
	if strings.Join(got, " ") != format {
		t.Errorf("%s is taken for %v, want %q", name, got, format)
	}
}

// TestDetectNot are logs whose keys come near to those of a tool.
func TestDetectNot(t *testing.T) {
	for name, content := range map[string]string{
		"a.jsonl": `{"session_id":"s","from":"user","content":"x","timestamp":1}`,
		"b.jsonl": `{"conversation_id":1,"message_type":0,"content":"x","created_at":1,"sender_type":"user"}`,
		"c.json":  `{"messages":[{"id":1,"date":"2024-01-05","text":"x","conversation_id":"c"}]}`,
		"j.json":  `{"messages":[{"timestamp":1,"content":"x"}],"dateRange":{}}`,
		"d.jsonl": `{"id":1,"history":[{"text":"x"}],"subject":"s","status":"open"}`,
		"e.csv":   "AuthorID,Author,Date,Content\n",
		"f.jsonl": `{"conversationId":"c","direction":"in","text":"x","createdAt":1}`,
		"g.jsonl": `{"about":"x","text":"y","conversation_id":"c"}`,
		"h.jsonl": `{"id":"c","source":{"body":"x"},"conversation_id":"c"}`,
		"i.json":  `{"userId":"x","conversations":[]}`,
	} {
		onlyDetected(t, name, head(t, file(t, name, content)), "")
	}
}

// TestDetectTree holds the names of trees against every format of trees.
func TestDetectTree(t *testing.T) {
	for want, names := range map[string][]string{
		"slack":    {"channels.json", "help/2024-01-05.json", "users.json"},
		"telegram": {"photos/a.jpg", "result.json"},
		"":         {"export.json", "result.json", "users.json"},
	} {
		for _, f := range Formats() {
			if f.DetectTree != nil && f.DetectTree(names) != (f.Name == want) {
				t.Errorf("%v and %s: %v", names, f.Name, f.Name != want)
			}
		}
	}
}
