package transcript

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
)

// timed reads rows TIME TEXT of conversations that the text begins with, as CSV and as JSON lines, from a file and from
// standard input byte by byte, and shows TEXT and TIME.
func timed(t *testing.T, o Options, rows ...string) (string, Summary) {
	t.Helper()
	csv, jsonl := "conversation_id,time,text\n", ""
	for _, row := range rows {
		text, at, _ := strings.Cut(row, " ")
		csv += fmt.Sprintf("%c,\"%s\",%s\n", text[0], at, text)
		jsonl += fmt.Sprintf(`{"conversation_id":"%c","time":%q,"text":%q}`+"\n", text[0], at, text)
	}
	o.TempDir = t.TempDir()
	first, s := "", Summary{}
	for i, c := range []struct{ name, content string }{{"x.csv", csv}, {"x.jsonl", jsonl}, {"x.csv", ""}, {"x.jsonl.gz", compress(t, jsonl)}} {
		r := New([]string{write(t, c.name, c.content)}, nil, o)
		if c.content == "" {
			o.Format = "csv"
			r = New([]string{"-"}, iotest.OneByteReader(strings.NewReader(csv)), o)
			o.Format = ""
		}
		messages, err := drain(t, r)
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, m := range messages {
			list = append(list, m.Text+" "+m.Time)
		}
		got := strings.Join(list, "; ") + " | " + guessed(r.Summary())
		if i == 0 {
			first, s = got, r.Summary()
		}
		if got != first {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, first)
		}
		if left, _ := os.ReadDir(o.TempDir); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	return first, s
}

// guessed is what was guessed, without the zone.
func guessed(s Summary) string {
	var kept []ReasonCount
	for _, g := range s.Guessed {
		if !strings.Contains(g.Reason, "zone") {
			kept = append(kept, g)
		}
	}
	return list(kept)
}

func TestTimesOfRows(t *testing.T) {
	const (
		dayGuess   = "1 days were taken to stand before months"
		monthGuess = "1 months were taken to stand before days"
		kept       = "1 the order of a file was kept, for not all of its times are known"
	)
	for _, c := range []struct {
		name string
		rows []string
		want string
	}{
		{"in order, as they stand", []string{"b1 2024-01-05T10:00:00Z", "a1 2024-01-05T09:00:00+01:00", "b2 2024-01-05T10:01:00Z"},
			"b1 2024-01-05T10:00:00Z; a1 2024-01-05T09:00:00+01:00; b2 2024-01-05T10:01:00Z | "},
		{"the newest first", []string{"b2 05.02.2024 10:01", "b1 05.01.2024 10:01", "a1 06.01.2024"},
			"a1 2024-01-06T00:00:00Z; b1 2024-01-05T10:01:00Z; b2 2024-02-05T10:01:00Z | "},
		{"a day above 12 further down", []string{"a1 3/4/2024 10:00 PM", "b1 13/4/2024 1:00 AM"},
			"a1 2024-04-03T22:00:00Z; b1 2024-04-13T01:00:00Z | "},
		{"a month", []string{"a1 3/4/24 10:00", "b1 4/13/24 1:00"}, "a1 2024-03-04T10:00:00Z; b1 2024-04-13T01:00:00Z | "},
		{"rising in each conversation only with the day first", []string{"b1 3/4/2024", "a1 1/2/2024", "b2 2/5/2024", "a2 2/2/2024"},
			"b1 2024-04-03T00:00:00Z; a1 2024-02-01T00:00:00Z; b2 2024-05-02T00:00:00Z; a2 2024-02-02T00:00:00Z | "},
		{"falling only with the month first", []string{"a3 5/2/2024", "a2 4/4/2024", "a1 4/3/2024"},
			"a1 2024-04-03T00:00:00Z; a2 2024-04-04T00:00:00Z; a3 2024-05-02T00:00:00Z | "},
		{"undecided, a year of four digits", []string{"a1 1/5/2024 10:01 AM"}, "a1 2024-05-01T10:01:00Z | " + dayGuess},
		{"undecided, of two", []string{"a1 1/5/24"}, "a1 2024-01-05T00:00:00Z | " + monthGuess},
		{"the year first", []string{"a1 2024/1/5 10:00", "a2 2024.1.6"}, "a1 2024-01-05T10:00:00Z; a2 2024-01-06T00:00:00Z | "},
		{"a date that is not of the form of the file", []string{"a2 13/4/2024", "a1 4/13/2024", "a0 14/4/2024"},
			"a2 2024-04-13T00:00:00Z; a1 4/13/2024; a0 2024-04-14T00:00:00Z | "},
		{"one that nobody understands keeps the order", []string{"a3 2024-01-07T00:00:00Z", "a2 gestern", "a1 2024-01-05T00:00:00Z"},
			"a3 2024-01-07T00:00:00Z; a2 gestern; a1 2024-01-05T00:00:00Z | " + kept},
		{"one that is missing too", []string{"a3 2024-01-07T00:00:00Z", "a2 ", "a1 2024-01-05T00:00:00Z"},
			"a3 2024-01-07T00:00:00Z; a2 ; a1 2024-01-05T00:00:00Z | " + kept},
		{"no such day", []string{"a1 31.02.2024", "a2 29.02.2024"}, "a1 31.02.2024; a2 2024-02-29T00:00:00Z | "},
		{"seconds since 1970, and since something else", []string{"a2 1704448867", "b2 12.5", "a1 1704448800000", "b1 7"},
			"a1 2024-01-05T10:00:00Z; a2 2024-01-05T10:01:07Z; b1 7; b2 12.5 | "},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, _ := timed(t, Options{}, c.rows...); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestUnclearTimes: they are counted, and the first is named, with a secret in it hidden.
func TestUnclearTimes(t *testing.T) {
	o := Options{Redact: func(s string) string { return strings.ReplaceAll(s, "dana", "<name>") }}
	_, s := timed(t, o, "a1 2024-01-05", "a2 ask dana", "a3 soon")
	if s.UnclearTimes != 2 || s.UnclearTime.Line != 3 || s.UnclearTime.Reason != "time not understood" || s.UnclearTime.Detail != `"ask <name>"` {
		t.Errorf("%d, %+v", s.UnclearTimes, s.UnclearTime)
	}
	if got := s.String(); got != "3 messages from 1 file; 2 times not understood" {
		t.Error(got)
	}
}

// TestFollowersDoNotWait: who is told of each bad line gets each message as it comes, an empty one too, and in its place.
func TestFollowersDoNotWait(t *testing.T) {
	lines := `{"conversation_id":"a","time":"2024-01-06","text":""}` + "\n" + `{"conversation_id":"a","time":"2024-01-05","text":"x"}` + "\n"
	skip := func(Problem) {}
	n := 0
	stdin := iotest.ErrReader(fmt.Errorf("nobody may read on"))
	for m, err := range New([]string{"-"}, io.MultiReader(strings.NewReader(lines), stdin), Options{Format: "jsonl", OnSkip: skip}).Messages() {
		if err != nil {
			break
		}
		if n++; m.Line != n {
			t.Errorf("line %d", m.Line)
		}
	}
	if n != 2 {
		t.Errorf("%d messages", n)
	}
}

// TestNothingToObserve: rows without text, symbol and vector are dropped and counted.
func TestNothingToObserve(t *testing.T) {
	r := New([]string{write(t, "x.csv", "conversation_id,text,intent,vector,label\na,,,,l\na, \t,,,\na,,x,,\na,,,1 2,\na,y,,,\n")}, nil, DefaultOptions())
	messages, err := drain(t, r)
	if s := r.Summary(); err != nil || len(messages) != 3 || list(s.Dropped) != "2 empty" {
		t.Errorf("%d messages, %v, %s", len(messages), err, s)
	}
}
