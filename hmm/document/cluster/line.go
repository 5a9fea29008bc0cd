package cluster

import (
	"math"
	"strings"
)

// longestLine is the number of bytes at which a line is cut.
const longestLine = 160

// leastTitle is how much a word of the first line must tell on average, as a share of what one does in the line that
// tells the most, for that to be a title.
const leastTitle = 0.1

// Line is the line of a text by which people know what it is about: the first, which is the title of an article, if
// its words tell of the cluster, or else, as in conversations, which begin with a greeting, the one whose words tell
// the most.
func (m *Model) Line(text string, cluster int) string {
	telling := map[string]float64{}
	for _, t := range m.Clusters[cluster].Words {
		telling[t.Text] = t.Salience()
	}
	var first, best told
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		here := m.tells(line, telling)
		if first.line == "" {
			first = here
		}
		if here.sum > best.sum {
			best = here
		}
	}
	if first.mean() < leastTitle*best.mean() {
		first = best
	}
	return cut(first.line, longestLine)
}

// told is a line with what its words tell, each counted once.
type told struct {
	line  string
	sum   float64
	words int
}

func (t told) mean() float64 { return t.sum / math.Max(1, float64(t.words)) }

func (m *Model) tells(line string, telling map[string]float64) told {
	t := told{line: line}
	if m.Encoder.Terms == nil || len(telling) == 0 {
		return t
	}
	seen := map[string]bool{}
	for _, word := range m.Encoder.Words(line) {
		if !seen[word] {
			seen[word] = true
			t.sum += telling[m.Encoder.Shown(word)]
			t.words++
		}
	}
	return t
}
