package match

import (
	"fmt"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
)

// A table is how probable words are in each state.
type table struct {
	rows   [][]float64             // of states, each summing to 1
	column func(word string) int32 // of the rows, -1 for other words
}

// tableOf is the table of a model.
func tableOf(m *intent.Model) (*table, error) {
	joint, ok := m.HMM.Emission.(*emission.Joint)
	if ok {
		if words, ok := emission.PartOf[emission.Lexical](joint, "words"); ok {
			return observed(m, words), nil
		}
	}
	if t := counted(m); t != nil {
		return t, nil
	}
	return nil, fmt.Errorf("the model observes %s and knows no words: expected one that was trained on text", m.Encoder.Options.Observe)
}

// observed is the table of a model of words: without the edges of turns, the unknown word, and stop words.
func observed(m *intent.Model, words emission.Lexical) *table {
	terms, hidden := m.Encoder.Terms, m.Hidden()
	columns, kept := make([]int32, terms.Len()), []int(nil)
	for v := range columns {
		columns[v] = -1
		if text := terms.Term(v); encode.Plain(text) && !hidden(text) {
			columns[v] = int32(len(kept))
			kept = append(kept, v)
		}
	}
	t := &table{column: func(word string) int32 { return columns[terms.Number(word)] }}
	for state := range m.States {
		all := words.Probabilities(m.HMM.Chain.Distribution(state))
		row := make([]float64, len(kept))
		for i, v := range kept {
			row[i] = all[v]
		}
		t.rows = append(t.rows, normalised(row))
	}
	return t
}

// counted is the table of a model of vectors, of the words that tell most about its states, nil if it has none. Of a
// state that does not list a word only what is left for all such states together is known.
func counted(m *intent.Model) *table {
	columns := map[string]int32{}
	for _, s := range m.States {
		for _, term := range s.Terms {
			if _, ok := columns[term.Text]; !ok {
				columns[term.Text] = int32(len(columns))
			}
		}
	}
	if len(columns) == 0 {
		return nil
	}
	rows := make([][]float64, len(m.States))
	for i := range rows {
		rows[i] = make([]float64, len(columns))
	}
	shares := m.Shares()
	left, without := make([]float64, len(columns)), make([]float64, len(columns))
	for i, s := range m.States {
		for _, term := range s.Terms {
			v := columns[term.Text]
			if without[v] == 0 { // the first that lists it: p and the lift over the rest give the mean
				left[v], without[v] = float64(shares[i]*term.Probability)+float64((1-shares[i])*term.Probability/term.Lift), 1
			}
		}
	}
	for i, s := range m.States {
		for _, term := range s.Terms {
			v := columns[term.Text]
			rows[i][v] = term.Probability
			left[v] -= float64(shares[i] * term.Probability)
			without[v] -= shares[i]
		}
	}
	for _, row := range rows {
		for v := range row {
			if row[v] == 0 && without[v] > 0 {
				row[v] = max(0, left[v]/without[v])
			}
		}
		normalised(row)
	}
	return &table{rows: rows, column: func(word string) int32 {
		if v, ok := columns[m.Encoder.Shown(word)]; ok {
			return v
		}
		return -1
	}}
}

// normalised scales a row to sum 1, in place, unless it is zero.
func normalised(row []float64) []float64 {
	total := 0.0
	for _, p := range row {
		total += p
	}
	for v := range row {
		if total > 0 {
			row[v] /= total
		}
	}
	return row
}

// read counts the words of a text that the table has.
func (t *table) read(e *encode.Encoder, text string) article {
	var a article
	at := map[int32]int{}
	for _, word := range e.Words(text) {
		v := t.column(word)
		if v < 0 {
			continue
		}
		i, ok := at[v]
		if !ok {
			i = len(a.words)
			at[v] = i
			a.words = append(a.words, emission.Count{Word: v})
		}
		a.words[i].N++
		a.known++
	}
	return a
}
