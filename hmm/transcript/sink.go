package transcript

import (
	"errors"
	"time"
)

// errStopped ends a stream whose consumer has had enough. It is never handed out.
var errStopped = errors.New("transcript: the consumer stopped")

// A Sink takes what a format reads out of a file. All of its methods that return an error return nil
// while the format shall go on; any error is for the format to return as it is.
type Sink struct {
	opts      *Options
	assembler *assembler
	tally     *tally
	privacy   privacy
	yield     func(Message, error) bool
	file      string // being read
	clock     *Clock // of the file
	stage     *stage // of the file; nil: records need no more than being passed on
	required  []slot // beyond what every event has
	outlines  outlines
	survey    *survey // not nil: nothing is read yet, but times are looked at
}

func newSink(r *Reader, yield func(Message, error) bool) *Sink {
	s := &Sink{opts: &r.opts, assembler: newAssembler(r.opts), tally: &r.tally, yield: yield,
		privacy: privacy{redact: r.opts.Redact, key: r.opts.HashKey}}
	for _, f := range r.opts.Require {
		if at, _ := slotOf(f); at != slotText {
			s.required = append(s.required, at)
		}
	}
	return s
}

// begin prepares for a file, or a folder that is one export. Without a format there is nothing to prepare.
func (s *Sink) begin(name string, f *Format) {
	s.file, s.stage = name, nil
	s.tally.open(name, f)
	s.clock = newClock(s.opts.Zone, s.Guess)
	if f != nil {
		s.assembler.begin(f)
		s.stage = newStage(s, f, false)
	}
}

// plan is begin again for a file of whose times something is known by now.
func (s *Sink) plan(f *Format, found *survey) {
	form, sorted := found.result(s.Guess)
	s.clock.form, s.clock.decided = form, true
	s.stage = newStage(s, f, sorted)
}

// explain hides people in an error about a file as a whole.
func (s *Sink) explain(err error) error {
	var p Problem
	if errors.As(err, &p) {
		return s.privacy.problem(p)
	}
	return err
}

// Add takes an entry. It does not keep e, and does not change it.
func (s *Sink) Add(e *Event) error {
	for _, slot := range s.required {
		if e.Drop == "" && e.lacks(slot) {
			return s.Bad(e.Place, reasonMissing, `"`+string(fields[slot].field)+`": this format has none for such an entry`)
		}
	}
	return s.stage.event(e)
}

// lacks says whether an event has no value of a field that was required.
func (e *Event) lacks(s slot) bool {
	switch s {
	case slotSymbol:
		return e.Symbol == ""
	case slotVector:
		return len(e.Vector) == 0
	case slotLabel:
		return e.Label == ""
	case slotTime:
		return e.At.IsZero()
	}
	return false
}

// Name is the file or folder being read, as errors name it.
func (s *Sink) Name() string { return s.file }

// Bad enters a record that cannot be used: a short reason that is counted, and what was found and
// expected. In a strict stream that is the end.
func (s *Sink) Bad(at Place, reason, detail string) error {
	return s.problem(Problem{File: s.file, Reason: reason, Detail: detail}.at(at))
}

// Guess counts a decision that the file does not bear out beyond doubt.
func (s *Sink) Guess(what string) { s.tally.guess(what) }

// Clock understands times of the file.
func (s *Sink) Clock() *Clock { return s.clock }

// Zone is where the people of a log are whose times name no zone.
func (s *Sink) Zone() *time.Location { return s.clock.Location() }

// record makes a message of a record that starts at a line, and passes it on.
func (s *Sink) record(line int, r *record) error {
	if s.survey != nil {
		return s.survey.record(s.assembler, r)
	}
	var m Message
	if p := s.assembler.message(&m, r); p != nil {
		return s.bad(line, *p)
	}
	m.File, m.Line = s.file, line
	var err error
	if m.Vector, err = s.vector(m.Vector, line); err != nil {
		return err
	}
	if m.empty() && s.opts.OnSkip == nil {
		s.tally.drop(DropEmpty)
		return nil
	}
	at := s.understand(&m)
	if s.stage != nil {
		return s.stage.message(&m, at)
	}
	return s.emit(&m)
}

// vector is that of the record at a line: its own, or that which lies beside the file.
func (s *Sink) vector(own []float64, line int) ([]float64, error) {
	switch {
	case s.opts.Vectors == nil:
		return own, nil
	case own != nil:
		return nil, Problem{File: s.file, Line: line, Reason: reasonVector, Detail: "it has a vector of its own, and one beside the file: expected one of them"}
	}
	return s.opts.Vectors(s.file, line)
}

// sinceElsewhere is the number below which a time counts from something else than 1970: it is that of 1973 in seconds.
const sinceElsewhere = 1e8

// understand puts the time of a message in the form of RFC 3339. One that cannot be understood, and a number that
// counts from something else, stays.
func (s *Sink) understand(m *Message) time.Time {
	if m.Time == "" {
		return time.Time{}
	}
	at, ok := s.clock.Parse(m.Time)
	switch n, number := unixNumber(m.Time); {
	case !ok:
		s.tally.unclear(s.privacy.problem(Problem{File: m.File, Line: m.Line, Reason: reasonTime, Detail: quote(m.Time)}))
	case !number || n >= sinceElsewhere:
		m.Time = stamp(at)
	}
	return at
}

// emit hands a message to the consumer.
func (s *Sink) emit(m *Message) error {
	s.tally.message()
	if !s.yield(*m, nil) {
		return errStopped
	}
	return nil
}

// bad enters a line that cannot be used.
func (s *Sink) bad(line int, p Problem) error {
	p.File, p.Line = s.file, line
	return s.problem(p)
}

func (s *Sink) problem(p Problem) error {
	p = s.privacy.problem(p)
	s.tally.skip(p)
	if s.opts.Strict {
		return p
	}
	if s.opts.OnSkip != nil {
		s.opts.OnSkip(p)
	}
	return nil
}
