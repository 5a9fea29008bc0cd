// Package samples finds the transcripts that tests run on: those of this project, and larger ones
// that are not part of it and may be absent.
package samples

import (
	"os"
	"path/filepath"
	"testing"

	"intenthmm/hmm/transcript"
)

// Shared is the environment variable that names the folder beside the project whose folder data
// holds larger transcripts; by default it is ../shared, seen from the module root.
const Shared = "INTENTHMM_SHARED"

// Root is the folder of go.mod, at or above the folder that the test runs in.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the test's folder")
		}
		dir = up
	}
}

// Helpdesk is the path of the English help-desk chats.
func Helpdesk(t testing.TB) string {
	t.Helper()
	return filepath.Join(Root(t), "testdata", "helpdesk", "chats.jsonl")
}

// Large is the path of the larger transcript of that name. The test is skipped where it is absent,
// and with -short.
func Large(t testing.TB, name string) string {
	t.Helper()
	if testing.Short() {
		t.Skipf("%s.jsonl takes long", name)
	}
	dir := os.Getenv(Shared)
	if dir == "" {
		dir = filepath.Join(filepath.Dir(Root(t)), "shared")
	}
	path := filepath.Join(dir, "data", name+".jsonl")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs the transcript %s.jsonl in the folder data of $%s: %v", name, Shared, err)
	}
	return path
}

// Read is the messages of a transcript, which has no bad lines.
func Read(t testing.TB, path string) []transcript.Message {
	t.Helper()
	r := transcript.New([]string{path}, nil, transcript.DefaultOptions())
	var messages []transcript.Message
	for m, err := range r.Messages() {
		if err != nil {
			t.Fatal(err)
		}
		messages = append(messages, m)
	}
	if s := r.Summary(); s.Skipped > 0 {
		t.Fatalf("%s: %s", path, s)
	}
	return messages
}
