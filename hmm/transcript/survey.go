package transcript

import (
	"bufio"
	"bytes"
	"errors"
	"hash"
	"hash/fnv"
)

// A survey is what a walk over the rows of a file, before they are read, finds out about their times: how dates are
// written, and whether each conversation is in order.
type survey struct {
	timed  bool // there is a column of times, or a time
	dates  DateOrder
	clocks [len(dateForms)]*Clock // one a form of dates
	forms  [len(dateForms)]order
	absent int // rows without a time
	hash   hash.Hash64
	last   map[uint64]when // by the hash of a conversation (FNV-1a)
}

// order is what the times of a file look like under one form of dates.
type order struct {
	unclear  int  // times that are not understood
	backward bool // a time lies before the one before it
}

// when is the time of the last row of a conversation.
type when struct {
	days Days
	at   [len(dateForms)]int64 // under each form, in microseconds since 1970
	any  [len(dateForms)]bool
}

// maxSurveyed bounds the conversations that are kept in mind at a time. Times are held against those of the same conversation
// among so many.
const maxSurveyed = 1 << 20

// lookAhead surveys a file of named columns that has times, and plans its reading. Who follows a log that does not end
// cannot wait for that.
func (s *Sink) lookAhead(in *Input, f *Format) error {
	if !f.Columns || s.opts.OnSkip != nil {
		return nil
	}
	if !f.Binary {
		head := &Input{Name: in.Name, Head: in.Head, lines: &lines{r: bufio.NewReader(bytes.NewReader(in.Head)), max: in.lines.max}}
		if !s.surveyed(head, f).timed {
			return nil
		}
	}
	if err := in.keep(); err != nil {
		return err
	}
	found := s.surveyed(in, f)
	if err := in.Rewind(); err != nil {
		return err
	}
	if found.timed {
		s.plan(f, found)
	}
	return nil
}

// errNoTimes ends the survey of a file whose header has no column of times.
var errNoTimes = errors.New("transcript: there are no times")

// surveyed walks over a file. What is wrong with that shows when it is read.
func (s *Sink) surveyed(in *Input, f *Format) *survey {
	o := *s.opts
	o.Strict = false
	found := &survey{hash: fnv.New64a(), last: map[uint64]when{}}
	for i, form := range dateForms {
		found.clocks[i] = newClock(s.clock.zone, nil)
		found.clocks[i].form, found.clocks[i].decided = form, true
	}
	walk := &Sink{opts: &o, assembler: s.assembler, tally: new(tally), file: in.Name, survey: found}
	walk.tally.open(in.Name, f)
	f.Read(in, walk)
	return found
}

// columns says under which columns of a header the fields stand.
func (s *Sink) columns(column *[slotCount]int) error {
	if s.survey == nil {
		return nil
	}
	if column[slotTime] < 0 {
		return errNoTimes
	}
	s.survey.timed = true
	return nil
}

// record takes a row.
func (s *survey) record(a *assembler, r *record) error {
	if r.missing(slotConversation) {
		return nil
	}
	if r.missing(slotTime) {
		s.absent++
		return nil
	}
	s.timed = true
	s.hash.Reset()
	s.hash.Write(a.bytes(&r.cells[slotConversation]))
	key := s.hash.Sum64()
	last, ok := s.last[key]
	if !ok && len(s.last) >= maxSurveyed {
		clear(s.last)
	}
	s.see(string(a.bytes(&r.cells[slotTime])), &last)
	s.last[key] = last
	return nil
}

// see takes the time of a row and puts it into the place of the one before in its conversation.
func (s *survey) see(text string, last *when) {
	d, _, isDate := parseDate(text)
	if isDate = isDate && !d.sure(); isDate {
		s.dates.See(d, &last.days)
	}
	at, ok := s.clocks[0].Parse(text)
	for i := range s.forms {
		if isDate && i > 0 {
			at, ok = s.clocks[i].Parse(text)
		}
		if !ok {
			s.forms[i].unclear++
			continue
		}
		now := at.UnixMicro()
		s.forms[i].backward = s.forms[i].backward || last.any[i] && now < last.at[i]
		last.at[i], last.any[i] = now, true
	}
}

// result is the form of the dates, and whether the file must be sorted. Rows whose time nobody knows have no other place than
// their own, so that the file stays as it is where there are some.
func (s *survey) result(guess func(string)) (DateForm, bool) {
	form, at := s.dates.Form(guess), 0
	for i := range dateForms {
		if dateForms[i] == form {
			at = i
		}
	}
	found := s.forms[at]
	if !found.backward {
		return form, false
	}
	if found.unclear+s.absent > 0 {
		guess("the order of a file was kept, for not all of its times are known")
		return form, false
	}
	return form, true
}
