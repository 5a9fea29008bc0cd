package reference

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
)

// A Case is a worked example from the literature, as it stands in testdata/textbook.
type Case struct {
	Name     string      `json:"-"` // of the file
	Source   string      `json:"source"`
	States   []string    `json:"states"`
	Start    []float64   `json:"start"`
	Next     [][]float64 `json:"next"`
	Stop     []float64   `json:"stop"`
	Emission Emission    `json:"emission"`
	Observed []float64   `json:"observed"`

	// Recomputed by other libraries and by hand, to double precision.
	Recomputed struct {
		LogLikelihood   float64     `json:"log_likelihood"`
		Filtered        [][]float64 `json:"filtered"`
		Smoothed        [][]float64 `json:"smoothed"`
		Transitions     [][]float64 `json:"transitions"`      // expected, summed over time
		LikeliestStates []int       `json:"likeliest_states"` // turn by turn, from Smoothed
		BestPath        []int       `json:"best_path"`
		BestScore       float64     `json:"best_path_log_probability"`
		BestUnique      bool        `json:"best_path_unique"`
	} `json:"recomputed"`

	// Published figures, to the digits in print.
	Published []Figure `json:"published"`

	// Training is what maximum-likelihood Baum-Welch goes through from the parameters above.
	Training        []Iterate `json:"training"`
	BestPathLearned []int     `json:"best_path_after_training"`
}

// Emission is one of: rows of symbol probabilities; means and variances; Poisson rates.
type Emission struct {
	Symbols   [][]float64 `json:"symbols"`
	Means     []float64   `json:"means"`
	Variances []float64   `json:"variances"`
	Rates     []float64   `json:"rates"`
}

// A Figure is one published number, vector or matrix, flattened into Value.
type Figure struct {
	Quantity  string
	Turn      int
	State     int
	Iteration int
	Value     []float64
	Within    float64
}

// An Iterate is a model after some iterations, and the log-likelihood that it gives.
type Iterate struct {
	Iteration     int         `json:"iteration"`
	LogLikelihood float64     `json:"log_likelihood"`
	Start         []float64   `json:"start"`
	Next          [][]float64 `json:"next"`
	Stop          []float64   `json:"stop"`
	Emission      Emission    `json:"emission"`
}

// Textbook reads the cases in dir.
func Textbook(dir string) ([]*Case, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return nil, err
	}
	var cases []*Case
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		c := &Case{Name: strings.TrimSuffix(filepath.Base(file), ".json")}
		if err := json.Unmarshal(data, c); err != nil {
			return nil, &os.PathError{Op: "decode", Path: file, Err: err}
		}
		cases = append(cases, c)
	}
	return cases, nil
}

// UnmarshalJSON takes a number, a vector or a matrix as value.
func (f *Figure) UnmarshalJSON(data []byte) error {
	var raw struct {
		Quantity               string
		Turn, State, Iteration int
		Value                  any
		Within                 float64
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*f = Figure{raw.Quantity, raw.Turn, raw.State, raw.Iteration, flatten(raw.Value), raw.Within}
	return nil
}

func flatten(v any) []float64 {
	switch v := v.(type) {
	case float64:
		return []float64{v}
	case []any:
		var out []float64
		for _, e := range v {
			out = append(out, flatten(e)...)
		}
		return out
	}
	return nil
}

// Symbols are the observations of a case whose observations are whole numbers.
func (c *Case) Symbols() []int {
	out := make([]int, len(c.Observed))
	for t, v := range c.Observed {
		out[t] = int(v)
	}
	return out
}

// Vectors are the observations as vectors of one dimension.
func (c *Case) Vectors() [][]float64 {
	out := make([][]float64, len(c.Observed))
	for t := range c.Observed {
		out[t] = c.Observed[t : t+1]
	}
	return out
}

// Flat is a matrix, row-major.
func Flat(m [][]float64) []float64 {
	var out []float64
	for _, row := range m {
		out = append(out, row...)
	}
	return out
}
