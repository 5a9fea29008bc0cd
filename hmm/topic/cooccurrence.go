package topic

import "slices"

// cooccurrence counts in how many windows words are, alone and in pairs.
type cooccurrence struct {
	number  map[int32]int // word → row
	width   int           // of a window
	windows float64
	pairs   []float64 // R×R, of which i ≤ j is used; on the diagonal words alone

	inside  []int // how often each word is in the window
	present []int // words inside, in no order that matters
	same    float64
	rows    []int // scratch: rows of a document's tokens, -1 for those that do not matter
}

func newCooccurrence(number map[int32]int, width int) *cooccurrence {
	n := len(number)
	return &cooccurrence{number: number, width: width, pairs: make([]float64, n*n), inside: make([]int, n)}
}

func (c *cooccurrence) count(i, j int) float64 { return c.pairs[min(i, j)*len(c.inside)+max(i, j)] }

// add counts the windows of a document.
func (c *cooccurrence) add(doc []int32) {
	if len(doc) == 0 {
		return
	}
	c.rows = c.rows[:0]
	for _, w := range doc {
		row, ok := c.number[w]
		if !ok {
			row = -1
		}
		c.rows = append(c.rows, row)
	}
	for i, row := range c.rows {
		if i >= c.width {
			c.leave(c.rows[i-c.width])
		}
		c.enter(row)
		if i >= c.width-1 {
			c.same++
		}
	}
	c.same = max(c.same, 1) // a short document
	c.flush()
	for _, row := range c.present {
		c.inside[row] = 0
	}
	c.present = c.present[:0]
}

// enter puts a token into the window, leave takes it out. Before what is present changes, the windows that had
// it are counted.
func (c *cooccurrence) enter(row int) {
	if row < 0 {
		return
	}
	if c.inside[row] == 0 {
		c.flush()
		c.present = append(c.present, row)
	}
	c.inside[row]++
}

func (c *cooccurrence) leave(row int) {
	if row < 0 {
		return
	}
	if c.inside[row]--; c.inside[row] == 0 {
		c.flush()
		i := slices.Index(c.present, row)
		c.present[i] = c.present[len(c.present)-1]
		c.present = c.present[:len(c.present)-1]
	}
}

// flush counts the windows since what is present last changed.
func (c *cooccurrence) flush() {
	if c.same == 0 {
		return
	}
	n := len(c.inside)
	for a, i := range c.present {
		for _, j := range c.present[:a+1] {
			c.pairs[min(i, j)*n+max(i, j)] += c.same
		}
	}
	c.windows += c.same
	c.same = 0
}
