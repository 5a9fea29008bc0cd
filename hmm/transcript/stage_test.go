package transcript

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// toy is a format of events, one a line: KEY ID MINUTE AUTHOR FLAGS TEXT. Flags are letters: t a thread, o an
// open chat, s starts a session, d deleted, n a note, m media, v a later version.
func toy(o Order) Format {
	return Format{Name: "toy", Order: o, Read: func(in *Input, out *Sink) error {
		return in.Lines(out, func(line []byte, number int) error {
			f := strings.SplitN(string(line), " ", 6)
			if len(f) < 6 {
				return out.Bad(Place{Line: number}, "too few fields", fmt.Sprintf("found %s", quote(string(line))))
			}
			e := Event{Conversation: f[0], ID: strings.Trim(f[1], "-"), Author: f[3], Text: f[5], Place: Place{Line: number}}
			var minute int
			if _, err := fmt.Sscan(f[2], &minute); err == nil {
				e.At = time.Date(2024, 1, 5, 10, minute, 0, 0, time.UTC)
			}
			flags(&e, f[4])
			return out.Add(&e)
		})
	}}
}

func flags(e *Event, letters string) {
	for _, l := range letters {
		switch l {
		case 't':
			e.Span = Thread
		case 'o':
			e.Span = Open
		case 's':
			e.Starts = true
		case 'd':
			e.Drop = DropDeleted
		case 'n':
			e.Drop = DropNote
		case 'm':
			e.Media = "image"
		case 'v':
			e.Edited = e.At.Add(time.Hour)
		}
	}
}

// staged reads a toy log: its messages as KEY AUTHOR TEXT, and the summary.
func staged(t *testing.T, o Options, order Order, log string) (string, Summary) {
	t.Helper()
	o.Formats, o.Format = []Format{toy(order)}, "toy"
	r := New([]string{"-"}, strings.NewReader(log), o)
	messages, err := drain(t, r)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, m := range messages {
		lines = append(lines, fmt.Sprintf("%s %s %q", m.Conversation, m.Speaker, m.Text))
	}
	return strings.Join(lines, "; "), r.Summary()
}

func TestStage(t *testing.T) {
	for _, c := range []struct {
		name, log string
		order     Order
		opts      Options
		want      string
		dropped   string
	}{
		{name: "sorted by conversation, time and ID", order: Unsorted,
			log:  "b 1 3 x - three\na 10 2 x - ten\na 9 2 x - nine\na 1 1 x - one\nb 2 - x - none\n",
			want: `a x "one"; a x "nine"; a x "ten"; b x "none"; b x "three"`},
		{name: "interleaved conversations are put together, in their order", order: Interleaved,
			log: "b - 3 x - 1\na - 9 x - 1\nb - 1 x - 2\na - 2 x - 2\n", want: `a x "1"; a x "2"; b x "1"; b x "2"`},
		{name: "the last version stands", order: Unsorted,
			log: "a 1 1 x v new\na 1 1 x - old\na 2 1 x - other\na 1 1 x - old\n", want: `a x "new"; a x "other"`, dropped: "2 duplicate"},
		{name: "one ID in two conversations", order: Unsorted,
			log: "a 1 1 x - in a\nb 1 1 x - in b\n", want: `a x "in a"; b x "in b"`},
		{name: "a deletion takes the entry with it", order: Unsorted,
			log: "a 1 1 x - gone\na 1 1 x vd gone\na 2 2 x - stays\n", want: `a x "stays"`, dropped: "2 deleted"},
		{name: "notes, empty ones and media", order: Grouped,
			log:  "a - 1 x n secret\na - 1 x -  \na - 1 x m  \na - 1 x m look\n",
			want: `a x "<image>"; a x "look"`, dropped: "1 empty, 1 note"},
		{name: "media dropped", order: Grouped, opts: Options{DropMedia: true},
			log: "a - 1 x m  \na - 1 x m look\n", want: `a x "look"`, dropped: "1 media"},
		{name: "a gap cuts names and open chats, not threads", order: Grouped, opts: Options{Gap: 10 * time.Minute},
			log:  "a - 1 x - 1\na - 11 x - 2\na - 22 x - 3\nb - 1 x o 1\nb - 30 x o 2\nc - 1 x t 1\nc - 50 x t 2\n",
			want: `a x "1"; a x "2"; a#2 x "3"; b x "1"; b#2 x "2"; c x "1"; c x "2"`},
		{name: "days cut open chats only", order: Grouped,
			log:  "a - 1 x o 1\na - 900 x o 2\nb - 1 x - 1\nb - 900 x - 2\n",
			want: `a x "1"; a#2 x "2"; b x "1"; b x "2"`},
		{name: "sessions start, with a line or a boundary", order: Grouped,
			log:  "a - 0 x sn start\na - 1 x - 1\na - 2 x s 2\na - 3 x - 3\na - 4 x sn start\na - 4 x sn start\na - 5 x - 4\n",
			want: `a x "1"; a#2 x "2"; a#2 x "3"; a#3 x "4"`, dropped: "3 note"},
		{name: "joined", order: Interleaved, opts: Options{Join: true},
			log:  "a - 1 x - 1\nb - 1 y - 1\na - 2 x - 2\na - 3 y - 3\nb - 4 y sn -\nb - 5 y - 2\n",
			want: `a x "1\n2"; a y "3"; b y "1"; b#2 y "2"`, dropped: "1 joined, 1 note"},
		{name: "roles", order: Grouped, opts: Options{Roles: map[string]string{"x": "agent"}},
			log: "a - 1 x - 1\na - 1 y - 2\n", want: `a agent "1"; a y "2"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, memory := range []int{0, 1} { // in memory and on disk
				c.opts.SortMemory, c.opts.TempDir = memory, t.TempDir()
				got, s := staged(t, c.opts, c.order, c.log)
				if got != c.want {
					t.Errorf("memory %d\n got %s\nwant %s", memory, got, c.want)
				}
				if d := list(s.Dropped); d != c.dropped {
					t.Errorf("dropped %s, want %s", d, c.dropped)
				}
				if left, _ := os.ReadDir(c.opts.TempDir); len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
			}
		})
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{"": "", " a\r\nb\rc\x00 \n": "a\nb\nc", "\xffa": "\ufffda", "é": "é"} {
		if got := plain(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestPeopleAreHidden looks for a secret in messages, problems, errors and temporary files.
func TestPeopleAreHidden(t *testing.T) {
	const secret = "dana@example.com"
	hide := func(s string) string { return strings.ReplaceAll(s, secret, "<email>") }
	log := "chat 1 1 " + secret + " - write to " + secret + "\n" + secret + "\n" + strings.Repeat("x", 50) + secret + "\n"
	for _, key := range []string{"", "a key"} {
		o := Options{Redact: hide, HashKey: []byte(key)}
		got, s := staged(t, o, Unsorted, log)
		if strings.Contains(got, "dana") || !strings.Contains(got, "write to <email>") {
			t.Error(got)
		}
		for _, p := range s.Problems {
			if strings.Contains(p.Error(), "dana@") {
				t.Error(p)
			}
		}
		if hashed := !strings.HasPrefix(got, "chat"); hashed != (key != "") {
			t.Errorf("key %q: %s", key, got)
		}
	}
	o := Options{Redact: hide, Strict: true, Format: "csv"}
	_, err := drain(t, New([]string{"-"}, strings.NewReader("conversation_id,text\n"+"a,b,"+secret+"\n"), o))
	if err == nil || strings.Contains(err.Error(), "dana") {
		t.Error(err)
	}
	_, err = drain(t, New([]string{"-"}, strings.NewReader(secret+",text\nhi,b\n"), Options{Redact: hide, Format: "csv"}))
	if err == nil || strings.Contains(err.Error(), "dana") {
		t.Error(err)
	}
}

// TestHashes: the same under one key, another under another, and roles stay.
func TestHashes(t *testing.T) {
	read := func(key string) string {
		got, _ := staged(t, Options{HashKey: []byte(key)}, Grouped, "a - 1 x - 1\na - 1 agent - 2\n")
		return got
	}
	if read("k") != read("k") || read("k") == read("l") || !strings.Contains(read("k"), ` agent "2"`) || strings.Contains(read("k"), " x ") {
		t.Error(read("k"), read("l"))
	}
}

// TestGenericLogsAreCutToo: CSV and JSON lines come through the stage where options ask for it, whole.
func TestGenericLogsAreCutToo(t *testing.T) {
	log := "conversation_id,turn,time,text,vector,label\n" +
		"b,1,2024-01-05T10:00:00Z,x,1 2,l\na,1,5.1.2024 10:00,y,,\nb,2,2024-01-05T11:00:00Z,z,,\na,2,5.1.2024 10:05,w,,\n"
	o := Options{Format: "csv", Gap: 30 * time.Minute}
	r := New([]string{"-"}, bytes.NewBufferString(log), o)
	messages, err := drain(t, r)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range messages {
		got = append(got, show(m))
	}
	compare(t, "messages", got, []string{
		`3: a#1 @2024-01-05T10:00:00Z "y"`, `5: a#2 @2024-01-05T10:05:00Z "w"`,
		`2: b#1 @2024-01-05T10:00:00Z "x" [1 2] =l`, `4: b#2#2 @2024-01-05T11:00:00Z "z"`,
	})
	if g := list(r.Summary().Guessed); g != "2 a time without a zone was taken for UTC" {
		t.Error(g)
	}
}
