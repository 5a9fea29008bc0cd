package main

import (
	"fmt"
	"strings"

	"intenthmm/internal/contest"
)

// A result is one contender on one workload.
type result struct {
	Contender string    `json:"peer"`
	Workload  string    `json:"w"`
	Seconds   float64   `json:"s_per_iter"`
	Log       []float64 `json:"ll"`        // log-likelihoods before each iteration
	Viterbi   float64   `json:"viterbi_s"` // seconds to decode all, 0: not done
}

// Of says whose it is, on what.
func (r result) Of() (contender, workload string) { return r.Contender, r.Workload }

type results []result

// enter takes note of a run: of several by one contender the fastest times count.
func (rs *results) enter(r result) {
	*rs = contest.Enter(*rs, r, func(known *result) {
		known.Seconds, known.Viterbi = min(known.Seconds, r.Seconds), min(known.Viterbi, r.Viterbi)
	})
}

func (rs results) of(contender, workload string) *result {
	return contest.Find(rs, contender, workload)
}

// check reports the first log-likelihood in which a contender differs from us.
func (rs results) check() error {
	for _, r := range rs {
		ours := rs.of(contest.We, r.Workload)
		for i, l := range r.Log {
			if i >= len(ours.Log) || i > 2 {
				break
			}
			if err := contest.Same(fmt.Sprintf("%s, %s, iteration %d: log-likelihood", r.Contender, r.Workload, i), l, ours.Log[i], 0); err != nil {
				return err
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
		base := seconds(rs.of(contest.We, workload))
		for _, c := range cs {
			r := rs.of(c, workload)
			switch {
			case r == nil || seconds(r) == 0:
				b.WriteString(" |")
			case c == contest.We:
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
			if r.Workload == n && r.Contender != contest.We && r.Viterbi > 0 {
				line(n+", Viterbi", n, func(r *result) float64 { return r.Viterbi })
				break
			}
		}
	}
	return b.String()
}
