package transcript

import (
	"time"

	"intenthmm/internal/spill"
)

// A stage is what all formats share between an entry of a file and a message: what is dropped, what
// stands for media, whose words are whose, in what order, and where conversations are cut. It serves
// one file, or one folder that is one export.
type stage struct {
	sink   *Sink
	direct bool                 // entries are passed on as they are, once they have been seen to
	sorter *spill.Sorter[entry] // nil: the file is in order
	cut    cutter
	taken  entry // the one that is being taken
	held   entry // the last one, which a later version may replace and a further line may join
	any    bool  // held holds one
}

// newStage is the stage of a file of such an order, or of one that has turned out to be out of order; nil where records
// can be passed on as they are.
func newStage(s *Sink, f *Format, unsorted bool) *stage {
	order := f.Order
	if unsorted {
		order = Unsorted
	}
	simple := s.opts.Gap == 0 && !s.opts.Join && !unsorted
	if f.Columns && simple && !s.privacy.active() && s.opts.Roles == nil {
		return nil
	}
	g := &stage{sink: s, direct: f.Columns && simple, cut: cutter{gap: s.opts.Gap, zone: s.clock.Location(), guess: s.Guess}}
	if order == Unsorted || order == Interleaved && !g.direct {
		g.sorter = newSorter(order, s.opts)
	}
	return g
}

// sortLimit is the memory in bytes above which sorting goes on on disk.
const sortLimit = 128 << 20

func newSorter(o Order, opts *Options) *spill.Sorter[entry] {
	compare := byConversation
	if o == Unsorted {
		compare = byTime
	}
	limit := opts.SortMemory
	if limit == 0 {
		limit = sortLimit
	}
	return &spill.Sorter[entry]{Compare: compare, Size: (*entry).size, Limit: limit, Dir: opts.TempDir}
}

// event takes an entry of a format.
func (g *stage) event(e *Event) error {
	o := g.sink.opts
	text, drop := plain(e.Text), e.Drop
	vector := e.Vector
	if drop == "" {
		var err error
		if vector, err = g.sink.vector(e.Vector, e.Place.Line); err != nil {
			return err
		}
	}
	switch {
	case drop != "" || text != "" || e.Media == "" && (e.Symbol != "" || len(vector) > 0):
	case e.Media == "":
		drop = DropEmpty
	case o.DropMedia:
		drop = DropMedia
	default:
		text = "<" + e.Media + ">"
	}
	if drop != "" {
		g.sink.tally.drop(drop)
		if !e.Starts && (drop != DropDeleted || e.ID == "") {
			return nil
		}
	}
	n := &g.taken
	*n = entry{ID: e.ID, At: e.At, Edited: e.Edited, Span: e.Span, Starts: e.Starts, Gone: drop != ""}
	n.Message = Message{
		Conversation: e.Conversation, Turn: -1, Speaker: e.speaker(), Text: text,
		Symbol: e.Symbol, Vector: vector, Label: e.Label, File: g.sink.file, Line: e.Place.Line,
	}
	return g.take(n)
}

// message takes a message of a log without a tool: nothing of it is dropped.
func (g *stage) message(m *Message, at time.Time) error {
	n := &g.taken
	*n = entry{Message: *m, At: at}
	return g.take(n)
}

// take maps speakers and hides people, before anything is stored; then it sorts.
func (g *stage) take(n *entry) error {
	if role, ok := g.sink.opts.Roles[n.Speaker]; ok {
		n.Speaker = role
	}
	g.sink.privacy.message(&n.Message)
	switch {
	case g.direct:
		return g.emit(n)
	case g.sorter != nil:
		return g.sorter.Add(*n)
	default:
		return g.pass(n)
	}
}

// emit passes an entry on, with its time written out unless it has one as it stood in the file.
func (g *stage) emit(n *entry) error {
	if n.Time == "" {
		n.Time = stamp(n.At)
	}
	return g.sink.emit(&n.Message)
}

// finish sorts and passes on what is left.
func (g *stage) finish() error {
	if g.sorter != nil {
		if err := g.sorter.Sorted(g.pass); err != nil {
			return err
		}
	}
	return g.release()
}

// close removes temporary files.
func (g *stage) close() {
	if g != nil && g.sorter != nil {
		g.sorter.Close()
	}
}
