package plot

import (
	"cmp"
	"fmt"
	"image/color"
	"io"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"intenthmm/hmm/document/topics"
	"intenthmm/hmm/report"
)

const (
	planeShare = 0.58 // of the width
	heatShare  = 0.5  // of the height beside the map
	mostBars   = 24   // topics that have a bar
	fewestBars = 6    // that there is room for, so that few lie together on top
)

// Topics draws topics over documents, 1200×800 pixels: a map of the topics in two dimensions with their words, their
// shares of what is said, and the topics of every document.
func Topics(w io.Writer, d *report.DocumentTopics, f Format) error {
	canvas := newCanvas(f)
	dc := draw.New(canvas)
	split, low := dc.Max.X*planeShare, dc.Max.Y*heatShare
	plane(d, f).Draw(box(dc, margin, margin, split-margin, dc.Max.Y-margin))
	bars, err := prevalence(d, f)
	if err != nil {
		return err
	}
	bars.Draw(box(dc, split, low, dc.Max.X-margin, dc.Max.Y-margin))
	k := len(d.Model.Topics)
	rows := averaged(byMain(d), k, func(i int) []float64 { return d.Shares[i].Of })
	heatMap("Topics of "+counted(len(d.Shares), "document"), "topic", k, rows).Draw(box(dc, split, margin, dc.Max.X-margin, low-margin))
	_, err = canvas.WriteTo(w)
	return err
}

// byMain are the documents with a topic, those of the first main topic first and of these those with the most of it.
func byMain(d *report.DocumentTopics) (order []int) {
	for i := range d.Shares {
		if d.Shares[i].Main != topics.None {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := &d.Shares[i], &d.Shares[j]
		return cmp.Or(a.Main-b.Main, cmp.Compare(b.Of[b.Main], a.Of[a.Main]))
	})
	return order
}

// prevalence is the panel of the topics' shares.
func prevalence(d *report.DocumentTopics, f Format) (*plot.Plot, error) {
	shares := d.Prevalence()
	n := min(len(shares), mostBars)
	title := "Topics by share of the words"
	if n < len(shares) {
		title += fmt.Sprintf(" (the first %d of %d)", n, len(shares))
	}
	p := newPlot(title, "")
	values, names := make(plotter.Values, n), make([]string, n)
	for k := range n { // the first on top
		values[n-1-k] = 100 * shares[k]
		names[n-1-k] = fmt.Sprintf("%s  %d", drawable(shortened(d.Model.Topics[k].Name), f), k)
	}
	lines := max(n, fewestBars)
	room := 200 / vg.Length(lines) // points a bar
	bars, err := plotter.NewBarChart(values, min(font.Points(14), 0.75*room))
	if err != nil {
		return nil, err
	}
	bars.Horizontal, bars.Color, bars.LineStyle.Width = true, colours[0], 0
	p.Add(bars)
	p.NominalY(names...)
	p.Y.Max = float64(n) - 0.5
	p.Y.Min = p.Y.Max - float64(lines)
	p.Y.Tick.Label.Font.Size = min(font.Points(10), 0.95*room)
	p.X.Label.Text, p.X.Min, p.X.Max = "% of the words", 0, max(1.05*slices.Max(values), 1)
	p.X.Tick.Label.Font.Size = font.Points(9)
	return p, nil
}

// shortened is a name that fits beside a panel.
func shortened(name string) string {
	if runes := []rune(name); len(runes) > longestName {
		return string(runes[:longestName-1]) + "…"
	}
	return name
}

// plane is the panel of the topics in two dimensions.
func plane(d *report.DocumentTopics, f Format) *plot.Plot {
	p := newPlot(counted(len(d.Model.Topics), "topic")+"; the farther apart, the less alike their words", "")
	p.X.Label.Text = "Jensen-Shannon distance scaled to a plane; areas are shares of the words"
	p.X.Label.TextStyle.Font.Size = font.Points(11)
	p.HideAxes()
	m := &topicMap{at: d.Model.Plane(), share: d.Prevalence(), words: make([]string, len(d.Model.Topics))}
	for k := range m.words {
		var words []string
		for _, w := range d.Model.Words(k, mapWords, d.Relevance) {
			words = append(words, w.Text)
		}
		m.words[k] = drawable(strings.Join(words, " "), f)
	}
	p.Add(m)
	return p
}

const (
	mapWords     = 4    // of a topic
	leastRadius  = 7    // points
	covered      = 0.05 // of the map, by all circles together
	edgeOfMap    = 0.14 // of the map's width, kept free for words
	labelSize    = 9    // points
	labelSpacing = 2
)

// A topicMap is topics as circles with their words.
type topicMap struct {
	at    []topics.Position
	share []float64
	words []string
}

// DataRange leaves room for words about the topics.
func (m *topicMap) DataRange() (xmin, xmax, ymin, ymax float64) {
	xmin, xmax, ymin, ymax = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, p := range m.at {
		xmin, xmax, ymin, ymax = min(xmin, p.X), max(xmax, p.X), min(ymin, p.Y), max(ymax, p.Y)
	}
	free := func(from, to float64) float64 { return max(edgeOfMap*(to-from), 1e-3) }
	x, y := free(xmin, xmax), free(ymin, ymax)
	return xmin - x, xmax + x, ymin - y, ymax + y
}

// radii are those of the circles on a map of that size: areas go by shares.
func (m *topicMap) radii(size vg.Point) []vg.Length {
	radii := make([]vg.Length, len(m.share))
	for k, s := range m.share {
		radii[k] = max(leastRadius, vg.Length(math.Sqrt(s*covered*float64(size.X*size.Y)/math.Pi)))
	}
	return radii
}

var (
	pale = color.RGBA{190, 220, 240, 255} // a circle
	ink  = color.RGBA{60, 60, 60, 255}    // words
)

// Plot draws the largest circles first, so that none hides another, and then every topic's words where there is room.
func (m *topicMap) Plot(c draw.Canvas, p *plot.Plot) {
	toX, toY := p.Transforms(&c)
	where, radii, order := make([]vg.Point, len(m.at)), m.radii(c.Size()), make([]int, len(m.at))
	for k, at := range m.at {
		where[k], order[k] = vg.Point{X: toX(at.X), Y: toY(at.Y)}, k
	}
	apart(where, 2*leastRadius+1)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(radii[b], radii[a]) })
	for _, k := range order {
		c.DrawGlyph(draw.GlyphStyle{Color: pale, Radius: radii[k], Shape: draw.CircleGlyph{}}, where[k])
		c.DrawGlyph(draw.GlyphStyle{Color: colours[0], Radius: radii[k], Shape: draw.RingGlyph{}}, where[k])
	}
	number := p.X.Tick.Label
	number.Font.Size = font.Points(labelSize)
	number.XAlign, number.YAlign = draw.XCenter, draw.YCenter
	for k := range m.at {
		c.FillText(number, where[k], fmt.Sprint(k))
	}
	m.label(c, number, where, radii)
}

// label writes the words of every topic, that of the largest share first, where they cover neither a circle nor other
// words, with a line to the circle from far away; those that find no room are left out: the bars have their names.
func (m *topicMap) label(c draw.Canvas, style draw.TextStyle, where []vg.Point, radii []vg.Length) {
	var taken []vg.Rectangle
	for k, at := range where {
		inside := max(leastRadius, inscribed*radii[k])
		taken = append(taken, about(at, inside, inside))
	}
	style.Color, style.Handler = ink, plot.DefaultTextHandler
	for k, text := range m.words {
		half := vg.Point{X: style.Width(text)/2 + labelSpacing, Y: labelSize/2 + labelSpacing}
		for i, at := range around(where[k], radii[k], half) {
			r := about(at, half.X, half.Y)
			if r.Min.X < c.Min.X || r.Max.X > c.Max.X || r.Min.Y < c.Min.Y || r.Max.Y > c.Max.Y || slices.ContainsFunc(taken, func(o vg.Rectangle) bool { return meet(r, o) }) {
				continue
			}
			if i >= directions {
				away := at.Sub(where[k])
				rim := where[k].Add(away.Scale(radii[k] / vg.Length(math.Hypot(float64(away.X), float64(away.Y)))))
				c.StrokeLine2(stroke(grey, vg.Points(0.7)), rim.X, rim.Y, at.X, at.Y)
				c.SetColor(color.White)
				c.Fill(r.Path())
			}
			c.FillText(style, at, text)
			taken = append(taken, r)
			break
		}
	}
}

// inscribed is half of a square's side in a circle of radius 1, nearly: words may touch the rim.
const inscribed = 0.8

// directions is how many places there are at each distance.
const directions = 8

// around are the places for the middle of words about a circle: below, above, and beside it, at several distances.
func around(at vg.Point, radius vg.Length, half vg.Point) (places []vg.Point) {
	for _, further := range []vg.Length{0, 14, 28, 42, 56} {
		y, x := radius+half.Y+further, radius+half.X+further
		for _, d := range []vg.Point{{Y: -y}, {Y: y}, {X: x}, {X: -x}, {X: x * 0.7, Y: -y * 0.7}, {X: -x * 0.7, Y: -y * 0.7}, {X: x * 0.7, Y: y * 0.7}, {X: -x * 0.7, Y: y * 0.7}} {
			places = append(places, at.Add(d))
		}
	}
	return places
}

// about is a rectangle about a point.
func about(at vg.Point, x, y vg.Length) vg.Rectangle {
	return vg.Rectangle{Min: vg.Point{X: at.X - x, Y: at.Y - y}, Max: vg.Point{X: at.X + x, Y: at.Y + y}}
}

// meet says whether two rectangles have a point in common.
func meet(a, b vg.Rectangle) bool {
	return a.Min.X < b.Max.X && b.Min.X < a.Max.X && a.Min.Y < b.Max.Y && b.Min.Y < a.Max.Y
}
