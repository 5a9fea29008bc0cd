package transcript

import "time"

// A Date is a date of three numbers as it stands in a log.
type Date struct {
	Numbers [3]int
	Dots    bool // between them
}

// A DateForm is which number of a date is what: the index of the year, the month and the day.
type DateForm struct{ year, month, day int }

var (
	dayFirst   = DateForm{2, 1, 0}
	monthFirst = DateForm{2, 0, 1}
	yearFirst  = DateForm{0, 1, 2}
)

// dateForms are all of them, in the order in which DateOrder gathers what speaks for them.
var dateForms = [...]DateForm{dayFirst, monthFirst, yearFirst}

// Time is the time of a date and a clock on the wall; false: there is no such date in this form.
func (f DateForm) Time(clock *Clock, d Date, hour, minute, second int) (time.Time, bool) {
	if !f.fits(d) {
		return time.Time{}, false
	}
	year, month, day := f.of(d)
	return clock.Local(year, month, day, hour, minute, second), true
}

// of takes a date apart. Years of two digits are those after 2000.
func (f DateForm) of(d Date) (year, month, day int) {
	year = d.Numbers[f.year]
	if year < 100 {
		year += 2000
	}
	return year, d.Numbers[f.month], d.Numbers[f.day]
}

func (f DateForm) fits(d Date) bool {
	if n := d.Numbers[f.year]; n >= 100 && n <= 1900 {
		return false
	}
	year, month, day := f.of(d)
	return 1 <= month && month <= 12 && 1 <= day && day <= time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// A DateOrder gathers what the dates of a file say of their form. Its zero value has seen none.
type DateOrder struct {
	forms [len(dateForms)]evidence
	long  bool // years have four digits
	dots  bool
	any   bool
}

// evidence is how a file looks if its dates have one form.
type evidence struct {
	wrong    int // dates that cannot be
	forward  int // dates that fall behind, and
	backward int // before, the one before in the conversation
}

// Days is a date as a number that rises with time, under each form; 0: unknown.
type Days [len(dateForms)]int32

// See takes a date. Before is the one before in the same conversation, zero where there was none, and is set to this one.
func (o *DateOrder) See(d Date, before *Days) {
	o.any, o.dots, o.long = true, d.Dots, d.Numbers[2] > 99
	for i, f := range dateForms {
		e := &o.forms[i]
		if !f.fits(d) {
			e.wrong++
			continue
		}
		year, month, day := f.of(d)
		now := int32(year*400 + month*32 + day)
		switch {
		case before[i] == 0 || now == before[i]:
		case now > before[i]:
			e.forward++
		default:
			e.backward++
		}
		before[i] = now
	}
}

// Form is the form under which the fewest dates are wrong, and the fewest go against the direction of the others: logs
// may have the newest first, but rather have it last. Where that leaves a choice, dots and years of four digits say that the
// day is first; which is a guess.
func (o *DateOrder) Form(guess func(string)) DateForm {
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

// before compares evidence: less of it speaks against the form.
func (e evidence) before(o evidence) bool {
	if e.wrong != o.wrong {
		return e.wrong < o.wrong
	}
	if against, others := min(e.forward, e.backward), min(o.forward, o.backward); against != others {
		return against < others
	}
	return e.backward < o.backward
}
