package report

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"

	"intenthmm/hmm/document/topics"
	"intenthmm/hmm/topic"
	"intenthmm/hmm/transcript"
)

// DocumentTopics is documents and the topics that a model finds in them; without documents, the model alone, with the
// shares that its training documents had.
type DocumentTopics struct {
	Model     *topics.Model
	Documents []transcript.Message
	Shares    []topics.Shares    // of each of them
	Coherence []topics.Coherence // of each topic in them
	Typical   [][]topics.Example // for each topic
	Relevance float64            // the weight λ of the words that are shown
	// HeldOut is how well the model predicts the documents, by Estimate; nil where it was trained on them.
	HeldOut  *topic.HeldOut
	Estimate topics.Estimate
}

// Prevalence is the share of the documents' words that each topic has; zeros if no word is known.
func (d *DocumentTopics) Prevalence() []float64 {
	if d.alone() {
		return d.Model.Prevalence()
	}
	shares, words := make([]float64, len(d.Model.Topics)), 0.0
	for i := range d.Shares {
		n := float64(d.Shares[i].Words)
		words += n
		for k, share := range d.Shares[i].Of {
			shares[k] += float64(n * share)
		}
	}
	for k := range shares {
		shares[k] /= math.Max(words, 1)
	}
	return shares
}

// TrainedTopics is what a model tells without documents.
func TrainedTopics(m *topics.Model, relevance float64) *DocumentTopics {
	d := &DocumentTopics{Model: m, Relevance: relevance}
	for _, t := range m.Topics {
		d.Coherence, d.Typical = append(d.Coherence, t.Coherence), append(d.Typical, t.Examples)
	}
	return d
}

// alone says that there are no documents.
func (d *DocumentTopics) alone() bool { return d.Documents == nil }

// counts is the number of documents with each main topic, and of those with none.
func (d *DocumentTopics) counts() (documents []int, none int) {
	documents = make([]int, len(d.Model.Topics))
	for i := range d.Shares {
		if k := d.Shares[i].Main; k != topics.None {
			documents[k]++
		} else {
			none++
		}
	}
	return documents, none
}

const shownTopicWords = 10

// Topics writes the topics: the share of the documents' words that each has, how many documents are about it before all
// others, how coherent it is, its words, and typical documents. width is the number of terminal cells to fit into, at
// least 80.
func Topics(w io.Writer, d *DocumentTopics, width int) error {
	text := width - 52
	columns := []column{{title: "#", right: true}, {title: "topic", width: 16}, {title: "share", right: true}, {title: "main", right: true},
		{title: "NPMI", right: true}, {title: "C_v", right: true}, {title: fmt.Sprintf("words (λ = %g)", d.Relevance), width: text / 2}, {title: "typical documents", width: text - text/2}}
	shares := d.Prevalence()
	documents, none := d.counts()
	var rows [][]string
	for k, of := range d.Model.Topics {
		var words []string
		for _, word := range d.Model.Words(k, shownTopicWords, d.Relevance) {
			words = append(words, word.Text)
		}
		main := fmt.Sprint(documents[k])
		if d.alone() {
			main = "" // the model file does not say
		}
		rows = append(rows, []string{fmt.Sprint(k), of.Name, percent(shares[k]), main,
			fmt.Sprintf("%.2f", d.Coherence[k].NPMI), fmt.Sprintf("%.2f", d.Coherence[k].CV), strings.Join(words, ", "), examplesOf(d.Typical[k])})
	}
	if err := write(w, columns, rows, true); err != nil {
		return err
	}
	fmt.Fprint(w, topicsLegend)
	if none > 0 {
		fmt.Fprintf(w, "%d of %s have no word that the model knows, and no topic.\n", none, plural(len(d.Shares), "document"))
	}
	return d.figures(w)
}

const topicsLegend = `share: of the words of all documents. main: documents that have more of it than
of any other. NPMI, C_v: how well its ten most probable words go together in these
documents (NPMI from -1 to 1, C_v from 0 to 1). Digits read 0. Names are made of such words.
`

func examplesOf(examples []topics.Example) string {
	var lines []string
	for _, e := range examples {
		lines = append(lines, "“"+shorten(e.Line)+"”")
	}
	return strings.Join(lines, "\n")
}

// perplexityOf says what a perplexity is of.
var perplexityOf = map[topics.Estimate]string{
	topics.Completion:  "document completion: one half of every document's words by the topics of the other half",
	topics.LeftToRight: "left to right: whole documents, word by word",
}

// figures writes what there is to say of all topics together.
func (d *DocumentTopics) figures(w io.Writer) error {
	all, known := 0, 0
	if r := d.Model.Record.Data; d.alone() {
		all, known = r.Words, r.Words-r.Unknown
	}
	for i := range d.Shares {
		all += d.Shares[i].Words + d.Shares[i].Unknown
		known += d.Shares[i].Words
	}
	mean := d.MeanCoherence()
	_, err := fmt.Fprintf(w, "\nmean coherence: NPMI %.4f, C_v %.4f\nwords: %d, of which the model knows %s", mean.NPMI, mean.CV, all, percent(float64(known)/math.Max(float64(all), 1)))
	if r := d.Model.Record.Data; d.HeldOut != nil {
		fmt.Fprintf(w, " (%s of those that it was trained on)\n", percent(float64(r.Words-r.Unknown)/math.Max(float64(r.Words), 1)))
		if d.HeldOut.Tokens == 0 {
			_, err = fmt.Fprintln(w, "perplexity: none, as the model knows too few words to predict others by")
			return err
		}
		_, err = fmt.Fprintf(w, "perplexity: %.1f, by %s\n", d.HeldOut.Perplexity(), perplexityOf[d.Estimate])
		return err
	}
	_, err = fmt.Fprintln(w)
	return err
}

// MeanCoherence is the mean over all topics.
func (d *DocumentTopics) MeanCoherence() (mean topics.Coherence) {
	for _, c := range d.Coherence {
		mean.NPMI += c.NPMI / float64(len(d.Coherence))
		mean.CV += c.CV / float64(len(d.Coherence))
	}
	return mean
}

// documentTopicJSON is a topic in the JSON form of the table.
type documentTopicJSON struct {
	Topic     int     `json:"topic"`
	Name      string  `json:"name"`
	Share     float64 `json:"share"`
	Documents int     `json:"documents"`
	topics.Coherence
	Words    []topics.Word    `json:"words"`
	Examples []topics.Example `json:"examples,omitempty"`
}

type heldOutJSON struct {
	Estimate      topics.Estimate `json:"estimate"`
	Perplexity    *float64        `json:"perplexity"`     // null: nothing was scored
	LogLikelihood float64         `json:"log_likelihood"` // nats
	Words         float64         `json:"words"`          // scored
	Unknown       float64         `json:"unknown"`
}

// JSON writes all that Topics and TopicsFitted do, for programs.
func (d *DocumentTopics) JSON(w io.Writer) error {
	out := struct {
		Topics    []documentTopicJSON `json:"topics"`
		Documents int                 `json:"documents"`
		None      int                 `json:"in_none"`
		Mean      topics.Coherence    `json:"mean_coherence"`
		HeldOut   *heldOutJSON        `json:"held_out,omitempty"`
		Alpha     []float64           `json:"alpha"`
		Eta       float64             `json:"eta"`
		Record    *topics.Record      `json:"record"`
		Learning  *topic.Record       `json:"learning"`
	}{Documents: len(d.Shares), Mean: d.MeanCoherence(), Alpha: d.Model.LDA.Alpha(), Eta: d.Model.LDA.Eta(), Record: &d.Model.Record, Learning: d.Model.LDA.Record()}
	shares := d.Prevalence()
	documents, none := d.counts()
	out.None = none
	for k, of := range d.Model.Topics {
		out.Topics = append(out.Topics, documentTopicJSON{k, of.Name, shares[k], documents[k], d.Coherence[k], d.Model.Words(k, shownTopicWords, d.Relevance), d.Typical[k]})
	}
	if h := d.HeldOut; h != nil {
		out.HeldOut = &heldOutJSON{d.Estimate, nil, h.LogLikelihood, h.Tokens, h.Unknown}
		if perplexity := h.Perplexity(); h.Tokens > 0 {
			out.HeldOut.Perplexity = &perplexity
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
