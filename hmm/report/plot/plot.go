// Package plot draws what package report writes: pictures for people, as PNG or SVG.
package plot

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"intenthmm/hmm/report"
)

// Format is a kind of picture.
type Format string

const (
	PNG Format = "png"
	SVG Format = "svg"
)

// FormatOf is the format that a file's name asks for by its ending.
func FormatOf(path string) (Format, error) {
	switch f := Format(strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))); f {
	case PNG, SVG:
		return f, nil
	}
	return "", fmt.Errorf("picture %q, expected a name that ends in .png or .svg", path)
}

const (
	dotsPerInch = 96
	width       = 1200 * vg.Inch / dotsPerInch
	height      = 800 * vg.Inch / dotsPerInch
	margin      = 12 // points about a panel
	forLegend   = 190
)

// Trace draws a training trace, 1200×800 pixels: above the objective of every restart, below how far
// the states of the restart that was kept moved in each iteration, over the same axis.
func Trace(w io.Writer, t *report.Trace, f Format) error {
	canvas := newCanvas(f)
	dc := draw.New(canvas)
	half := dc.Max.Y / 2
	var panels []*plot.Plot
	var boxes []draw.Canvas
	for i, panel := range []func(*report.Trace) (*plot.Plot, plot.Legend, error){objectives, movement} {
		p, legend, err := panel(t)
		if err != nil {
			return err
		}
		p.X.Min, p.X.Max = 0, float64(lastIteration(t))
		top := dc.Max.Y - half*vg.Length(i)
		panels, boxes = append(panels, p), append(boxes, box(dc, margin, top-half+margin, dc.Max.X-forLegend, top-margin))
		legend.Draw(box(dc, dc.Max.X-forLegend, top-half+margin, dc.Max.X-margin, top-3*margin))
	}
	alignLeft(panels, boxes)
	for i, p := range panels {
		p.Draw(boxes[i])
	}
	_, err := canvas.WriteTo(w)
	return err
}

// alignLeft moves the left sides of boxes so that the axes of the panels in them begin at one place.
func alignLeft(panels []*plot.Plot, boxes []draw.Canvas) {
	begin := vg.Length(0)
	for i, p := range panels {
		begin = max(begin, p.DataCanvas(boxes[i]).Min.X)
	}
	for i, p := range panels {
		boxes[i].Min.X += begin - p.DataCanvas(boxes[i]).Min.X
	}
}

func newCanvas(f Format) vg.CanvasWriterTo {
	if f == SVG {
		return vgsvg.New(width, height)
	}
	return vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(dotsPerInch))}
}

// box is a part of a canvas.
func box(c draw.Canvas, left, bottom, right, top vg.Length) draw.Canvas {
	return draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: vg.Point{X: left, Y: bottom}, Max: vg.Point{X: right, Y: top}}}
}

// newPlot is an empty panel with its texts at sizes that are legible.
func newPlot(title, y string) *plot.Plot {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, "iteration", y
	p.Title.TextStyle.Font.Size = font.Points(15)
	p.X.Tick.Marker, p.Y.Tick.Marker = iterationTicks{}, exact{}
	p.Title.Padding = font.Points(8)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font.Size = font.Points(13)
		axis.Label.Padding = font.Points(4)
		axis.Tick.Label.Font.Size = font.Points(11)
	}
	return p
}

func newLegend() plot.Legend {
	l := plot.NewLegend()
	l.Top, l.Left = true, true
	l.TextStyle.Font.Size = font.Points(11)
	l.Padding, l.ThumbnailWidth = font.Points(3), font.Points(22)
	return l
}
