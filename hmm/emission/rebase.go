package emission

// A Rebaser has statistics that belong to the parameters that they were collected at. To be added to
// others they have to be brought to the same. A family that is none has statistics of the observations
// and posteriors alone.
type Rebaser[O any] interface {
	// Rebase makes statistics that were collected at the parameters of from, a family like this one, those
	// of its own parameters.
	Rebase(stats []float64, from Family[O])
}

// Rebase moves the moments from the means of another Gaussian to its own. It panics if from is none.
func (g *Gaussian) Rebase(stats []float64, from Family[[]float64]) { g.rebase(stats, from.(*Gaussian)) }

// rebase goes by way of the mean of the turns, so that nothing is lost where both means are far from it.
func (g *Gaussian) rebase(stats []float64, from *Gaussian) {
	f, s := g.shape.form(), split(stats, g.n, g.width, g.covLen(), g.shape == Tied)
	for e := range g.n {
		turns, sums, moments := s.of(e)
		if *turns <= 0 {
			continue
		}
		f.recentre(moments, sums, *turns)
		for i, m := range from.Mean(e) {
			sums[i] += *turns * (m - g.Mean(e)[i])
		}
		f.recentre(moments, sums, -*turns)
	}
}

// Rebase moves the moments from the means of another VariationalGaussian to its own. It panics if from
// is none.
func (v *VariationalGaussian) Rebase(stats []float64, from Family[[]float64]) {
	v.point.rebase(stats, from.(*VariationalGaussian).point)
}

// Rebase is that of the inner family, if it is a Rebaser.
func (p *part[O]) Rebase(stats []float64, from Family[Turn]) {
	if r, ok := p.family.(Rebaser[O]); ok {
		r.Rebase(stats, from.(*part[O]).family)
	}
}

// Rebase lets every part rebase its own statistics. It panics if from is not like it.
func (j *Joint) Rebase(stats []float64, from Family[Turn]) {
	for i, p := range j.parts {
		n := p.StatsLen()
		if r, ok := p.(Rebaser[Turn]); ok {
			r.Rebase(stats[:n], from.(*Joint).parts[i])
		}
		stats = stats[n:]
	}
}
