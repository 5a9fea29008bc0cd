package chain

import "fmt"

// A Sequence is what the recursions need to know of a conversation besides its densities.
type Sequence struct {
	Turns   int
	Class   []uint8  // which matrix leads into turn t (Class[0] is not used); nil: 0 throughout
	Allowed []uint64 // bit sets of permitted states, MaskWords a turn; nil: all states
	Open    bool     // the conversation goes on after its last turn: Stop is not applied
	Weight  float64  // factor on the expected counts; 0 counts as 1
}

// MaxWeight bounds a Weight, so that sums over millions of turns of what is near the range's end
// (1 over the least probability that the recursions keep, times the weight) stay finite.
const MaxWeight = 1e9

// MaskWords is the number of 64-bit words that a turn's bit set of k states takes.
func MaskWords(k int) int { return (k + 63) / 64 }

// ClassAt is the class of turn t.
func (s *Sequence) ClassAt(t int) int {
	if s.Class == nil {
		return 0
	}
	return int(s.Class[t])
}

// Mask is the bit set of turn t for k states, nil where everything is allowed.
func (s *Sequence) Mask(t, k int) []uint64 {
	if s.Allowed == nil {
		return nil
	}
	n := MaskWords(k)
	return s.Allowed[t*n : t*n+n]
}

// Permits reports whether mask lets state i through; a nil mask lets every state through.
func Permits(mask []uint64, i int) bool {
	return mask == nil || mask[i/64]>>(i%64)&1 == 1
}

// Factor is the weight, 1 where none is set.
func (s *Sequence) Factor() float64 {
	if s.Weight == 0 {
		return 1
	}
	return s.Weight
}

// Check reports what does not fit between the sequence and the chain. It looks at user's data, so
// it returns an error where the recursions would panic.
func (s *Sequence) Check(c *Chain) error {
	if s.Class != nil {
		if len(s.Class) != s.Turns {
			return fmt.Errorf("class has %d values for %d turns", len(s.Class), s.Turns)
		}
		for t, class := range s.Class {
			if int(class) >= len(c.Next) {
				return fmt.Errorf("turn %d: class %d, the chain has %d", t, class, len(c.Next))
			}
		}
	}
	if n := s.Turns * MaskWords(c.States()); s.Allowed != nil && len(s.Allowed) != n {
		return fmt.Errorf("allowed has %d words, expected %d: %d a turn", len(s.Allowed), n, MaskWords(c.States()))
	}
	if !(s.Weight >= 0 && s.Weight <= MaxWeight) {
		return fmt.Errorf("weight is %v, expected 0 to %g", s.Weight, MaxWeight)
	}
	return nil
}

// An ImpossibleError says that no path of states explains a conversation: at Turn (counted from 0)
// the last state that could have got there dies out. Turn equal to the number of turns means that
// the conversation cannot stop where it does.
type ImpossibleError struct{ Turn int }

func (e *ImpossibleError) Error() string {
	return fmt.Sprintf("turn %d: impossible under the model: no state explains it after the turns before", e.Turn)
}

// A DensityError reports a log density that is no log density: NaN or +Inf.
type DensityError struct {
	Turn, Distribution int
	Value              float64
}

func (e *DensityError) Error() string {
	return fmt.Sprintf("turn %d: the log density of distribution %d is %v, expected a finite number or -Inf",
		e.Turn, e.Distribution, e.Value)
}
