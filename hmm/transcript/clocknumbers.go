package transcript

import (
	"strconv"
	"strings"
	"time"
)

// numbers reads a date of three numbers, and a time of day if there is one.
func (c *Clock) numbers(text string) (time.Time, bool) {
	d, rest, ok := parseDate(text)
	if !ok {
		return time.Time{}, false
	}
	hour, minute, second, ok := timeOfDay(rest)
	if !ok {
		return time.Time{}, false
	}
	return c.formOf(d).Time(c, d, hour, minute, second)
}

// formOf says which number of a date is what.
func (c *Clock) formOf(d Date) DateForm {
	a, b := d.Numbers[0], d.Numbers[1]
	switch {
	case d.sure():
		if d.Dots && a <= 31 {
			return dayFirst
		}
		return yearFirst
	case c.decided:
	case a > 12:
		c.form, c.learned = dayFirst, true
	case b > 12:
		c.form, c.learned = monthFirst, true
	case !c.learned:
		c.note("the month was taken for the first number of a date")
		return monthFirst
	}
	return c.form
}

// sure says that a date needs no others to be understood.
func (d Date) sure() bool { return d.Dots || d.Numbers[0] > 31 }

// parseDate splits 5/1/2024, 05.01.24 or 5-1-2024 off a text.
func parseDate(text string) (d Date, rest string, ok bool) {
	end := strings.IndexAny(text, ", ")
	if end < 0 {
		end = len(text)
	}
	date, rest := text[:end], strings.TrimLeft(text[end:], ", ")
	at := strings.IndexAny(date, "./-")
	if at < 0 {
		return d, "", false
	}
	d.Dots = date[at] == '.'
	for i := range d.Numbers {
		number, further, found := strings.Cut(date, text[at:at+1])
		n, err := strconv.ParseUint(number, 10, 16)
		if err != nil || found != (i < 2) {
			return d, "", false
		}
		d.Numbers[i], date = int(n), further
	}
	return d, rest, true
}

// timeOfDay reads 10:01, 10:01:07 and 1:02 PM; nothing is midnight.
func timeOfDay(text string) (hour, minute, second int, ok bool) {
	if text == "" {
		return 0, 0, 0, true
	}
	for _, layout := range []string{"15:04:05", "15:04", "3:04:05 PM", "3:04 PM", "3:04:05PM", "3:04PM"} {
		if t, err := time.Parse(layout, strings.ToUpper(text)); err == nil {
			return t.Hour(), t.Minute(), t.Second(), true
		}
	}
	return 0, 0, 0, false
}
