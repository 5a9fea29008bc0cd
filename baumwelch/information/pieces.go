package information

import (
	"cmp"
	"slices"

	"intenthmm/hmm/emission"
)

// A piece is a part of the model that has coordinates of its own.
type piece struct {
	name                   string
	coordinates            emission.Coordinates // nil: held
	params, stats          int                  // where its parameters and statistics begin
	paramLen, statsLen, at int                  // at: where its coordinates begin
	read                   func(dst []float64)  // its parameters
}

// addFamily adds the emission family, or, if it is a joint one, its parts.
func (d *differences[O]) addFamily() {
	joint, ok := any(d.model.Emission).(*emission.Joint)
	if !ok {
		f := d.model.Emission
		d.add("emission", coordinates(f), f.ParamLen(), f.StatsLen(), f.Params)
		return
	}
	for _, p := range joint.Parts() {
		d.add(p.Name(), coordinates(p), p.ParamLen(), p.StatsLen(), p.Params)
	}
}

// coordinates are a family's, nil if it has none.
func coordinates(family any) emission.Coordinates {
	if c, ok := family.(emission.Charted); ok {
		return c.Coordinates()
	}
	return nil
}

func (d *differences[O]) add(name string, c emission.Coordinates, paramLen, statsLen int, read func([]float64)) {
	p := piece{name: name, coordinates: c, paramLen: paramLen, statsLen: statsLen, read: read}
	if last := len(d.pieces) - 1; last >= 0 {
		p.params, p.stats = d.pieces[last].params+d.pieces[last].paramLen, d.pieces[last].stats+d.pieces[last].statsLen
	}
	d.pieces, d.params = append(d.pieces, p), d.params+paramLen
}

// hold holds the parts that are too many coordinates, the smallest being taken in first.
func (d *differences[O]) hold() {
	var order []int
	for i := 1; i < len(d.pieces); i++ {
		if d.pieces[i].coordinates != nil {
			order = append(order, i)
		}
	}
	size := func(i int) int { return d.pieces[i].coordinates.Len() }
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size(a), size(b)) })
	total := size(0)
	for _, i := range order {
		if total += size(i); total > d.o.Most {
			d.pieces[i].coordinates = nil
		}
	}
}
