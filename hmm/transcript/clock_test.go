package transcript

import (
	"strings"
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	const at = "2024-01-05T10:01:07Z"
	for text, want := range map[string]string{
		"2024-01-05T10:01:07Z":           at,
		"2024-01-05T11:01:07+01:00":      at,
		"2024-01-05 10:01:07.000000 UTC": at,
		"2024-01-05 11:01:07 +0100":      at,
		"2024-01-05T11:01:07":            at,
		"1704448867":                     at,
		"1704448867000":                  at,
		"1704448867000000":               at,
		"1704448867000000000":            at,
		"1704448867.25":                  "2024-01-05T10:01:07.25Z",
		"Fri, 05 Jan 2024 10:01:07 GMT":  at,
		"05.01.2024 11:01":               "2024-01-05T10:01:00Z",
		"13/1/2024, 11:01:07 PM":         "2024-01-13T22:01:07Z",
		"1/13/24 11:01":                  "2024-01-13T10:01:00Z",
		"2024-07-05":                     "2024-07-04T22:00:00Z",
		"":                               "",
		"yesterday":                      "",
		"10:01":                          "",
		"10:01:07 PM":                    "",
		"NaN":                            "",
		"99/99/2024":                     "",
		"2024-01-05 10:01:07 XYZ":        "",
	} {
		c := newClock(berlin, nil)
		got := ""
		if when, ok := c.Parse(text); ok {
			got = when.UTC().Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// TestClockLearns: a day above 12 says how the dates of a file are written, from there on.
func TestClockLearns(t *testing.T) {
	var guesses []string
	c := newClock(time.UTC, func(what string) { guesses = append(guesses, what) })
	var got []string
	for _, text := range []string{"3/4/2024", "13/4/2024", "3/4/2024"} {
		when, _ := c.Parse(text)
		got = append(got, when.Format("2 Jan"))
	}
	if s := strings.Join(got, ", "); s != "4 Mar, 13 Apr, 3 Apr" || len(guesses) != 1 {
		t.Error(s, guesses)
	}
}
