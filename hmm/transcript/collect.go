package transcript

import "errors"

// errStopped ends a stream whose consumer has had enough. It is never handed out.
var errStopped = errors.New("transcript: the consumer stopped")

// collector takes what a format reads out of a file: records and bad lines. All of its methods
// return nil while the format shall go on; any error is for the format to return as it is.
type collector struct {
	assembler *assembler
	tally     *tally
	strict    bool
	onSkip    func(Problem) // may be nil
	yield     func(Message, error) bool
	file      string // being read
}

// record makes a message of a record that starts at a line, and passes it on.
func (c *collector) record(line int, r *record) error {
	var m Message
	if p := c.assembler.message(&m, r); p != nil {
		return c.bad(line, *p)
	}
	m.File, m.Line = c.file, line
	c.tally.message()
	if !c.yield(m, nil) {
		return errStopped
	}
	return nil
}

// bad enters a line that cannot be used. In a strict stream that is the end.
func (c *collector) bad(line int, p Problem) error {
	p.File, p.Line = c.file, line
	c.tally.skip(p)
	if c.strict {
		return p
	}
	if c.onSkip != nil {
		c.onSkip(p)
	}
	return nil
}
