package topic_test

import (
	"context"
	"fmt"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/topic"
)

// Two topics in four documents, and what a fifth is about.
func ExampleTrain() {
	vocabulary := []string{"invoice", "refund", "router", "cable"}
	bag := func(counts ...float32) (d topic.Document) {
		for w, n := range counts {
			d.Words = append(d.Words, emission.Count{Word: int32(w), N: n})
		}
		return d
	}
	docs := []topic.Document{bag(3, 2, 0, 0), bag(2, 1, 0, 0), bag(0, 0, 4, 1), bag(0, 0, 1, 2)}
	o := topic.DefaultOptions()
	o.Topics = 2
	m, err := topic.Train(context.Background(), docs, len(vocabulary), o)
	if err != nil {
		fmt.Println(err)
		return
	}
	for k := range m.Topics() {
		words := m.Relevant(k, 2, 0.6)
		fmt.Println(vocabulary[words[0].Word], vocabulary[words[1].Word])
	}
	rows, err := m.Fold(context.Background(), []topic.Document{bag(1, 1, 1, 0)}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f %% and %.0f %%\n", 100*rows[0][0], 100*rows[0][1])
	// Output:
	// invoice refund
	// router cable
	// 67 % and 33 %
}
