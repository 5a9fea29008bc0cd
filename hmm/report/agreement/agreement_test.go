package agreement

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// reference is one case of testdata/figures.json, which testdata/figures.py makes.
type reference struct {
	Name   string  `json:"name"`
	Counts [][]int `json:"counts"`
	Figures
	AMIExact float64 `json:"ami_exact"`
}

// TestAgainstScikitLearn compares every figure with scikit-learn to 1e-12, and AMI with 50-digit
// arithmetic more closely than scikit-learn itself comes.
func TestAgainstScikitLearn(t *testing.T) {
	for _, want := range references(t) {
		t.Run(want.Name, func(t *testing.T) {
			got := tableOf(want.Counts).Figures()
			sameFigures(t, want.Figures, got, 1e-12)
			if d := math.Abs(got.AMI - want.AMIExact); d > 1e-14 {
				t.Errorf("AMI %v, exactly %v", got.AMI, want.AMIExact)
			}
		})
	}
}

func TestNothingLabelled(t *testing.T) {
	var empty Tally
	for name, table := range map[string]*Table{
		"no turns":       Count(nil, nil),
		"no labels":      Count([]int{1, 2, 2}, []string{"", "", ""}),
		"zero Tally":     empty.Table(),
		"zero Table":     {},
		"unlabelled add": func() *Table { var t Tally; t.Add(3, ""); return t.Table() }(),
	} {
		if diff := cmp.Diff(Figures{}, table.Figures()); diff != "" {
			t.Errorf("%s: figures (-want +got):\n%s", name, diff)
		}
		if match := table.Match(); len(match) != 0 {
			t.Errorf("%s: match %v", name, match)
		}
	}
}

// TestRandomTables holds any table to what every table must keep.
func TestRandomTables(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		scale := math.Pow(10, 8*rng.Float64()*rng.Float64())
		counts := randomCounts(rng, 1+rng.IntN(7), 1+rng.IntN(7), scale)
		table := tableOf(counts)
		f := table.Figures()
		inRange(t, counts, f)
		v := 0.0
		if f.Homogeneity+f.Completeness > 0 {
			v = 2 * f.Homogeneity * f.Completeness / (f.Homogeneity + f.Completeness)
		}
		if f.Turns > 0 && math.Abs(v-f.NMI) > 1e-9 {
			t.Fatalf("%v: V-measure %v, NMI %v", counts, v, f.NMI)
		}
		sameFigures(t, turnedOver(f), tableOf(transposed(counts)).Figures(), 1e-9)
	}
}

// TestRoundFigures wants 0 without a trace of rounding, and never a -0.000 in print: for a single
// state, for a single label, and for the NMI of rows that are multiples of each other.
func TestRoundFigures(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		a, b, c := 1+rng.IntN(1000), 1+rng.IntN(1000), 1+rng.IntN(1000)
		for _, counts := range [][][]int{{{a, b, c}}, {{a}, {b}, {c}}} {
			if f := tableOf(counts).Figures(); f.NMI != 0 || f.AMI != 0 || f.ARI != 0 {
				t.Fatalf("%v: %+v", counts, f)
			}
		}
		var independent [][]int
		for range 3 {
			k := 1 + rng.IntN(50)
			independent = append(independent, []int{k * a, k * b, k * c})
		}
		if nmi := tableOf(independent).NMI(); math.Signbit(nmi) || nmi > 1e-14 {
			t.Fatalf("%v: NMI %v", independent, nmi)
		}
	}
}

// TestAMIOfChance deals turns out at random: AMI and ARI must average to 0 where NMI does not.
func TestAMIOfChance(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	const rounds, turns = 2000, 60
	states, labels := make([]int, turns), make([]string, turns)
	for i := range turns {
		states[i], labels[i] = i%7, fmt.Sprint(i*i%11)
	}
	var ami, ari, nmi float64
	for range rounds {
		rng.Shuffle(turns, func(i, j int) { states[i], states[j] = states[j], states[i] })
		table := Count(states, labels)
		ami += table.AMI() / rounds
		ari += table.ARI() / rounds
		nmi += table.NMI() / rounds
	}
	if math.Abs(ami) > 0.005 || math.Abs(ari) > 0.005 || nmi < 0.1 {
		t.Errorf("mean AMI %v, ARI %v, NMI %v", ami, ari, nmi)
	}
}

// TestAMIIsFast leaves much room for slow machines and the race detector: 2 ms is usual.
func TestAMIIsFast(t *testing.T) {
	table := largestReference(t)
	start := time.Now()
	table.AMI()
	if d := time.Since(start); d > 500*time.Millisecond {
		t.Errorf("AMI of %d turns, %d×%d took %v", table.Turns, len(table.States), len(table.Labels), d)
	}
}

// TestFiguresJSON fixes the names that scripts read.
func TestFiguresJSON(t *testing.T) {
	got, err := json.Marshal(Figures{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"nmi":1,"ari":2,"ami":3,"accuracy":4,"purity":5,"inverse_purity":6,` +
		`"homogeneity":7,"completeness":8,"turns":9,"states":10,"labels":11}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func BenchmarkAMI(b *testing.B) {
	table := largestReference(b)
	for b.Loop() {
		table.AMI()
	}
}

func BenchmarkFigures(b *testing.B) {
	table := largestReference(b)
	b.ReportAllocs()
	for b.Loop() {
		table.Figures()
	}
}

func BenchmarkTally(b *testing.B) {
	const turns = 30_000
	states, labels := make([]int, turns), make([]string, turns)
	for i := range turns {
		states[i], labels[i] = i*i%34, fmt.Sprint("label ", i%34)
	}
	b.ReportAllocs()
	for b.Loop() {
		Count(states, labels)
	}
}

func references(t testing.TB) []reference {
	t.Helper()
	data, err := os.ReadFile("testdata/figures.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []reference }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

func largestReference(t testing.TB) *Table {
	t.Helper()
	for _, r := range references(t) {
		if r.Turns >= 30_000 {
			return tableOf(r.Counts)
		}
	}
	t.Fatal("no case of 30,000 turns")
	return nil
}

// tableOf makes a table whose rows and columns are those of counts, less the empty ones and up to
// their order.
func tableOf(counts [][]int) *Table {
	var t Tally
	for s, row := range counts {
		for l, n := range row {
			if n > 0 {
				t.add(s, fmt.Sprintf("label %03d", l), n)
			}
		}
	}
	return t.Table()
}

// randomCounts has empty rows, empty columns and a strong diagonal now and then.
func randomCounts(rng *rand.Rand, rows, cols int, scale float64) [][]int {
	counts := make([][]int, rows)
	empty, diagonal := rng.Float64(), rng.Float64()
	for s := range counts {
		counts[s] = make([]int, cols)
		for l := range counts[s] {
			if rng.Float64() >= empty || s == l && rng.Float64() < diagonal {
				counts[s][l] = rng.IntN(3 + int(scale*rng.ExpFloat64()))
			}
		}
	}
	return counts
}

func transposed(counts [][]int) [][]int {
	out := make([][]int, len(counts[0]))
	for _, row := range counts {
		for l, n := range row {
			out[l] = append(out[l], n)
		}
	}
	return out
}

// turnedOver is what figures become if states and labels change places.
func turnedOver(f Figures) Figures {
	f.Purity, f.InversePurity = f.InversePurity, f.Purity
	f.Homogeneity, f.Completeness = f.Completeness, f.Homogeneity
	f.States, f.Labels = f.Labels, f.States
	return f
}

func inRange(t *testing.T, counts [][]int, f Figures) {
	t.Helper()
	v := reflect.ValueOf(f)
	for i := range v.NumField() {
		name, field := v.Type().Field(i).Name, v.Field(i)
		low := 0.0
		if name == "AMI" || name == "ARI" {
			low = -1
		}
		if x := field; x.CanFloat() && !(x.Float() >= low && x.Float() <= 1+1e-12) {
			t.Fatalf("%v: %s is %v", counts, name, x)
		}
	}
	if f.Accuracy > f.Purity || f.Accuracy > f.InversePurity {
		t.Fatalf("%v: accuracy above purity: %+v", counts, f)
	}
}

func sameFigures(t *testing.T, want, got Figures, tolerance float64) {
	t.Helper()
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) <= tolerance })
	if diff := cmp.Diff(want, got, near); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}
