package worked

import (
	"math"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

func TestDirections(t *testing.T) { hold(t, "directions.md", directions(t)) }

const degree = math.Pi / 180

// towards is the vector of an angle in degrees.
func towards(angle float64) []float64 {
	sin, cos := math.Sincos(angle * degree)
	return []float64{cos, sin}
}

// overCircle integrates f over all angles: of a smooth function that goes round, the sum of its values is exact.
func overCircle(f func(theta float64) float64) float64 {
	const n = 360
	sum := 0.0
	for i := range n {
		sum += f(float64(i) * degree)
	}
	return sum * degree
}

func directions(t *testing.T) sheet {
	s, angles := sheet{}, []float64{-20, 10, 35, 80, 110}
	var vectors [][]float64
	for i, angle := range angles {
		s.put(angle, "θ_%d", i+1)
		vectors = append(vectors, towards(angle))
	}
	family, err := emission.NewVonMisesFisher([][]float64{towards(0), towards(90)}, []float64{2, 3})
	if err != nil {
		t.Fatal(err)
	}
	m := mixtureOf[[]float64](t, []float64{0.5, 0.5}, family)
	s.vonMisesFisher(m, "")
	r := responsibilities(t, m, vectors)
	s.rows(r, 2, "r_%d(%d)")
	for k := range 2 {
		mu, kappa := s.at("μ(%d)", k), s.at("κ(%d)", k)
		c := 1 / overCircle(func(theta float64) float64 { return math.Exp(kappa * math.Cos(theta)) })
		s.put(c, "C(%d)", k)
		n, x, y := 0.0, 0.0, 0.0
		for i, angle := range angles {
			s.put(c*math.Exp(kappa*math.Cos((angle-mu)*degree)), "p_%d(%d)", i+1, k)
			n, x, y = n+r[2*i+k], x+r[2*i+k]*vectors[i][0], y+r[2*i+k]*vectors[i][1]
		}
		s.put(n, "n(%d)", k)
		s.put(x, "s(%d)_x", k)
		s.put(y, "s(%d)_y", k)
		s.put(math.Hypot(x, y)/n, "R(%d)", k)
	}
	logP := 0.0
	for i := range angles {
		p0, p1 := s.at("p_%d(0)", i+1), s.at("p_%d(1)", i+1)
		near(t, "responsibility", r[2*i], p0/(p0+p1))
		logP += math.Log((p0 + p1) / 2)
	}
	s.put(evidence(t, m, vectors), "logP")
	near(t, "log-likelihood", s.at("logP"), logP)
	next := fitted(t, m, vectors, 1)
	s.vonMisesFisher(next, "'")
	for k := range 2 {
		near(t, "direction", s.at("μ'(%d)", k), math.Atan2(s.at("s(%d)_y", k), s.at("s(%d)_x", k))/degree)
		kappa := s.at("κ'(%d)", k)
		weigh := func(theta float64) float64 { return math.Exp(kappa * math.Cos(theta)) }
		length := overCircle(func(theta float64) float64 { return math.Cos(theta) * weigh(theta) }) / overCircle(weigh)
		s.put(length, "A(κ'(%d))", k)
		near(t, "length of the mean", length, s.at("R(%d)", k))
	}
	s.put(evidence(t, next, vectors), "logP'")
	end := fitted(t, m, vectors, 1000)
	s.vonMisesFisher(end, "*")
	s.put(evidence(t, end, vectors), "logP*")
	return s
}

// vonMisesFisher are a mixture's parameters, their letters marked.
func (s sheet) vonMisesFisher(m *mixture.Model[[]float64], mark string) {
	family := m.Emission.(*emission.VonMisesFisher)
	for k, w := range m.Weights() {
		mu := family.Direction(k)
		s.put(w, "w%s(%d)", mark, k)
		s.put(math.Atan2(mu[1], mu[0])/degree, "μ%s(%d)", mark, k)
		s.put(family.Concentration(k), "κ%s(%d)", mark, k)
	}
}
