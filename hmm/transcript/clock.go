package transcript

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Clock understands the times of one file. Its zero value takes local times for UTC.
type Clock struct {
	zone  *time.Location // nil: UTC, and Parse says that it was guessed
	guess func(string)   // may be nil

	form    DateForm // of dates whose numbers do not say it
	decided bool     // over the whole file
	learned bool     // from a date before
	last    int      // the layout of the time before: most often the next one's
}

// newClock is the clock of a file. Without a zone it is UTC.
func newClock(zone *time.Location, guess func(string)) *Clock {
	return &Clock{zone: zone, guess: guess}
}

func (c *Clock) note(what string) {
	if c.guess != nil {
		c.guess(what)
	}
}

// Location is the zone of times that name none.
func (c *Clock) Location() *time.Location {
	if c.zone == nil {
		return time.UTC
	}
	return c.zone
}

// Local is a time of the clock on the wall in the zone of the file.
func (c *Clock) Local(year, month, day, hour, minute, second int) time.Time {
	if c.zone == nil {
		c.note("a time without a zone was taken for UTC")
	}
	return time.Date(year, time.Month(month), day, hour, minute, second, 0, c.Location())
}

// Unix is a number of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by its
// size: seconds until the year 5138. It is exact to the microsecond where the number is.
func Unix(n float64) time.Time {
	const seconds = 1e11
	for math.Abs(n) >= seconds {
		n /= 1000
	}
	whole, fraction := math.Modf(n)
	return time.Unix(int64(whole), int64(math.Round(fraction*1e6))*1000).UTC()
}

// layouts are forms of times: the first ones say where they are, those from zoneless on do not.
var (
	zoned = []string{
		time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999 MST",
		"2006-01-02T15:04:05.999999999-0700", "2006-01-02 15:04:05.999999999 -0700", "2006-01-02 15:04:05.999999999-0700",
		"2006-01-02 15:04:05.999999999-07", "2006-01-02T15:04Z07:00",
		time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", time.UnixDate, "Mon Jan 2 15:04:05 -0700 2006",
	}
	zoneless = []string{
		"2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04",
		"2006-01-02", "2006-01-02 3:04:05 PM", "2006-01-02 3:04 PM", "2 Jan 2006 15:04:05", "2 Jan 2006 15:04",
		"Jan 2, 2006 15:04:05", "Jan 2, 2006 3:04:05 PM", "Jan 2, 2006 3:04 PM", "January 2, 2006 3:04 PM",
		"2 January 2006 15:04", "2-Jan-2006 15:04:05", "2-Jan-2006 15:04", time.ANSIC,
	}
	layouts = slices.Concat(zoned, zoneless)
)

// Parse understands RFC 3339 and its common variants, Unix times in seconds to nanoseconds, and local
// forms such as 05.01.2024 10:01 and 1/5/2024 10:01 PM. Whether the day or the month is first is said
// by dots, by the dates of the whole file where they were looked at before (CSV, TSV, JSON lines, Parquet), by a number
// above 12 here or in an earlier time of the file, and otherwise guessed: the month.
func (c *Clock) Parse(text string) (time.Time, bool) {
	text = strings.TrimSpace(text)
	if n, ok := unixNumber(text); ok {
		if math.IsNaN(n) || math.IsInf(n, 0) {
			return time.Time{}, false
		}
		return Unix(n), true
	}
	if isTimeOfDay(text) {
		return time.Time{}, false
	}
	if t, ok := c.as(c.last, text); ok {
		return t, true
	}
	text = wideSpaces.Replace(text)
	for i := range len(layouts) + 1 {
		if t, ok := c.as(i, text); ok {
			c.last = i
			return t, true
		}
	}
	return time.Time{}, false
}

// wideSpaces are spaces that programs put before AM and PM.
var wideSpaces = strings.NewReplacer("\u202f", " ", "\u00a0", " ")

// as reads a time in one of the layouts or, behind those, a date of three numbers.
func (c *Clock) as(i int, text string) (time.Time, bool) {
	if i == len(layouts) {
		return c.numbers(text)
	}
	t, err := time.Parse(layouts[i], text)
	switch {
	case err != nil || i < len(zoned) && !known(t):
		return time.Time{}, false
	case i < len(zoned):
		return t, true
	}
	return c.onWall(t), true
}

// unixNumber reads a number. That a time of day is none need not be found out by trying.
func unixNumber(text string) (float64, bool) {
	if strings.IndexByte(text, ':') >= 0 {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}

// isTimeOfDay tells 10:01 and 10:01:30 PM, in which there is no date, without trying all layouts.
func isTimeOfDay(text string) bool {
	return strings.IndexByte(text, ':') > 0 && strings.Trim(strings.TrimRight(text, " apmAPM"), "0123456789:") == ""
}

// known refuses a zone of an abbreviation that Go cannot look up: it would be taken for UTC.
func known(t time.Time) bool {
	name, offset := t.Zone()
	return offset != 0 || name == "UTC" || name == "GMT" || name == "" || name == "Z"
}

// onWall is the reading of t's clock in the zone of the file.
func (c *Clock) onWall(t time.Time) time.Time {
	at := c.Local(t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second())
	return at.Add(time.Duration(t.Nanosecond()))
}
