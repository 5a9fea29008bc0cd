package em

// A Stage is a part of the work that takes time, by the name that people read.
type Stage string

// The stages of a fit.
const (
	EStep Stage = "E-step"
	MStep Stage = "M-step"
)

// A Watch is told whenever a stage begins and ends, possibly from several goroutines at once: fits that
// run side by side are in stages of their own, and wait for one another in them where their Gate says so.
// What a watch makes of it has no influence on the result. It is where a program that wants to know how
// long something took looks at its clock; libraries look at none. nil: nobody watches.
type Watch func(stage Stage, begins bool)

// Begin says that a stage begins.
func (w Watch) Begin(s Stage) {
	if w != nil {
		w(s, true)
	}
}

// End says that a stage has ended.
func (w Watch) End(s Stage) {
	if w != nil {
		w(s, false)
	}
}
