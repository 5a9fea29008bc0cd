package assign

import "math"

const none = -1

// A search is a minimum-cost assignment under construction. Its agents are the shorter side of the
// matrix and its jobs the longer one, so that every agent gets a job in the end.
//
// Prices u (of agents) and v (of jobs) prove that the assignment is best. They keep two promises:
//
//	cost[i,j] - u[i] - v[j] ≥ 0    for all i, j
//	cost[i,j] - u[i] - v[j] = 0    where agent i has job j
//
// and a job that nobody has is priced 0. The left side is called the reduced cost.
type search struct {
	short, long int       // agents, jobs
	cost        []float64 // short×long: minus the weights, transposed if there are more rows than columns
	u, v        []float64
	job         []int // of an agent, or none
	agent       []int // that has a job, or none

	// Of the present search for a shortest path: for each job the length of the best path to it, the
	// agent before it on that path, and whether that path is final.
	dist  []float64
	via   []int
	final []bool
}

func newSearch(weight []float64, rows, cols int) *search {
	short, long := min(rows, cols), max(rows, cols)
	s := &search{
		short: short, long: long,
		cost:  make([]float64, len(weight)),
		u:     make([]float64, short),
		v:     make([]float64, long),
		job:   filled(short, none),
		agent: filled(long, none),
		dist:  make([]float64, long),
		via:   make([]int, long),
		final: make([]bool, long),
	}
	for i, w := range weight {
		if rows > cols {
			i = i%cols*rows + i/cols
		}
		s.cost[i] = -w
	}
	return s
}

func filled(n, v int) []int {
	a := make([]int, n)
	for i := range a {
		a[i] = v
	}
	return a
}

// assign gives agent start a job, moving agents that have one to other jobs where that costs less.
func (s *search) assign(start int) {
	end, length := s.shortestPath(start)
	s.reprice(start, length)
	for j, i := end, none; i != start; {
		i = s.via[j]
		s.agent[j] = i
		s.job[i], j = j, s.job[i]
	}
}

// shortestPath finds the cheapest way from agent start to a free job, by Dijkstra's algorithm over
// reduced costs: along the edge from an agent to a job, then from that job to the agent who has it,
// at no cost. It returns the free job and the length of the path to it.
func (s *search) shortestPath(start int) (end int, length float64) {
	for j := range s.long {
		s.dist[j], s.final[j] = math.Inf(1), false
	}
	for i := start; i != none; i = s.agent[end] {
		end = s.relax(i, length)
		length = s.dist[end]
		s.final[end] = true
	}
	return end, length
}

// relax shortens the paths to all jobs that are not final by going through agent i, who is length
// away from the start, and returns the nearest such job: among equals a free one, then the first.
func (s *search) relax(i int, length float64) (nearest int) {
	cost := s.cost[i*s.long : (i+1)*s.long]
	nearest, low := none, math.Inf(1)
	for j, c := range cost {
		if s.final[j] {
			continue
		}
		if d := length + (c - s.u[i] - s.v[j]); d < s.dist[j] {
			s.dist[j], s.via[j] = d, i
		}
		d := s.dist[j]
		if d < low || d == low && s.agent[j] == none && s.agent[nearest] != none {
			nearest, low = j, d
		}
	}
	return nearest
}

// reprice makes the edges of the shortest path tree free of reduced cost, so that moving agents along
// the path keeps both promises. It must run before the path is turned over.
func (s *search) reprice(start int, length float64) {
	s.u[start] += length
	for j, i := range s.agent {
		if !s.final[j] {
			continue
		}
		gain := length - s.dist[j]
		s.v[j] -= gain
		if i != none {
			s.u[i] += gain
		}
	}
}

// rowMatch tells the column of each row, whichever side the rows were on.
func (s *search) rowMatch(rows, cols int) []int {
	if rows > cols {
		return s.agent
	}
	return s.job
}
