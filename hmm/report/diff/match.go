package diff

import (
	"math"
	"slices"

	"intenthmm/hmm/intent"
	"intenthmm/internal/assign"
)

// A matching is a one-to-one match of two models' states.
type matching struct {
	v       *views
	a, b    *intent.Model
	ofA     []int     // state of b for each of a, -1: none
	ofB     []int     // the other way round
	e       []float64 // E, K_a×K_b
	ownA    []float64 // E to the nearest other state of the own model
	ownB    []float64
	shareAs [2][]float64
}

// rounds bounds how often the match is found anew.
const rounds = 10

func match(v *views, a, b *intent.Model) *matching {
	m := &matching{v: v, a: a, b: b, shareAs: [2][]float64{a.Shares(), b.Shares()}}
	for i := range a.States {
		for j := range b.States {
			m.e = append(m.e, v.a.distance(i, &v.b, j))
		}
		_, own := v.a.nearest(i, &v.a)
		m.ownA = append(m.ownA, own)
	}
	for j := range b.States {
		_, own := v.b.nearest(j, &v.b)
		m.ownB = append(m.ownB, own)
	}
	m.ofA, m.ofB = m.assign(func(i, j int) float64 { return m.at(i, j) })
	for range rounds {
		before := slices.Clone(m.ofA)
		m.ofA, m.ofB = m.assign(func(i, j int) float64 { return (2*m.at(i, j) + m.ways(i, j)) / 3 })
		if slices.Equal(before, m.ofA) {
			break
		}
	}
	return m
}

// at is E of a pair.
func (m *matching) at(i, j int) float64 { return m.e[i*len(m.b.States)+j] }

// assign finds the match with the smallest sum of distances.
func (m *matching) assign(distance func(i, j int) float64) (ofA, ofB []int) {
	rows, cols := len(m.a.States), len(m.b.States)
	weight := make([]float64, 0, rows*cols)
	for i := range rows {
		for j := range cols {
			weight = append(weight, 1-distance(i, j))
		}
	}
	ofA, _ = assign.Max(weight, rows, cols)
	ofB = slices.Repeat([]int{-1}, cols)
	for i, j := range ofA {
		if j >= 0 {
			ofB[j] = i
		}
	}
	return ofA, ofB
}

// ways is T of a pair under the present match: ½ Σ |differences| over matched ways out, those that
// lead to unmatched states together, and the end. Of several classes of turn it takes the first.
func (m *matching) ways(i, j int) float64 {
	ca, cb := m.a.HMM.Chain, m.b.HMM.Chain
	p, q := ca.Next[0][i*ca.States():(i+1)*ca.States()], cb.Next[0][j*cb.States():(j+1)*cb.States()]
	sum, otherA, otherB := math.Abs(stop(m.a, i)-stop(m.b, j)), 0.0, 0.0
	for x, y := range m.ofA {
		if y < 0 {
			otherA += p[x]
		} else {
			sum += math.Abs(p[x] - q[y])
		}
	}
	for y, x := range m.ofB {
		if x < 0 {
			otherB += q[y]
		}
	}
	return (sum + math.Abs(otherA-otherB)) / 2
}

func stop(m *intent.Model, state int) float64 {
	if m.HMM.Chain.Stop == nil {
		return 0
	}
	return m.HMM.Chain.Stop[state]
}

// same reports whether the two are one state, by the rule of the package comment.
func (m *matching) same(i, j int) bool {
	own := math.Max(m.ownA[i], m.ownB[j])
	return m.at(i, j)*m.at(i, j) <= own*own/2
}

// near reports whether one could be a part of the other.
func (m *matching) near(i, j int) bool {
	return m.at(i, j) <= math.Max(m.ownA[i], m.ownB[j]) && m.at(i, j) < 1
}

// A group is states that belong together: of a, and of b.
type group struct{ a, b []int }

// groups are pairs that are the same state, with what was split off them or merged into them, in the
// order of the states before; then the new states. Other matches are forgotten.
func (m *matching) groups() []group {
	groups, ofA, ofB := []group{}, map[int]int{}, map[int]int{} // which group a state is in
	for i, j := range m.ofA {
		if j >= 0 && !m.same(i, j) {
			m.ofA[i], m.ofB[j] = -1, -1
		} else if j >= 0 {
			ofA[i], ofB[j] = len(groups), len(groups)
			groups = append(groups, group{[]int{i}, []int{j}})
		}
	}
	var gone, fresh []group
	for j := range m.b.States {
		if _, ok := ofB[j]; ok {
			continue
		}
		i, _ := m.v.b.nearest(j, &m.v.a)
		if g, ok := ofA[i]; ok && m.near(i, j) && len(groups[g].a) == 1 && closer(&m.v.a, i, &m.v.b, groups[g].b, j) {
			groups[g].b = append(groups[g].b, j)
			continue
		}
		fresh = append(fresh, group{nil, []int{j}})
	}
	for i := range m.a.States {
		if _, ok := ofA[i]; ok {
			continue
		}
		j, _ := m.v.a.nearest(i, &m.v.b)
		if g, ok := ofB[j]; ok && m.near(i, j) && len(groups[g].b) == 1 && closer(&m.v.b, j, &m.v.a, groups[g].a, i) {
			groups[g].a = append(groups[g].a, i)
			continue
		}
		gone = append(gone, group{[]int{i}, nil})
	}
	return append(append(groups, gone...), fresh...)
}

// closer reports whether state i of one model is nearer to the mixture of some states of the other with j
// among them than without it.
func closer(one *view, i int, other *view, states []int, j int) bool {
	return one.toMixture(i, other, append(slices.Clone(states), j)) < one.toMixture(i, other, states)
}
