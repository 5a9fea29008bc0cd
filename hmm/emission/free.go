package emission

// A FreeCounter is a family whose parameters are not all free: probabilities that sum to 1, a
// covariance that is symmetric. FreeParams is how many it would take to say the rest, of all its
// distributions; pseudo-counts and floors take none away.
type FreeCounter interface {
	FreeParams() int
}

// FreeParams is the number of free parameters of all distributions of a family. One that is no
// FreeCounter has as many as it has parameters: ParamLen.
//
//	categorical, words   E (V-1)
//	topics               E (Z-1) + Z (V-1)
//	Gaussian             E D means and E (spherical), E D (diagonal), E D(D+1)/2 (full) or
//	                     D(D+1)/2 (tied) of the covariances
//	von Mises-Fisher     E (D-1) directions and E concentrations, or 1
//	Poisson              E
//	joint                the sum of its parts'
//
// These are the numbers that hmmlearn 0.3.3 counts in its AIC and BIC.
func FreeParams[O any](f Family[O]) int {
	if c, ok := f.(FreeCounter); ok {
		return c.FreeParams()
	}
	return f.ParamLen()
}

// FreeParams is E (V-1): each row sums to 1.
func (t *table) FreeParams() int { return t.dists * (t.symbols - 1) }

// FreeParams counts the means, and of each covariance what symmetry leaves.
func (g *Gaussian) FreeParams() int {
	each := g.covLen()
	if g.shape == Full || g.shape == Tied {
		each = g.width * (g.width + 1) / 2
	}
	return len(g.means) + g.matrices()*each
}

// FreeParams is n (D-1) for the directions, and the concentrations.
func (v *VonMisesFisher) FreeParams() int { return v.n*(v.width-1) + len(v.concentrations) }

// FreeParams is that of the inner family.
func (p *part[O]) FreeParams() int { return FreeParams(p.family) }

// FreeParams is the sum of the parts'.
func (j *Joint) FreeParams() int {
	n := 0
	for _, p := range j.parts {
		n += FreeParams[Turn](p)
	}
	return n
}
