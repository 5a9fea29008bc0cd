package transcript

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// parseVector reads finite numbers separated by commas or by white space, with or without square
// brackets around them: a JSON list of numbers is one such text. An empty vector is nil.
func parseVector(s string) ([]float64, error) {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, "["); ok {
		if inner, ok = strings.CutSuffix(inner, "]"); !ok {
			return nil, fmt.Errorf(`%s has no closing "]"`, quote(s))
		}
		s = strings.TrimSpace(inner)
	}
	if s == "" {
		return nil, nil
	}
	if commas := strings.Count(s, ","); commas > 0 {
		v := make([]float64, 0, commas+1)
		for number := range strings.SplitSeq(s, ",") {
			x, err := parseFinite(strings.TrimSpace(number), len(v))
			if err != nil {
				return nil, err
			}
			v = append(v, x)
		}
		return v, nil
	}
	var v []float64
	for number := range strings.FieldsSeq(s) {
		x, err := parseFinite(number, len(v))
		if err != nil {
			return nil, err
		}
		v = append(v, x)
	}
	return v, nil
}

// parseFinite reads the number at an index of a vector.
func parseFinite(s string, index int) (float64, error) {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, fmt.Errorf("number %d is %s: expected a finite number", index+1, quote(s))
	}
	return x, nil
}
