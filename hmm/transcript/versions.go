package transcript

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
	g.held, g.any = *n, true
	return nil
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
	g.held = *n
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
	return g.emit(&g.held)
}
