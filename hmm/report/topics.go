package report

import (
	"fmt"
	"io"
	"strings"

	"intenthmm/hmm/intent"
)

const (
	shownTopicTerms = 10
	shownUses       = 4
	leastTopic      = 1e-4 // share below which a topic is empty, and its words are chance
)

// mixed writes the topics that the states of a model mix, nothing if they mix none.
func mixed(w io.Writer, m *intent.Model, width int) error {
	mixed := m.Topics(shownTopicTerms)
	if mixed == nil {
		return nil
	}
	wide := (width - 20) / 2
	columns := []column{{title: "topic", right: true}, {title: "share", right: true}, {title: "words (lift)", width: wide}, {title: "spoken of in", width: wide}}
	var rows [][]string
	for z, t := range mixed {
		if t.Share < leastTopic {
			t.Terms = nil
		}
		rows = append(rows, []string{fmt.Sprint(z), percent(t.Share), listed(t.Terms), uses(m, t)})
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	if err := write(w, columns, rows, true); err != nil {
		return err
	}
	_, err := fmt.Fprint(w, topicLegend)
	return err
}

const topicLegend = `The states mix these topics. share: of the words of all states. words: what
marks the topic, and how many times likelier each is there than in the others.
spoken of in: how much of a state's words is of the topic.
`

// uses lists the states that speak the most of a topic.
func uses(m *intent.Model, t intent.Topic) string {
	var lines []string
	for _, u := range t.States[:min(shownUses, len(t.States))] {
		if u.Share >= leastShown {
			lines = append(lines, fmt.Sprintf("%d %s %.0f%%", u.State, m.States[u.State].Name, 100*u.Share))
		}
	}
	return strings.Join(lines, "\n")
}

// topicJSON is a topic in the JSON form of the map.
type topicJSON struct {
	Topic  int           `json:"topic"`
	Share  float64       `json:"share"`
	Words  []intent.Term `json:"words,omitempty"`
	States []useJSON     `json:"states"`
}

type useJSON struct {
	State int     `json:"state"`
	Share float64 `json:"share"`
}

func topicsJSON(m *intent.Model) []topicJSON {
	var out []topicJSON
	for z, t := range m.Topics(shownTopicTerms) {
		topic := topicJSON{Topic: z, Share: t.Share, Words: t.Terms}
		for _, u := range t.States {
			topic.States = append(topic.States, useJSON(u))
		}
		out = append(out, topic)
	}
	return out
}
