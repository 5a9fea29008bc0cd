package helpdesk

import (
	"encoding/csv"
	"io"
	"math/rand/v2"
	"strings"
	"time"
)

// germanSpeakers gives the name of each speaker in the German export.
var germanSpeakers = map[string]string{
	Customer: "Kunde",
	Agent:    "Berater",
	Bot:      "Bot",
}

// WriteCSV writes n German conversations to w the way a German ticket system
// exports them: separated by semicolons, under a German header, without
// labels, and with line breaks inside quoted messages.
func WriteCSV(w io.Writer, seed uint64, n int) error {
	out := csv.NewWriter(w)
	out.Comma = ';'
	if err := out.Write([]string{"Ticket", "Zeit", "Von", "Nachricht"}); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(seed, 1<<32))
	clock := time.Date(2025, time.March, 3, 8, 5, 0, 0, time.UTC)
	for i := range n {
		clock = nextOpening(clock.Add(time.Duration(20+r.IntN(240)) * time.Minute))
		at := clock
		for _, t := range conversation(german, seed, i) {
			at = at.Add(time.Duration(8+r.IntN(100)) * time.Second)
			row := []string{
				t.Conversation,
				at.Format("2006-01-02 15:04:05"),
				germanSpeakers[t.Speaker],
				breakLines(r, t.Text),
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// nextOpening moves a time outside shop hours to the next morning.
func nextOpening(t time.Time) time.Time {
	if t.Hour() >= 8 && t.Hour() < 20 {
		return t
	}
	morning := time.Date(t.Year(), t.Month(), t.Day(), 8, t.Minute(), 0, 0, time.UTC)
	if t.Hour() >= 20 {
		morning = morning.AddDate(0, 0, 1)
	}
	return morning
}

// breakLines puts some of the longer messages on several lines, as people do
// who press enter while they write.
func breakLines(r *rand.Rand, text string) string {
	if len(text) < 60 || r.IntN(3) > 0 {
		return text
	}
	return sentenceEnd.ReplaceAllStringFunc(text, func(end string) string {
		if strings.HasSuffix(end, "? ") {
			return end[:len(end)-1] + "\n\n"
		}
		return end[:len(end)-1] + "\n"
	})
}
