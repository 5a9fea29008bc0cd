package plot

import (
	"cmp"
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"intenthmm/hmm/report"
)

// colours can be told apart by people who see few of them (Okabe and Ito 2008).
var colours = []color.RGBA{
	{0, 114, 178, 255}, {213, 94, 0, 255}, {0, 158, 115, 255}, {204, 121, 167, 255},
	{230, 159, 0, 255}, {86, 180, 233, 255}, {0, 0, 0, 255},
}

var (
	grey  = color.RGBA{190, 190, 190, 255}
	faint = color.RGBA{228, 228, 228, 255}
)

const (
	namedStates = 6    // that are drawn in colours of their own
	leastMove   = 1e-4 // distance at the bottom of the scale, unless states moved by less
	noMove      = 1e-9 // less than which counts as none
	longestName = 22   // runes in a legend
)

// objectives is the panel of every restart's objective in nats a turn.
func objectives(t *report.Trace) (*plot.Plot, plot.Legend, error) {
	turns := math.Max(float64(t.Data.Turns), 1)
	p, legend := newPlot(fmt.Sprintf("Objective; restarts: %d, conversations: %d, turns: %d", len(t.Restarts), t.Data.Conversations, t.Data.Turns),
		"objective (nats a turn)"), newLegend()
	p.Add(grid())
	for i, run := range t.Restarts {
		values := run.Objectives
		if values == nil && i == t.Best { // a file of an older version
			for _, it := range t.Iterations {
				values = append(values, it.Objective)
			}
		}
		if len(values) == 0 {
			continue
		}
		points := make(plotter.XYs, len(values))
		for n, v := range values {
			points[n] = plotter.XY{X: float64(n), Y: v / turns}
		}
		name, thick := fmt.Sprintf("restart %d: %.4f", i+1, points[len(points)-1].Y), vg.Points(1.2)
		if i == t.Best {
			name, thick = name+", kept", vg.Points(3)
		}
		line, err := add(p, points, colours[i%len(colours)], thick)
		if err != nil {
			return nil, legend, err
		}
		legend.Add(name, line)
	}
	return p, legend, nil
}

// lastIteration is where the iterations of the longest restart end, at least 1.
func lastIteration(t *report.Trace) int {
	last := max(1, len(t.Iterations)-1)
	for _, run := range t.Restarts {
		last = max(last, len(run.Objectives)-1)
	}
	return last
}

// bottomMove is a power of ten below which no state moved, unless it did not move.
func bottomMove(t *report.Trace) float64 {
	least := leastMove
	for _, it := range t.Iterations {
		if it.Moved == nil {
			continue
		}
		for _, d := range it.Moved.States {
			if d >= noMove {
				least = math.Min(least, d)
			}
		}
	}
	bottom := leastMove
	for bottom > least {
		bottom /= 10
	}
	return bottom
}

// movement is the panel of the states' distances from iteration to iteration.
func movement(t *report.Trace) (*plot.Plot, plot.Legend, error) {
	p, legend := newPlot("Movement of the states in the kept restart (log scale; at the bottom: none)", "distance (0 to 1)"), newLegend()
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, powers{}
	bottom := bottomMove(t)
	p.Y.Min, p.Y.Max = bottom, 1
	p.Add(grid())
	if len(t.Iterations) < 2 || t.Iterations[1].Moved == nil {
		p.Title.Text += ": not recorded"
		return p, legend, nil
	}
	order := farthest(t)
	for rank, state := range slices.Backward(order) { // the farthest on top
		points := make(plotter.XYs, 0, len(t.Iterations))
		for n, it := range t.Iterations[1:] {
			points = append(points, plotter.XY{X: float64(n + 1), Y: math.Max(bottom, it.Moved.States[state])})
		}
		colour, thick := grey, vg.Points(1)
		if rank < namedStates {
			colour, thick = colours[rank], vg.Points(2)
		}
		if _, err := add(p, points, colour, thick); err != nil {
			return nil, legend, err
		}
	}
	for rank, state := range order[:min(namedStates, len(order))] {
		legend.Add(label(t, state), &plotter.Line{LineStyle: stroke(colours[rank], vg.Points(2))})
	}
	if err := standstill(p, &legend, float64(len(t.Iterations)-1)); err != nil {
		return nil, legend, err
	}
	if more := len(order) - namedStates; more > 0 {
		legend.Add(fmt.Sprintf("%d others", more), &plotter.Line{LineStyle: stroke(grey, vg.Points(1))})
	}
	return p, legend, nil
}

// standstill draws the distance below which a state counts as standing still.
func standstill(p *plot.Plot, legend *plot.Legend, last float64) error {
	line, err := add(p, plotter.XYs{{X: 0, Y: report.Still}, {X: last, Y: report.Still}}, colours[len(colours)-1], vg.Points(1))
	if err != nil {
		return err
	}
	line.Dashes = []vg.Length{vg.Points(5), vg.Points(4)}
	legend.Add("below: stands still", line)
	return nil
}

// farthest orders the states by all that they moved.
func farthest(t *report.Trace) []int {
	total, order := make([]float64, len(t.States)), []int{}
	for _, it := range t.Iterations[1:] {
		for i, d := range it.Moved.States {
			total[i] += d
		}
	}
	for i := range total {
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(total[b], total[a]) })
	return order
}

func label(t *report.Trace, state int) string {
	for _, s := range t.States {
		if s.State == state {
			name := []rune(s.Intent)
			if len(name) > longestName {
				name = append(name[:longestName-1], '…')
			}
			return fmt.Sprintf("%d %s", state, string(name))
		}
	}
	return fmt.Sprint(state)
}

func add(p *plot.Plot, points plotter.XYs, c color.RGBA, thick vg.Length) (*plotter.Line, error) {
	line, err := plotter.NewLine(points)
	if err != nil {
		return nil, err
	}
	line.LineStyle = stroke(c, thick)
	p.Add(line)
	return line, nil
}

func stroke(c color.RGBA, thick vg.Length) draw.LineStyle {
	return draw.LineStyle{Color: c, Width: thick}
}

func grid() *plotter.Grid {
	g := plotter.NewGrid()
	g.Vertical.Color, g.Horizontal.Color = faint, faint
	return g
}
