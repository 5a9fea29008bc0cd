package transcript

import (
	"cmp"
	"strings"
	"time"
	"unicode/utf8"

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
	taken  *entry // the one that is being taken
	held   *entry // the last one, which a later version may replace and a further line may join
	any    bool   // held holds one
}

// entry is a message on its way.
type entry struct {
	Message
	ID     string
	At     time.Time
	Edited time.Time
	Span   Span
	Starts bool
	Gone   bool // no message: a boundary, or the deletion of the entry of this ID
}

// newStage is the stage of a file of such an order; nil where records can be passed on as they are.
func newStage(s *Sink, f *Format) *stage {
	simple := s.opts.Gap == 0 && !s.opts.Join
	if f.Columns && simple && !s.privacy.active() && s.opts.Roles == nil {
		return nil
	}
	g := &stage{sink: s, direct: f.Columns && simple, taken: new(entry), held: new(entry),
		cut: cutter{gap: s.opts.Gap, zone: s.clock.Location(), guess: s.Guess}}
	if f.Order == Unsorted || f.Order == Interleaved && !g.direct {
		g.sorter = newSorter(f.Order, s.opts)
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

func byConversation(a, b *entry) int { return strings.Compare(a.Conversation, b.Conversation) }

func byTime(a, b *entry) int {
	if c := byConversation(a, b); c != 0 {
		return c
	}
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	return cmp.Or(compareIDs(a.ID, b.ID), a.Edited.Compare(b.Edited))
}

// compareIDs has 9 before 10: identifiers count up.
func compareIDs(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// size is the memory that an entry takes, roughly. Its time is not written out before it is passed on.
func (e *entry) size() int {
	const fixed = 256
	return fixed + len(e.Conversation) + len(e.ID) + len(e.Text) + len(e.Time) + 8*len(e.Vector)
}

// event takes an entry of a format.
func (g *stage) event(e *Event) error {
	o := g.sink.opts
	text, drop := plain(e.Text), e.Drop
	switch {
	case drop != "" || text != "":
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
	*g.taken = entry{ID: e.ID, At: e.At, Edited: e.Edited, Span: e.Span, Starts: e.Starts, Gone: drop != "", Message: Message{
		Conversation: e.Conversation, Turn: -1, Speaker: e.speaker(), Text: text,
		Symbol: e.Symbol, Vector: e.Vector, Label: e.Label, File: g.sink.file, Line: e.Place.Line,
	}}
	return g.take(g.taken)
}

// speaker is the role, or else the author.
func (e *Event) speaker() string {
	if e.Role != Unknown {
		return string(e.Role)
	}
	return e.Author
}

// plain is a text as it is compared and shown: valid, without NUL, carriage returns and outer space.
func plain(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	if strings.IndexByte(text, '\r') >= 0 || strings.IndexByte(text, 0) >= 0 {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(text)
	}
	return strings.TrimSpace(text)
}

// stamp is a time as messages have it.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

// message takes a message of a log without a tool: nothing of it is dropped.
func (g *stage) message(m *Message) error {
	*g.taken = entry{Message: *m}
	if g.cut.gap > 0 {
		g.taken.At, _ = g.sink.clock.Parse(m.Time)
	}
	return g.take(g.taken)
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

// pass takes the entries of a conversation in order.
func (g *stage) pass(n *entry) error {
	if g.any && n.ID != "" && n.ID == g.held.ID && n.Conversation == g.cut.key && n.At.Equal(g.held.At) {
		return g.replace(n)
	}
	g.cut.apply(n)
	if g.joins(n) {
		g.held.Text += "\n" + n.Text
		g.sink.tally.drop(DropJoined)
		return nil
	}
	if err := g.release(); err != nil {
		return err
	}
	g.hold(n)
	return nil
}

// hold keeps an entry. The one that is being taken is not copied: the next goes where the last one held was.
func (g *stage) hold(n *entry) {
	if g.any = true; n == g.taken {
		g.held, g.taken = g.taken, g.held
		return
	}
	*g.held = *n
}

// replace puts a later version into the place of the entry held.
func (g *stage) replace(n *entry) error {
	n.Conversation = g.held.Conversation
	switch {
	case g.held.Gone:
	case n.Gone:
		g.sink.tally.drop(DropDeleted)
	default:
		g.sink.tally.drop(DropDuplicate)
	}
	g.hold(n)
	return nil
}

// joins says whether a line goes on with what the same speaker said last.
func (g *stage) joins(n *entry) bool {
	return g.sink.opts.Join && g.any && !g.held.Gone && !n.Gone && n.Vector == nil && n.Symbol == "" &&
		n.Conversation == g.held.Conversation && n.Speaker == g.held.Speaker && n.Speaker != "" && n.Label == g.held.Label
}

// release emits the entry held.
func (g *stage) release() error {
	if !g.any || g.held.Gone {
		g.any = false
		return nil
	}
	g.any = false
	return g.emit(g.held)
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
