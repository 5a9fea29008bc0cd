package intent_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// simulate invents conversations.
func simulate(m *intent.Model, n, most int, seed uint64) (conversations []transcript.Conversation, states [][]int) {
	s := m.NewSimulator()
	for i := range n {
		c, path := s.Conversation("s", most, rand.New(rand.NewPCG(seed, uint64(i))))
		conversations, states = append(conversations, c), append(states, path)
	}
	return conversations, states
}

// chatter is a log of two kinds of turns that take turns.
func chatter() (messages []transcript.Message) {
	for c := range 60 {
		for turn := range 2 + c%5 {
			m := transcript.Message{Conversation: string(rune('A' + c)), Turn: -1, Speaker: "Customer", Text: "please help me with my broken router today"}
			if turn%2 == 1 {
				m.Speaker, m.Text = "Agent", "sure let us look at that box together then"
			}
			messages = append(messages, m)
		}
	}
	return messages
}

// What a simulator invents is read back as it was meant: the encoder knows the words, and the words,
// speakers and states have the model's probabilities.
func TestSimulate(t *testing.T) {
	m := train(t, chatter(), quick(2))
	conversations, states := simulate(m, 2000, 50, 1)
	encoder := m.Encoder.NewSession()
	count, total := make([]float64, m.Encoder.Terms.Len()), 0.0
	first, firsts := map[string]float64{}, 0.0
	speakers, turns := map[string]float64{}, 0.0
	for i, c := range conversations {
		for turn := range c.Messages {
			if states[i][turn] != 0 {
				continue
			}
			message := &c.Messages[turn]
			var observed emission.Turn
			if err := encoder.Plain(&observed, message); err != nil {
				t.Fatal(err)
			}
			words := strings.Fields(message.Text)
			first[words[0]]++
			firsts++
			for _, w := range words[min(1, len(words)):max(1, len(words)-1)] {
				count[m.Encoder.Terms.Number(w)]++
				total++
			}
			speakers[message.Speaker]++
			turns++
		}
	}
	words, _ := emission.PartOf[*emission.Words](m.HMM.Emission.(*emission.Joint), "words")
	row := words.Probabilities(0)
	proper, edges := 0.0, 0.0
	for number, p := range row {
		switch text := m.Encoder.Terms.Term(number); {
		case number == 0 || encode.Plain(text):
			proper += p
		case encode.First(text) != "":
			edges += p
		}
	}
	for number, p := range row {
		text := m.Encoder.Terms.Term(number)
		if number == 0 || encode.Plain(text) {
			like(t, "word "+text, count[number], total, p/proper)
		}
		if f := encode.First(text); f != "" {
			like(t, "first word "+f, first[f], firsts, p/edges)
		}
	}
	for name, p := range m.Speakers(0) {
		if name != "" {
			like(t, "speaker "+name, speakers[name], turns, p)
		}
	}
	starts := 0.0
	for _, path := range states {
		if path[0] == 0 {
			starts++
		}
	}
	like(t, "start", starts, float64(len(states)), m.HMM.Chain.Start[0])
}

// like demands that a count is what a probability makes likely: within five standard deviations.
func like(t *testing.T, what string, count, n, p float64) {
	t.Helper()
	if sd := math.Sqrt(n * p * (1 - p)); math.Abs(count-n*p) > 5*sd+1 {
		t.Errorf("%s: %v of %v, expected %.1f ± %.1f", what, count, n, n*p, sd)
	}
}

// A text is about as long as those that the model was trained on, and of words alone.
func TestSimulatedLength(t *testing.T) {
	m := train(t, chatter(), quick(2))
	conversations, _ := simulate(m, 500, 50, 2)
	words, turns := 0, 0
	for _, c := range conversations {
		for i := range c.Messages {
			for _, word := range strings.Fields(c.Messages[i].Text) {
				if m.Encoder.Terms.Number(word) == 0 && !strings.HasPrefix(word, "unknown") || !encode.Plain(word) {
					t.Fatalf("%q is no word of the log", word)
				}
				words++
			}
			turns++
		}
	}
	if mean := float64(words) / float64(turns); math.Abs(mean-8.5) > 0.5 { // 8 and 9 words
		t.Errorf("%.2f words a turn, those of the log have 8.5", mean)
	}
}

// Simulated conversations train a model that decodes them to the states they came from.
func TestSimulateTrain(t *testing.T) {
	m := train(t, chatter(), quick(2))
	conversations, states := simulate(m, 300, 50, 3)
	var messages []transcript.Message
	for i := range conversations {
		for t := range conversations[i].Messages {
			conversations[i].Messages[t].Conversation = string(rune(1000 + i))
		}
		messages = append(messages, conversations[i].Messages...)
	}
	again := train(t, messages, quick(2))
	decoder := again.NewDecoder(intent.Viterbi)
	same, turns := 0, 0
	for i := range conversations {
		decisions, err := decoder.Decode(&conversations[i])
		if err != nil {
			t.Fatal(err)
		}
		for t := range decisions {
			if decisions[t].State == states[i][t] {
				same++
			}
			turns++
		}
	}
	if share := float64(same) / float64(turns); share < 0.97 && share > 0.03 { // the two may have swapped numbers
		t.Errorf("%.3f of the turns have their states", share)
	}
	if diff := math.Abs(again.HMM.Chain.Start[0] - m.HMM.Chain.Start[0]); diff > 0.1 {
		t.Errorf("starts: %v and %v", again.HMM.Chain.Start, m.HMM.Chain.Start)
	}
}

// Unknown values are drawn from as many as they stand for, and none of them is a known one.
func TestSimulateUnknown(t *testing.T) {
	messages := chatter()
	for i := range messages {
		if i%3 == 0 {
			messages[i].Text += " rare" + strings.Repeat("x", i)
		}
	}
	o := quick(2)
	o.Encode.MinTurns = 3
	m := train(t, messages, o)
	conversations, _ := simulate(m, 500, 50, 4)
	seen := map[string]bool{}
	for _, c := range conversations {
		for i := range c.Messages {
			for _, w := range strings.Fields(c.Messages[i].Text) {
				if m.Encoder.Terms.Number(w) == 0 {
					seen[w] = true
				}
			}
		}
	}
	if n, u := len(seen), m.Encoder.Terms.Folded()+1; n < u/2 || n > u {
		t.Errorf("%d unknown words, the unknown one stands for %d", n, u)
	}
	if seen[""] {
		t.Error("an unknown word is empty")
	}
}

// The quantiles of surprise stand in the file and place a surprise among the training turns.
func TestSurprisePercentile(t *testing.T) {
	messages := chatter()
	m := train(t, messages, quick(2))
	q := m.Record.Surprise
	if len(q) != 101 || !slices.IsSorted(q) {
		t.Fatalf("quantiles: %v", q)
	}
	for _, test := range []struct{ surprise, percent float64 }{
		{q[0] - 1, 0}, {q[100] + 1, 100}, {math.Inf(1), 100},
	} {
		if got, ok := m.SurprisePercentile(test.surprise); !ok || got != test.percent {
			t.Errorf("%v: %v, %v, want %v", test.surprise, got, ok, test.percent)
		}
	}
	// Turn by turn the share of less surprising ones.
	var all []float64
	for _, c := range group(t, messages) {
		s := m.NewSession()
		for i := range c.Messages {
			step, err := s.PushTurn(intent.TurnOf(&c.Messages[i]))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, step.Surprise)
		}
	}
	slices.Sort(all)
	for _, x := range []float64{(all[0] + all[len(all)-1]) / 2, all[len(all)-1] - 0.01} {
		less, _ := slices.BinarySearch(all, x)
		got, _ := m.SurprisePercentile(x)
		if want := 100 * float64(less) / float64(len(all)); math.Abs(got-want) > 2 {
			t.Errorf("surprise %v: percentile %v, want %v", x, got, want)
		}
	}
	m.Record.Surprise = nil
	if _, ok := m.SurprisePercentile(1); ok {
		t.Error("a percentile without quantiles")
	}
}

// TrainedOn knows the training data, and nothing else.
func TestTrainedOn(t *testing.T) {
	messages := chatter()
	m := train(t, messages, quick(2))
	is := func(messages []transcript.Message) bool {
		return m.TrainedOn(func(yield func(*transcript.Message) bool) {
			for i := range messages {
				if !yield(&messages[i]) {
					return
				}
			}
		})
	}
	if !is(messages) {
		t.Error("it does not know its data")
	}
	other := slices.Clone(messages)
	other[3].Text += "!"
	if is(other) || is(messages[1:]) {
		t.Error("it takes other data for its own")
	}
	if s := m.Record.Options.Search(); s.Restarts != 2 || s.ClusterShare != quick(2).WordShare || s.Fit.Loop.MaxIterations != 20 || s.Fit.Prior != quick(2).Search.Fit.Prior || s.Seed != quick(2).Search.Seed {
		t.Errorf("searched for with %+v", s)
	}
}

// TestSimulateScatters: what the documentation says of unseen starts and of lengths.
func TestSimulateScatters(t *testing.T) {
	messages, m := helpdeskModel(t)
	n, k, prior := float64(m.Record.Data.Conversations), float64(len(m.States)), m.Record.Options.Prior.Start
	if least, want := slices.Min(m.HMM.Chain.Start), prior/(n+k*prior); math.Abs(least/want-1) > 0.01 {
		t.Errorf("the least start has probability %v, want %v", least, want)
	}
	longest, invented, turns := 0, 0, 0
	for _, c := range group(t, messages) {
		longest = max(longest, len(c.Messages))
	}
	simulator, rng := m.NewSimulator(), rand.New(rand.NewPCG(7, 0))
	for range 1000 {
		c, _ := simulator.Conversation("c", 1000, rng)
		invented, turns = max(invented, len(c.Messages)), turns+len(c.Messages)
	}
	if mean := float64(len(messages)) / n; invented < 3*longest || float64(turns) < 1.05*1000*mean {
		t.Errorf("the log's longest conversation has %d turns, its mean %v; the invented ones' %d and %v", longest, mean, invented, float64(turns)/1000)
	}
}

// TestSimulateHashedWords: where words are hashed none is unknown, and inventing still comes to an end.
func TestSimulateHashedWords(t *testing.T) {
	messages, _ := helpdeskModel(t)
	o := quick(3)
	o.Encode.HashBits = 8
	m := train(t, messages[:300], o)
	rng := rand.New(rand.NewPCG(1, 1))
	for i := range 20 {
		if c, _ := m.NewSimulator().Conversation(fmt.Sprint(i), 50, rng); len(c.Messages) == 0 || c.Messages[0].Text == "" {
			t.Fatalf("conversation %d: %+v", i, c)
		}
	}
}

// What is invented of places and codes is text, that is read back to about the states that it came from.
func TestSimulatePlaces(t *testing.T) {
	for _, name := range []string{"lsa", "codes"} {
		m := small(t)[name]
		conversations, states := simulate(m.Model, 40, 20, 5)
		right, turns := 0, 0
		for i, decisions := range decode(t, m.Model, conversations, intent.Viterbi, 2) {
			for n, d := range decisions {
				message := conversations[i].Messages[n]
				if message.Text == "" || message.Symbol != "" || message.Vector != nil || message.Speaker == "" {
					t.Fatalf("%s: %+v", name, message)
				}
				if turns++; d.State == states[i][n] {
					right++
				}
			}
		}
		if 10*right < 7*turns {
			t.Errorf("%s: of %d turns %d are read back", name, turns, right)
		}
	}
}
