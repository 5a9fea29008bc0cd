package document

import (
	"strings"
	"testing"
)

// TestLine: a title, where it says something; else the line that says the most.
func TestLine(t *testing.T) {
	telling := map[string]float64{"parcel": 2, "late": 1, "refund": 3}
	for text, want := range map[string]string{
		"Late parcel\nWe refund every parcel.":              "Late parcel",
		"Hello there\n\n my parcel is late \nparcel parcel": "my parcel is late",
		"  \nHello\nbye":         "Hello",
		"":                       "",
		strings.Repeat("ä", 100): strings.Repeat("ä", 80) + "…",
	} {
		if got := Line(text, telling, func(line string) []string { return strings.Fields(strings.ToLower(line)) }); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
