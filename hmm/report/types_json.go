package report

import (
	"io"

	"intenthmm/hmm/intent/typed"
)

// typeJSON is a type in the JSON form of Types.
type typeJSON struct {
	Type      int                `json:"type"`
	Name      string             `json:"name"`
	Share     float64            `json:"share"`
	MeanTurns float64            `json:"mean_turns"`
	Uses      []traitJSON        `json:"more_of"`
	Starts    []traitJSON        `json:"starts"`
	Ends      []traitJSON        `json:"ends,omitempty"`
	Leads     []traitJSON        `json:"leads_to"`
	Outcomes  map[string]float64 `json:"outcomes,omitempty"`
	Examples  []typed.Example    `json:"typical,omitempty"`
}

type traitJSON struct {
	State       int     `json:"state"`
	Intent      string  `json:"intent"`
	To          *int    `json:"to,omitempty"`
	ToIntent    string  `json:"to_intent,omitempty"`
	Probability float64 `json:"probability"`
	Overall     float64 `json:"overall"`
}

// TypesJSON writes the same with all that differs, and the record of the training, for programs.
func TypesJSON(w io.Writer, m *typed.Model) error {
	out := struct {
		Types  []typeJSON   `json:"types"`
		Record typed.Record `json:"record"`
	}{Record: m.Record}
	shares, k := m.Shares(), len(m.Intents.States)
	for c, t := range m.Types {
		out.Types = append(out.Types, typeJSON{
			Type: c, Name: m.Name(c), Share: shares[c], MeanTurns: t.MeanTurns(), Outcomes: t.Outcomes, Examples: t.Examples,
			Uses: traitsJSON(m, m.Uses(c, k)), Starts: traitsJSON(m, m.Starts(c, k)), Ends: traitsJSON(m, m.Ends(c, k)), Leads: traitsJSON(m, m.Leads(c, k)),
		})
	}
	return indented(w, out)
}

func traitsJSON(m *typed.Model, all []typed.Trait) []traitJSON {
	out := make([]traitJSON, len(all))
	for i, t := range all {
		out[i] = traitJSON{State: t.State, Intent: m.Intents.States[t.State].Name, Probability: t.Probability, Overall: t.Overall}
		if t.To >= 0 {
			out[i].To, out[i].ToIntent = &t.To, m.Intents.States[t.To].Name
		}
	}
	return out
}
