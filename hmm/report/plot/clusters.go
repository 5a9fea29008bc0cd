package plot

import (
	"fmt"
	"image/color"
	"io"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/report"
)

// glyphs are the shapes by which clusters of one colour are told apart.
var glyphs = []draw.GlyphDrawer{draw.CircleGlyph{}, draw.TriangleGlyph{}, draw.SquareGlyph{}, draw.PyramidGlyph{}, draw.CrossGlyph{}}

const (
	mapShare    = 0.62 // of the width
	legendShare = 0.42 // of the height beside the map
	mostPoints  = 4000 // that are drawn, spread evenly over the documents
	legendRows  = 19   // in each of two columns
)

// Clusters draws where documents belong, 1200×800 pixels: a map of them in two dimensions with the numbers of their
// clusters, the clusters' names, and the memberships of every document.
func Clusters(w io.Writer, c *report.Clustering, f Format) error {
	places, err := c.Model.Plane(c.Documents, c.Assigned)
	if err != nil {
		return err
	}
	canvas := newCanvas(f)
	dc := draw.New(canvas)
	split, low := dc.Max.X*mapShare, dc.Max.Y*(1-legendShare)
	m, err := mapOf(c, places)
	if err != nil {
		return err
	}
	m.Draw(box(dc, margin, margin, split-margin, dc.Max.Y-margin))
	middle := (split + dc.Max.X) / 2
	for column, left := range []vg.Length{split, middle} {
		legend := clusterLegend(c, column*legendRows, (column+1)*legendRows, f)
		legend.Draw(box(dc, left, low, left+middle-split-margin, dc.Max.Y-margin))
	}
	memberships(c).Draw(box(dc, split, margin, dc.Max.X-margin, low-margin))
	_, err = canvas.WriteTo(w)
	return err
}

// styleOf is how the documents of a cluster are drawn.
func styleOf(k int) draw.GlyphStyle {
	return draw.GlyphStyle{Color: colours[k%len(colours)], Radius: vg.Points(2.2), Shape: glyphs[k/len(colours)%len(glyphs)]}
}

// mapOf is the panel of the documents in the plane.
func mapOf(c *report.Clustering, places []cluster.Position) (*plot.Plot, error) {
	p := newPlot(counted(len(c.Documents), "document")+", "+counted(len(c.Model.Clusters), "cluster"), "")
	p.X.Label.Text = "the plane in which the clusters lie farthest apart"
	if len(c.Model.Clusters) == 1 {
		p.X.Label.Text = "the plane in which the documents lie farthest apart"
	}
	p.HideAxes()
	p.Title.TextStyle.Font.Size = font.Points(15)
	step := 1 + len(places)/mostPoints
	points := make([]plotter.XYs, len(c.Model.Clusters))
	for i := 0; i < len(places); i += step {
		if k := c.Assigned[i].Cluster; k != cluster.None {
			points[k] = append(points[k], plotter.XY(places[i]))
		}
	}
	for k, of := range points {
		if of == nil {
			continue
		}
		scatter, err := plotter.NewScatter(of)
		if err != nil {
			return nil, err
		}
		scatter.GlyphStyle = styleOf(k)
		p.Add(scatter)
	}
	p.Add(newBadges(c, places))
	return p, nil
}

// clusterLegend names the clusters in a range of numbers, in the last line how many more there are than fit.
func clusterLegend(c *report.Clustering, from, to int, f Format) plot.Legend {
	l := newLegend()
	l.ThumbnailWidth = font.Points(14)
	sizes, clusters := c.Sizes(), c.Model.Clusters
	for k := from; k < min(to, len(clusters)); k++ {
		if k == 2*legendRows-1 && k < len(clusters)-1 {
			l.Add(fmt.Sprintf("and %d more", len(clusters)-k))
			break
		}
		name := []rune(clusters[k].Name)
		if len(name) > longestName {
			name = append(name[:longestName-1], '…')
		}
		style := styleOf(k)
		style.Radius = vg.Points(4)
		l.Add(fmt.Sprintf("%d %s (%d)", k, drawable(string(name), f), sizes[k]), mark{style})
	}
	return l
}

// A mark is a glyph in a legend.
type mark struct{ draw.GlyphStyle }

// Thumbnail draws it in the middle.
func (m mark) Thumbnail(c *draw.Canvas) { c.DrawGlyph(m.GlyphStyle, c.Center()) }

// badges are the numbers of clusters above or below the middle of their documents, which may all be in that one place, moved apart
// where they would overlap.
type badges struct {
	at []cluster.Position // NaN: the cluster has no documents
}

func newBadges(c *report.Clustering, places []cluster.Position) *badges {
	b := &badges{at: make([]cluster.Position, len(c.Model.Clusters))}
	n := make([]float64, len(b.at))
	for i, p := range places {
		if k := c.Assigned[i].Cluster; k != cluster.None {
			b.at[k].X, b.at[k].Y = b.at[k].X+p.X, b.at[k].Y+p.Y
			n[k]++
		}
	}
	for k := range b.at {
		b.at[k].X, b.at[k].Y = b.at[k].X/n[k], b.at[k].Y/n[k]
	}
	return b
}

const (
	badgeRadius = 8   // points
	badgeRise   = 3   // points that are free below
	badgeMoves  = 200 // rounds of moving apart
)

// Plot draws them.
func (b *badges) Plot(c draw.Canvas, p *plot.Plot) {
	toX, toY := p.Transforms(&c)
	var where []vg.Point
	var which []int
	for k, at := range b.at {
		if !math.IsNaN(at.X) {
			y := toY(at.Y) + badgeRadius + badgeRise
			if y > c.Max.Y {
				y -= 2 * (badgeRadius + badgeRise) // below
			}
			where, which = append(where, vg.Point{X: toX(at.X), Y: y}), append(which, k)
		}
	}
	apart(where, 2*badgeRadius+1)
	text := p.X.Tick.Label
	text.Font.Size = font.Points(10)
	text.XAlign, text.YAlign = draw.XCenter, draw.YCenter
	for i, at := range where {
		c.DrawGlyph(draw.GlyphStyle{Color: color.White, Radius: badgeRadius, Shape: draw.CircleGlyph{}}, at)
		c.DrawGlyph(draw.GlyphStyle{Color: colours[which[i]%len(colours)], Radius: badgeRadius, Shape: draw.RingGlyph{}}, at)
		c.FillText(text, at, fmt.Sprint(which[i]))
	}
}

// apart moves points until no two are nearer than that, or so many rounds are over: each time, two that are go half of
// the way each, and two in one place up and down.
func apart(points []vg.Point, least vg.Length) {
	for range badgeMoves {
		moved := false
		for i := range points {
			for j := range i {
				d := points[i].Sub(points[j])
				distance := vg.Length(math.Hypot(float64(d.X), float64(d.Y)))
				if distance >= least {
					continue
				}
				moved = true
				if distance < 0.01 {
					d, distance = vg.Point{Y: 1}, 1
				}
				push := d.Scale((least - distance + 0.1) / (2 * distance))
				points[i], points[j] = points[i].Add(push), points[j].Sub(push)
			}
		}
		if !moved {
			return
		}
	}
}
