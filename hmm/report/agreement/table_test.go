package agreement

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTableOrder(t *testing.T) {
	states := []int{7, 7, -1, 3, 3, 3, 9, 7}
	labels := []string{"pay", "bye", "pay", "ask", "bye", "ask", "", "zip"}
	want := &Table{
		States: []int{-1, 3, 7},
		Labels: []string{"ask", "bye", "pay", "zip"},
		Counts: []int{
			0, 0, 1, 0,
			2, 1, 0, 0,
			0, 1, 1, 1,
		},
		StateTurns: []int{1, 3, 3},
		LabelTurns: []int{2, 2, 2, 1},
		Turns:      7,
	}
	if diff := cmp.Diff(want, Count(states, labels)); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}
	slices.Reverse(states)
	slices.Reverse(labels)
	if diff := cmp.Diff(want, Count(states, labels)); diff != "" {
		t.Errorf("table of the turns in reverse (-want +got):\n%s", diff)
	}
}

func TestTallyGoesOn(t *testing.T) {
	var tally Tally
	tally.Add(1, "a")
	first := tally.Table()
	tally.Add(1, "b")
	tally.Add(2, "b")
	if first.Turns != 1 || !slices.Equal(first.Labels, []string{"a"}) {
		t.Errorf("the first table has changed: %+v", first)
	}
	if diff := cmp.Diff(Count([]int{2, 1, 1}, []string{"b", "a", "b"}), tally.Table()); diff != "" {
		t.Errorf("second table (-want +got):\n%s", diff)
	}
}

func TestCountPanics(t *testing.T) {
	defer func() {
		if got, want := fmt.Sprint(recover()), "agreement: 2 states, but 1 labels"; got != want {
			t.Errorf("panic %q, want %q", got, want)
		}
	}()
	Count([]int{1, 2}, []string{"a"})
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		name   string
		counts [][]int
		want   []Pair
	}{
		{"greedy is wrong", [][]int{{9, 8}, {8, 0}}, []Pair{{0, "label 001", 8}, {1, "label 000", 8}}},
		{"more states", [][]int{{2}, {5}, {3}}, []Pair{{State: 0}, {1, "label 000", 5}, {State: 2}}},
		{"more labels", [][]int{{2, 5, 3}}, []Pair{{0, "label 001", 5}}},
		{"nothing in common", [][]int{{4, 1}, {3, 0}}, []Pair{{0, "label 000", 4}, {State: 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, tableOf(c.counts).Match()); diff != "" {
				t.Errorf("match (-want +got):\n%s", diff)
			}
		})
	}
}
