package agreement_test

import (
	"encoding/json"
	"fmt"
	"os"
	"text/tabwriter"

	"intenthmm/hmm/report/agreement"
)

var (
	states = []int{0, 0, 2, 2, 2, 1, 1, 2}
	labels = []string{"greet", "greet", "pay", "pay", "refund", "bye", "", "pay"}
)

func ExampleCount() {
	f := agreement.Count(states, labels).Figures()
	fmt.Printf("%d labelled turns, NMI %.3f, AMI %.3f, accuracy %.3f\n", f.Turns, f.NMI, f.AMI, f.Accuracy)
	// Output: 7 labelled turns, NMI 0.856, AMI 0.723, accuracy 0.857
}

func ExampleTally() {
	var tally agreement.Tally
	tally.Add(0, "greet")
	tally.Add(1, "pay")
	tally.Add(1, "") // not labelled: not counted
	fmt.Println(tally.Table().ARI())
	// Output: 1
}

func ExampleFigures() {
	out, err := json.Marshal(agreement.Count([]int{4, 4, 5, 5}, []string{"a", "a", "b", "b"}).Figures())
	fmt.Println(string(out), err)
	// Output:
	// {"nmi":1,"ari":1,"ami":1,"accuracy":1,"purity":1,"inverse_purity":1,"homogeneity":1,"completeness":1,"turns":4,"states":2,"labels":2} <nil>
}

func ExampleTable_Match() {
	for _, p := range agreement.Count(states, labels).Match() {
		fmt.Printf("state %d is %q in %d turns\n", p.State, p.Label, p.Turns)
	}
	// Output:
	// state 0 is "greet" in 2 turns
	// state 1 is "bye" in 1 turns
	// state 2 is "pay" in 3 turns
}

func ExampleTable_Row() {
	t := agreement.Count(states, labels)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "state")
	for _, l := range t.Labels {
		fmt.Fprint(w, "\t", l)
	}
	fmt.Fprintln(w)
	for s, state := range t.States {
		fmt.Fprint(w, state)
		for _, n := range t.Row(s) {
			fmt.Fprint(w, "\t", n)
		}
		fmt.Fprintln(w)
	}
	w.Flush()
	// Output:
	// state  pay  greet  bye  refund
	// 0      0    2      0    0
	// 1      0    0      1    0
	// 2      3    0      0    1
}
