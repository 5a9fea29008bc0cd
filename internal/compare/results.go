package main

import (
	"fmt"
	"math"
	"strings"
)

const we = "intenthmm"

// A result is one contender on one workload.
type result struct {
	Contender string    `json:"peer"`
	Workload  string    `json:"w"`
	Seconds   float64   `json:"s_per_iter"`
	Log       []float64 `json:"ll"`        // log-likelihoods before each iteration
	Viterbi   float64   `json:"viterbi_s"` // seconds to decode all, 0: not done
}

type results []result

// enter takes note of a run: of several by one contender the fastest times count.
func (rs *results) enter(r result) {
	known := rs.of(r.Contender, r.Workload)
	if known == nil {
		*rs = append(*rs, r)
		return
	}
	known.Seconds, known.Viterbi = min(known.Seconds, r.Seconds), min(known.Viterbi, r.Viterbi)
}

func (rs results) of(contender, workload string) *result {
	for i := range rs {
		if rs[i].Contender == contender && rs[i].Workload == workload {
			return &rs[i]
		}
	}
	return nil
}

// tolerance is how far, relative to its size, two log-likelihoods may differ: some peers compute in
// another order, one prints nine decimals.
const tolerance = 1e-9

// check reports the first log-likelihood in which a contender differs from us.
func (rs results) check() error {
	for _, r := range rs {
		ours := rs.of(we, r.Workload)
		for i, l := range r.Log {
			if i >= len(ours.Log) || i > 2 {
				break
			}
			if math.Abs(l-ours.Log[i]) > tolerance*math.Abs(l) {
				return fmt.Errorf("%s, %s, iteration %d: log-likelihood %.9f, ours is %.9f", r.Contender, r.Workload, i, l, ours.Log[i])
			}
		}
	}
	return nil
}

// contenders are the names, ours first.
func (rs results) contenders() []string {
	seen := map[string]bool{}
	var out []string
	for _, r := range rs {
		if !seen[r.Contender] {
			seen[r.Contender] = true
			out = append(out, r.Contender)
		}
	}
	return out
}

// markdown is the table: milliseconds an iteration, and how many times ours that is.
func (rs results) markdown(names []string) string {
	var b strings.Builder
	cs := rs.contenders()
	fmt.Fprintf(&b, "| milliseconds | %s |\n|---|%s\n", strings.Join(cs, " | "), strings.Repeat("---|", len(cs)))
	line := func(title, workload string, seconds func(*result) float64) {
		fmt.Fprintf(&b, "| %s |", title)
		base := seconds(rs.of(we, workload))
		for _, c := range cs {
			r := rs.of(c, workload)
			switch {
			case r == nil || seconds(r) == 0:
				b.WriteString(" |")
			case c == we:
				fmt.Fprintf(&b, " **%.1f** |", 1e3*base)
			default:
				fmt.Fprintf(&b, " %.1f (%.1f×) |", 1e3*seconds(r), seconds(r)/base)
			}
		}
		b.WriteByte('\n')
	}
	for _, n := range names {
		line(n+", an iteration", n, func(r *result) float64 { return r.Seconds })
	}
	for _, n := range names {
		for _, r := range rs {
			if r.Workload == n && r.Contender != we && r.Viterbi > 0 {
				line(n+", Viterbi", n, func(r *result) float64 { return r.Viterbi })
				break
			}
		}
	}
	return b.String()
}
