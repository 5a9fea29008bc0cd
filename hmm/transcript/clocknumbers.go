package transcript

import (
	"strconv"
	"strings"
	"time"
)

// numbers reads a date of three numbers, the year last, and a time of day if there is one.
func (c *Clock) numbers(text string) (time.Time, bool) {
	date, rest, _ := strings.Cut(strings.Replace(text, ",", "", 1), " ")
	a, b, year, dots, ok := dateParts(date)
	if !ok {
		return time.Time{}, false
	}
	hour, minute, second, ok := timeOfDay(strings.TrimSpace(rest))
	if !ok {
		return time.Time{}, false
	}
	day, month := c.order(a, b, dots)
	if day < 1 || day > 31 || month < 1 || month > 12 {
		return time.Time{}, false
	}
	return c.Local(year, month, day, hour, minute, second), true
}

// order says which of the first two numbers of a date is the day.
func (c *Clock) order(a, b int, dots bool) (day, month int) {
	switch {
	case dots:
		return a, b
	case a > 12:
		c.dayFirst = orderDayMonth
	case b > 12:
		c.dayFirst = orderMonthDay
	case c.dayFirst == orderUnknown:
		c.note("the month was taken for the first number of a date")
	}
	if c.dayFirst == orderDayMonth {
		return a, b
	}
	return b, a
}

// dateParts splits 5/1/2024, 05.01.24 or 5-1-2024.
func dateParts(date string) (a, b, year int, dots, ok bool) {
	for _, separator := range []string{".", "/", "-"} {
		parts := strings.Split(date, separator)
		if len(parts) != 3 {
			continue
		}
		var n [3]int
		for i, p := range parts {
			v, err := strconv.ParseUint(p, 10, 16)
			if err != nil {
				return 0, 0, 0, false, false
			}
			n[i] = int(v)
		}
		if n[2] < 100 {
			n[2] += 2000
		}
		return n[0], n[1], n[2], separator == ".", true
	}
	return 0, 0, 0, false, false
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
