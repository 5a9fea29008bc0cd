package emission_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
)

func twoParts() (*emission.Joint, *emission.Words, *emission.Gaussian) {
	w, g := must(emission.NewWords(rows)), newGaussian(emission.Diagonal, 2)
	return must(emission.NewJoint(emission.Part("words", w, emission.WordsField), emission.Part("vector", g, emission.VectorField))), w, g
}

// A joint density is the sum of the parts', and each part learns as it would alone.
func TestJointIsTheSumOfItsParts(t *testing.T) {
	j, w, g := twoParts()
	data := slices.Concat(turns(j)...)
	var bags [][]emission.Count
	var vectors [][]float64
	for _, turn := range data {
		bags, vectors = append(bags, turn.Words), append(vectors, turn.Vector)
	}
	want := logDensities(w, bags...)
	for i, l := range logDensities(g, vectors...) {
		want[i] += l
	}
	agree(t, "densities", logDensities(j, data...), want)
	p := make([]float64, len(data)*4)
	for i := range p {
		p[i] = float64(1+i%7) / 8
	}
	ww, gg := w.Clone(), g.Clone()
	learn(t, ww, bags, p)
	learn(t, gg, vectors, p)
	learn(t, j, data, p)
	agree(t, "parameters", params(j), append(params(ww), params(gg)...))
	inner, ok := emission.PartOf[*emission.Words](j, "words")
	if !ok || inner != w {
		t.Error("PartOf does not find the words")
	}
	if _, ok := emission.PartOf[*emission.Poisson](j, "words"); ok {
		t.Error("PartOf finds words that are counts")
	}
	if _, ok := emission.PartOf[*emission.Words](j, "nothing"); ok {
		t.Error("PartOf finds a part that is not there")
	}
}

func TestNewJointRefuses(t *testing.T) {
	symbol := func(name string, n int) emission.TurnPart {
		return emission.Part(name, emission.UniformCategorical(n, 2, 0), emission.SymbolField)
	}
	for want, parts := range map[string][]emission.TurnPart{
		"no parts": nil,
		`part "b" has 3 distributions, part "a" has 2`: {symbol("a", 2), symbol("b", 3)},
		`two parts are called "a"`:                     {symbol("a", 2), symbol("a", 2)},
	} {
		if _, err := emission.NewJoint(parts...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, expected %q", err, want)
		}
	}
}

// Parts weigh alike in Embed, however wide they are and whatever their units.
func TestJointEmbed(t *testing.T) {
	j := must(emission.NewJoint(
		emission.Part("speaker", emission.UniformCategorical(1, 2, 0), emission.SpeakerField),
		emission.Part("bare", emission.Family[int](bare{emission.UniformCategorical(1, 2, 0)}), emission.SymbolField),
		emission.Part("vector", emission.UnitGaussian(emission.Spherical, 1, 3), emission.VectorField),
	))
	rng := rand.New(rand.NewPCG(1, 1))
	var batch []emission.Turn
	for i := range 100 {
		batch = append(batch, emission.Turn{Symbol: -1, Speaker: int32(i % 2), Vector: []float64{1000 * rng.NormFloat64(), 5, rng.NormFloat64()}})
	}
	points, width := j.Embed([][]emission.Turn{batch, nil}, 1)
	if width != 5 || len(points) != 500 {
		t.Fatalf("width %d, %d numbers", width, len(points))
	}
	for name, columns := range map[string][]int{"speaker": {0, 1}, "vector": {2, 3, 4}} {
		total := 0.0
		for _, c := range columns {
			var v [][]float64
			for i := c; i < len(points); i += width {
				v = append(v, []float64{points[i]}, nil, nil)
			}
			total += variance(v[:len(v)-2], 0, 0)
		}
		approx(t, "variance of "+name, total, 1, 1e-9)
	}
	if points, width := j.Embed(nil, 1); width != 5 || len(points) != 0 {
		t.Errorf("no turns: width %d, %v", width, points)
	}
}

// A part that is unplaced says nothing in Embed, nor do copies of it, with another weight or read from a file; in all
// else it is as it was, and files of models without such parts do not mention it.
func TestUnplaced(t *testing.T) {
	speaker := emission.Part("speaker", must(emission.NewCategorical(rows)), emission.SpeakerField)
	symbol := emission.Part("symbol", must(emission.NewCategorical(rows)), emission.SymbolField)
	placed, j := must(emission.NewJoint(symbol, speaker)), must(emission.NewJoint(symbol, speaker.Unplaced().Weighted(0.5)))
	batch := []emission.Turn{{Symbol: 0, Speaker: 1}, {Symbol: 1, Speaker: 0}, {Symbol: 2, Speaker: 2}}
	_, both := placed.Embed([][]emission.Turn{batch}, 1)
	points, alone := symbol.Embed([][]emission.Turn{batch}, 1)
	text := must(json.Marshal(j))
	for name, c := range map[string]*emission.Joint{
		"made": j, "copied": j.Clone().(*emission.Joint), "read": must(emission.DefaultRegistry().Joint(text)),
	} {
		got, width := c.Embed([][]emission.Turn{batch}, 1)
		if width != alone || width == both || len(got) != len(points) {
			t.Errorf("%s: width %d, that of the other part is %d", name, width, alone)
		}
		if p := c.Parts()[1]; p.Placed() || !c.Parts()[0].Placed() || p.Weight() != 0.5 {
			t.Errorf("%s: placed %v, weight %v", name, p.Placed(), p.Weight())
		}
	}
	if a, b := logDensities[emission.Turn](speaker.Unplaced(), batch...), logDensities[emission.Turn](speaker, batch...); !slices.Equal(a, b) {
		t.Errorf("densities %v, placed %v", a, b)
	}
	if text := must(json.Marshal(placed)); !speaker.Placed() || strings.Contains(string(text), "unplaced") {
		t.Errorf("placed: %s", text)
	}
}

// bare hides all that is optional.
type bare struct{ emission.Family[int] }

func (b bare) Clone() emission.Family[int] { return bare{b.Family.Clone()} }

// What a part's family cannot do the part does not do, but for what would leave a model in pieces.
func TestPartOfABareFamily(t *testing.T) {
	p := emission.Part("symbol", emission.Family[int](bare{must(emission.NewCategorical(rows))}), emission.SymbolField)
	before := params(p)
	turn := emission.Missing
	p.Fill(&turn, 0, rand.New(rand.NewPCG(1, 1)))
	p.Split(0, 1, rand.New(rand.NewPCG(1, 1)))
	if err := p.Start([][]emission.Turn{{turn}}); err != nil || turn.Symbol != -1 || p.Check(emission.Turn{Symbol: 99}) != nil {
		t.Error(err, turn)
	}
	if points, width := p.Embed([][]emission.Turn{{turn}}, 1); width != 0 || points != nil {
		t.Error(points, width)
	}
	if !slices.Equal(params(p), before) {
		t.Error("the parameters changed")
	}
	defer func() {
		if r := fmt.Sprint(recover()); !strings.Contains(r, `"symbol"`) {
			t.Errorf("Permute leaves its distributions where they are: %v", r)
		}
	}()
	p.Permute([]int{1, 2, 3, 0})
}

// failing is a part that goes wrong.
type failing struct{ emission.Family[int] }

func (f failing) Clone() emission.Family[int] { return failing{f.Family.Clone()} }
func (f failing) Maximize([]float64) ([]em.Repair, error) {
	return []em.Repair{{Distribution: 1, Action: "tried"}}, fmt.Errorf("no")
}
func (f failing) Start([][]int) error { return fmt.Errorf("not yet") }
func (f failing) Check(int) error     { return fmt.Errorf("ugly") }

func TestJointNamesThePart(t *testing.T) {
	j := must(emission.NewJoint(
		emission.Part("speaker", emission.UniformCategorical(2, 2, 0), emission.SpeakerField),
		emission.Part("symbol", emission.Family[int](failing{emission.UniformCategorical(2, 2, 0)}), emission.SymbolField),
	))
	repairs, err := j.Maximize(make([]float64, j.StatsLen()))
	if err == nil || err.Error() != "symbol: no" || len(repairs) != 1 {
		t.Errorf("Maximize: %v, %v", repairs, err)
	}
	if err := j.Start(nil); err == nil || err.Error() != "symbol: not yet" {
		t.Errorf("Start: %v", err)
	}
	if err := j.Check(emission.Missing); err == nil || err.Error() != "symbol: ugly" {
		t.Errorf("Check: %v", err)
	}
	if err := j.Check(emission.Turn{Speaker: 2}); err == nil || !strings.HasPrefix(err.Error(), "speaker: symbol 2") {
		t.Errorf("Check: %v", err)
	}
	if err := j.SetParams([]float64{0.5, 0.5, 0.5, 0.5, 1, 0, 2, -1}); err == nil || !strings.HasPrefix(err.Error(), "symbol: ") {
		t.Errorf("SetParams: %v", err)
	}
	if _, err := json.Marshal(j); err == nil || !strings.Contains(err.Error(), `part "symbol": its family has no Kind`) {
		t.Errorf("Marshal: %v", err)
	}
}

func TestRegistryRefuses(t *testing.T) {
	const table = `{"prior":0,"probabilities":[[1]]}`
	for text, want := range map[string]string{
		`[{"name":"symbol","kind":"magic","params":{}}]`:                  `part "symbol": kind "magic", expected one of ["categorical" "gaussian" "poisson" "topics" "variational categorical" "variational gaussian" "variational words" "vmf" "words"]`,
		`[{"name":"colour","kind":"categorical","params":` + table + `}]`: `part "colour": name "colour", expected one of ["speaker" "symbol"]`,
		`[{"name":"symbol","kind":"words","params":{"length":1}}]`:        `name "symbol", expected one of ["words"]`,
		`[{"name":"symbol","kind":"categorical"}]`:                        `part "symbol": params: categorical: unexpected end`,
		`[]`:           "no parts",
		`{}`:           "joint: json",
		`[{"name":1}]`: "name",
		`[{"name":"symbol","kind":"categorical","params":` + table + `},{"name":"symbol","kind":"categorical","params":` + table + `}]`: `two parts are called "symbol"`,
	} {
		if j, err := emission.DefaultRegistry().Joint([]byte(text)); j != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s:\n%v, expected %q", text, err, want)
		}
	}
}

// speed is a caller's own family, under a kind and on a field of their own.
type speed struct{ *emission.Poisson }

func (s speed) Kind() string                { return "speed" }
func (s speed) Clone() emission.Family[int] { return speed{s.Poisson.Clone().(*emission.Poisson)} }

func TestRegistryOfTheCaller(t *testing.T) {
	words := emission.Field[int]{
		Get: func(t emission.Turn) int { return len(t.Words) },
		Set: func(*emission.Turn, int) {},
	}
	registry := emission.DefaultRegistry()
	registry["speed"] = func(name string, data json.RawMessage) (emission.TurnPart, error) {
		p := new(emission.Poisson)
		if err := p.UnmarshalJSON(data); err != nil {
			return nil, err
		}
		return emission.Part(name, emission.Family[int](speed{p}), words), nil
	}
	s := speed{must(emission.NewPoisson([]float64{1, 2, 3, 4}))}
	j := must(emission.NewJoint(
		emission.Part("tempo", emission.Family[int](s), words),
		emission.Part("symbol", must(emission.NewCategorical(rows)), emission.SymbolField)))
	data, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	back, err := registry.Joint(data)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := json.Marshal(back); string(again) != string(data) {
		t.Errorf("%s\n%s", data, again)
	}
	if _, ok := emission.PartOf[speed](back, "tempo"); !ok {
		t.Error("the family came back as another")
	}
	turn := emission.Turn{Symbol: 2, Words: []emission.Count{{Word: 0, N: 1}, {Word: 1, N: 1}}}
	agree(t, "densities", logDensities(back, turn), logDensities(j, turn))
	if _, err := emission.DefaultRegistry().Joint(data); err == nil {
		t.Error("the default registry was changed")
	}
}

func TestFields(t *testing.T) {
	turn := emission.Missing
	emission.SymbolField.Set(&turn, 3)
	emission.SpeakerField.Set(&turn, 1)
	emission.WordsField.Set(&turn, []emission.Count{{Word: 4, N: 2}})
	emission.VectorField.Set(&turn, []float64{7})
	if turn.Symbol != 3 || turn.Speaker != 1 || turn.Words[0].Word != 4 || turn.Vector[0] != 7 {
		t.Errorf("%+v", turn)
	}
	if emission.SymbolField.Get(turn) != 3 || emission.SpeakerField.Get(turn) != 1 ||
		len(emission.WordsField.Get(turn)) != 1 || len(emission.VectorField.Get(turn)) != 1 {
		t.Error("fields read what they did not write")
	}
}

// TestCheckAllocatesNothing: every turn of a corpus is checked, more than once.
func TestCheckAllocatesNothing(t *testing.T) {
	j := must(emission.NewJoint(
		emission.Part("words", emission.Family[[]emission.Count](must(emission.NewWords(rows))), emission.WordsField),
		emission.Part("speaker", emission.Family[int](must(emission.NewCategorical(rows))), emission.SpeakerField)))
	turn := emission.Turn{Symbol: -1, Speaker: 1, Words: []emission.Count{{Word: 0, N: 1}, {Word: 4, N: 1}}}
	if got := testing.AllocsPerRun(100, func() {
		if err := j.Check(turn); err != nil {
			t.Fatal(err)
		}
	}); got > 0 {
		t.Errorf("%v allocations a turn", got)
	}
}
