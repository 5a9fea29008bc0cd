package transcript

import (
	"slices"
	"testing"
)

func TestParseVector(t *testing.T) {
	for text, want := range map[string][]float64{
		"":               nil,
		" [ ] ":          nil,
		"1":              {1},
		"[1, -2.5,3e2]":  {1, -2.5, 300},
		"1,2":            {1, 2},
		" 1  2\t3\n4 ":   {1, 2, 3, 4},
		"[0.5 0.25\n 1]": {0.5, 0.25, 1},
	} {
		v, err := parseVector(text)
		if err != nil || !slices.Equal(v, want) {
			t.Errorf("parseVector(%q) = %v, %v; want %v", text, v, err, want)
		}
	}
	for text, want := range map[string]string{
		"[1,2":        `"[1,2" has no closing "]"`,
		"1,,2":        `number 2 is "": expected a finite number`,
		"1,2,":        `number 3 is "": expected a finite number`,
		"1;2":         `number 1 is "1;2": expected a finite number`,
		"1 nan":       `number 2 is "nan": expected a finite number`,
		"-Inf":        `number 1 is "-Inf": expected a finite number`,
		"1e400":       `number 1 is "1e400": expected a finite number`,
		"[[1,2],[3]]": `number 1 is "[1": expected a finite number`,
		"null":        `number 1 is "null": expected a finite number`,
	} {
		if v, err := parseVector(text); err == nil || err.Error() != want {
			t.Errorf("parseVector(%q) = %v, %v; want the error %s", text, v, err, want)
		}
	}
}
