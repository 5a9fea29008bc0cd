package plot

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/report"
)

// mostRows bounds the rows of the heat map: where there are more documents, neighbours are averaged.
const mostRows = 300

// memberships is the panel of how much each document belongs to each cluster.
func memberships(c *report.Clustering) *plot.Plot {
	k := len(c.Model.Clusters)
	return heatMap("Memberships", "cluster", k, averaged(sorted(c), k, func(i int) []float64 { return c.Assigned[i].Memberships }))
}

// heatMap is a panel of rows of documents by columns, which are numbered.
func heatMap(title, column string, columns int, rows [][]float64) *plot.Plot {
	p := newPlot(title, "documents, by "+column)
	p.X.Label.Text = column
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = -0.5, float64(columns)-0.5, 0, float64(max(len(rows), 1))
	p.X.Tick.Marker, p.Y.Tick.Marker = numbers(columns), plot.ConstantTicks(nil)
	p.X.Tick.Label.Font.Size = font.Points(9)
	p.Add(&heat{columns, rows})
	return p
}

// numbers label every cluster, or every second, fifth or tenth.
func numbers(clusters int) plot.ConstantTicks {
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100, 1000} {
		if step = s; clusters/s <= 24 {
			break
		}
	}
	var ticks plot.ConstantTicks
	for k := 0; k < clusters; k += step {
		ticks = append(ticks, plot.Tick{Value: float64(k), Label: fmt.Sprint(k)})
	}
	return ticks
}

// sorted are the documents of clusters, those of the first cluster first and of these the surest.
func sorted(c *report.Clustering) (order []int) {
	for i, a := range c.Assigned {
		if a.Cluster != cluster.None {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := &c.Assigned[i], &c.Assigned[j]
		return cmp.Or(a.Cluster-b.Cluster, cmp.Compare(b.Probability, a.Probability))
	})
	return order
}

// averaged is the rows of documents in an order, at most mostRows of them.
func averaged(order []int, columns int, row func(document int) []float64) [][]float64 {
	rows := make([][]float64, min(mostRows, len(order)))
	for r := range rows {
		from, to := r*len(order)/len(rows), (r+1)*len(order)/len(rows)
		rows[r] = make([]float64, columns)
		for _, i := range order[from:to] {
			for k, p := range row(i) {
				rows[r][k] += p / float64(to-from)
			}
		}
	}
	return rows
}

// heat draws rows of numbers from 0 to 1, from the top, the darker the larger.
type heat struct {
	columns int
	rows    [][]float64
}

const (
	leastDrawn = 0.01 // membership
	overlap    = 0.7  // points of a row with the next, so that no gap shows
)

// Plot draws it.
func (h *heat) Plot(c draw.Canvas, p *plot.Plot) {
	toX, toY := p.Transforms(&c)
	n := float64(len(h.rows))
	for r, row := range h.rows {
		top, bottom := toY(n-float64(r)), max(toY(0), toY(n-float64(r)-1)-overlap)
		for k, v := range row {
			if v < leastDrawn {
				continue
			}
			left, right := toX(float64(k)-0.5), toX(float64(k)+0.5)
			c.FillPolygon(shade(v), []vg.Point{{X: left, Y: bottom}, {X: right, Y: bottom}, {X: right, Y: top}, {X: left, Y: top}})
		}
	}
}

// shade is white for 0 and the first of the colours for 1.
func shade(v float64) color.RGBA {
	mix := func(c uint8) uint8 { return uint8(255 - (255-float64(c))*min(1, v)) }
	return color.RGBA{mix(colours[0].R), mix(colours[0].G), mix(colours[0].B), 255}
}
