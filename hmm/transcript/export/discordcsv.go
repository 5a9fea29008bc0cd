package export

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"time"

	"intenthmm/hmm/transcript"
)

// discordHeader is the first line of the exporter's CSV; all lines below it are in quotation marks.
const discordHeader = "AuthorID,Author,Date,Content,Attachments,Reactions"

func isDiscordCSV(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte{'\n'})
	return string(bytes.TrimSpace(line)) == discordHeader
}

func readDiscordCSV(in *transcript.Input, out *transcript.Sink) error {
	channel, first := baseName(in.Name), true
	return in.Rows(out, ',', func(f []string, number int) error {
		if first {
			first = false
			return discordColumns(in.Name, f)
		}
		return discordRow(out, channel, f, transcript.Place{Line: number})
	})
}

// discordColumns refuses a file with other columns.
func discordColumns(file string, have []string) error {
	if got := strings.Join(have, ","); got != discordHeader {
		return transcript.Problem{File: file, Line: 1, Reason: "bad header", Detail: "expected " + discordHeader}
	}
	return nil
}

// discordNotice is what the exporter writes where Discord speaks. CSV does not say of which type a row is.
var discordNotice = regexp.MustCompile(`^(?:Joined the server|Left the group|Pinned a message|Started a thread|Changed the channel icon|` +
	`Changed the channel name|Added a recipient|Removed a recipient|Added .+ to the group|Removed .+ from the group|` +
	`Started a call that lasted [\d.,]+ minutes)\.$|^Changed the channel name: `)

func discordRow(out *transcript.Sink, channel string, f []string, at transcript.Place) error {
	e := transcript.Event{Conversation: channel, Span: transcript.Open, Author: f[1], Text: f[3], Place: at}
	if e.Author == "" {
		e.Author = f[0]
	}
	if first, _, _ := strings.Cut(f[4], ","); first != "" {
		e.Media = mediaOf(first)
	}
	if discordNotice.MatchString(f[3]) {
		out.Guess("a row that reads like a notice of Discord was taken for one")
		e.Drop = transcript.DropNotice
	}
	var ok bool
	if e.At, ok = discordDate(out.Clock(), f[2]); !ok && e.Drop == "" {
		return out.Bad(at, "bad value", fmt.Sprintf("Date is %d bytes that are no date in a known form", len(f[2])))
	}
	return out.Add(&e)
}

// discordDate reads a date in the form of the exporter's user, or in that of its older versions.
func discordDate(clock *transcript.Clock, text string) (time.Time, bool) {
	if at, ok := clock.Parse(text); ok {
		return at, true
	}
	t, err := time.Parse("02-Jan-06 03:04 PM", text)
	if err != nil {
		return time.Time{}, false
	}
	return clock.Local(t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second()), true
}
