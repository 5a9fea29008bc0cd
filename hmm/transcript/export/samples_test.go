package export

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// sample is a file of the shared exports; the test is skipped where they are not.
func sample(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("INTENTHMM_SHARED")
	if root == "" {
		root = filepath.Join(samples.Root(t), "..", "shared")
	}
	path := filepath.Join(root, "export_samples", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs %s: %v", path, err)
	}
	return path
}

// options are those of a reader that knows all formats.
func options() transcript.Options {
	o := transcript.DefaultOptions()
	o.Formats, o.Compressions = Formats(), Compressions()
	return o
}

// read reads a file and shows its messages, a line each: CONVERSATION SPEAKER "TEXT" [SYMBOL].
func read(t *testing.T, path string, o transcript.Options) (string, transcript.Summary) {
	t.Helper()
	var b strings.Builder
	r := transcript.New([]string{path}, nil, o)
	for m, err := range r.Messages() {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s %q", m.Conversation, m.Speaker, m.Text)
		if m.Symbol != "" {
			fmt.Fprintf(&b, " [%s]", m.Symbol)
		}
		b.WriteByte('\n')
	}
	return b.String(), r.Summary()
}

// expect reads a file and compares its messages and the summary in one line, without the number of files, and
// what was guessed.
func expect(t *testing.T, path string, o transcript.Options, messages, summary string, guessed ...string) {
	t.Helper()
	got, s := read(t, path, o)
	if want := strings.TrimLeft(messages, "\n"); got != want {
		t.Errorf("messages\n got\n%s\nwant\n%s", got, want)
	}
	checkSummary(t, s, summary)
	var guesses []string
	for _, g := range s.Guessed {
		guesses = append(guesses, fmt.Sprintf("%d × %s", g.Count, g.Reason))
	}
	if got, want := strings.Join(guesses, "\n"), strings.Join(guessed, "\n"); got != want {
		t.Errorf("guessed\n got %s\nwant %s", got, want)
	}
}

func checkSummary(t *testing.T, s transcript.Summary, want string) {
	t.Helper()
	if got := strings.Replace(s.String(), " from 1 file", "", 1); got != want {
		t.Errorf("summary\n got %s\nwant %s", got, want)
	}
}

// times are the times of the messages in a file.
func times(t *testing.T, path string) string {
	t.Helper()
	var list []string
	for m, err := range transcript.New([]string{path}, nil, options()).Messages() {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, m.Time)
	}
	return strings.Join(list, " ")
}

// file puts content into a file in a fresh folder.
func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestGenericSamples: the logs without a tool, beside those with one.
func TestGenericSamples(t *testing.T) {
	expect(t, sample(t, "generic/transcript.csv"), options(), `
c1 customer "Hi, my \"parcel\"\nnever came"
c1 agent "Sure!"
`, "2 messages; dropped 1: 1 empty")
	o := options()
	o.Map = map[transcript.Field]string{"conversation": "Ticket", "time": "Datum", "speaker": "Von", "text": "Nachricht"}
	expect(t, sample(t, "generic/transcript_semicolon_latin1.csv"), o, `
T1 Kunde "Paket fehlt, bitte prüfen"
T1 Agent "Moment bitte"
`, "2 messages", "2 × "+noZone, "1 × a line that is not UTF-8 was taken for Windows-1252")
}

// TestTextThatIsNoChat: of a folder or an archive, files that are no transcripts are left out, unless all are.
func TestTextThatIsNoChat(t *testing.T) {
	for name, want := range map[string]string{"folder": "nothing to read in this folder", "x.zip": "nothing to read in this archive"} {
		for _, chat := range []bool{false, true} {
			path := file(t, "readme.txt", "hello\n")
			if dir := filepath.Dir(path); name == "folder" {
				path = dir
				if chat {
					os.WriteFile(filepath.Join(dir, "chat.txt"), []byte("05.01.24, 10:01 - A: x\n"), 0o600)
				}
			} else if path = file(t, name, zipped(t, "readme.txt", "hello")); chat {
				path = file(t, name, zipped(t, "readme.txt", "hello", "chat.txt", "05.01.24, 10:01 - A: x\n"))
			}
			n := 0
			var err error
			for _, err = range transcript.New([]string{path}, nil, options()).Messages() {
				n++
			}
			if chat && (err != nil || n != 1) || !chat && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%s, with a chat %v: %d, %v", name, chat, n, err)
			}
		}
	}
}
