package emission_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"intenthmm/hmm/emission"
)

// Embed gives what the method does, 0 of a family that places nothing, and ctx's error at its end: of families that place
// words by themselves, in parts and in joint ones.
func TestEmbed(t *testing.T) {
	var batch []emission.Turn
	for i := range 40 {
		batch = append(batch, emission.Turn{Symbol: int32(i % 3), Speaker: -1, Words: []emission.Count{{Word: int32(i % 5), N: 1}, {Word: int32(5 + i%2), N: 2}}})
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	words := emission.Part("words", emission.UniformWords(2, 7, 0.1), emission.WordsField)
	topics := emission.Part("words", emission.UniformTopics(2, 2, 7, 0.1, 0.1), emission.WordsField)
	symbols := emission.Part("symbol", emission.UniformCategorical(2, 3, 0.1), emission.SymbolField)
	for _, parts := range [][]emission.TurnPart{{words}, {topics}, {symbols}, {words, symbols}} {
		joint, err := emission.NewJoint(parts...)
		if err != nil {
			t.Fatal(err)
		}
		want, wide := joint.Embed([][]emission.Turn{batch}, 1)
		got, width, err := emission.Embed[emission.Turn](t.Context(), joint, [][]emission.Turn{batch}, 1)
		if err != nil || width != wide || !slices.Equal(got, want) || width == 0 {
			t.Errorf("%d parts: width %d, want %d, %v", len(parts), width, wide, err)
		}
		if _, _, err := emission.Embed[emission.Turn](ended, joint, [][]emission.Turn{batch}, 1); !errors.Is(err, context.Canceled) {
			t.Errorf("%d parts: %v", len(parts), err)
		}
	}
	placeless := struct{ emission.Family[int] }{emission.UniformCategorical(2, 3, 0.1)}
	if points, width, err := emission.Embed[int](t.Context(), placeless, [][]int{{1, 2}}, 1); points != nil || width != 0 || err != nil {
		t.Errorf("a family that places nothing: %v, %d, %v", points, width, err)
	}
}
