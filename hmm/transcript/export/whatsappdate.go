package export

import (
	"time"

	"intenthmm/hmm/transcript"
)

// A dateForm is which number of a date is what: the index of the year, the month and the day.
type dateForm struct{ year, month, day int }

var (
	dayFirst   = dateForm{2, 1, 0}
	monthFirst = dateForm{2, 0, 1}
	yearFirst  = dateForm{0, 1, 2}
)

// time is the time of a line.
func (f dateForm) time(clock *transcript.Clock, w whatsAppLine) (time.Time, bool) {
	if !f.fits(w.date) {
		return time.Time{}, false
	}
	return clock.Local(century(w.date[f.year]), w.date[f.month], w.date[f.day], w.hour, w.minute, w.second), true
}

func (f dateForm) fits(date [3]int) bool {
	month, day := date[f.month], date[f.day]
	return 1 <= month && month <= 12 && 1 <= day && day <= 31 && (date[f.year] < 100 || date[f.year] > 1900)
}

// century completes a year of two digits: WhatsApp began in 2009.
func century(year int) int {
	if year < 100 {
		return 2000 + year
	}
	return year
}

// A dateOrder gathers what the dates of a chat say of their form.
type dateOrder struct {
	forms [3]evidence
	long  bool // years have four digits
	dots  bool
	any   bool
}

// evidence is how a chat looks if its dates have one form.
type evidence struct {
	wrong    int // dates that cannot be
	backward int // times that fall behind the one before
	last     int // the date before, as a number that rises with time
}

// dateForms are in the order of dateOrder.forms.
var dateForms = [3]dateForm{dayFirst, monthFirst, yearFirst}

// see takes the next date of the chat.
func (o *dateOrder) see(w whatsAppLine) {
	o.any, o.dots, o.long = true, w.dots, w.date[2] > 99
	for i, f := range dateForms {
		e := &o.forms[i]
		if !f.fits(w.date) {
			e.wrong++
			continue
		}
		day := century(w.date[f.year])*400 + w.date[f.month]*32 + w.date[f.day]
		if day < e.last {
			e.backward++
		}
		e.last = day
	}
}

// decide is the form under which the fewest dates are wrong and the fewest fall behind the one before. Where
// that leaves a choice, dots and years of four digits say that the day is first; which is a guess.
func (o *dateOrder) decide(guess func(string)) dateForm {
	best := 0
	if !o.dots && !o.long {
		best = 1
	}
	for i := range o.forms[:2] {
		if o.forms[i].before(o.forms[best]) {
			best = i
		}
	}
	if o.forms[2].wrong < o.forms[best].wrong {
		best = 2
	}
	if o.any && best < 2 && !o.dots && !o.forms[best].before(o.forms[1-best]) {
		guess([]string{"days were taken to stand before months", "months were taken to stand before days"}[best])
	}
	return dateForms[best]
}

func (e evidence) before(o evidence) bool {
	return e.wrong < o.wrong || e.wrong == o.wrong && e.backward < o.backward
}
