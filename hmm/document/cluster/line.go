package cluster

import (
	"math"
	"strings"
)

// longestLine is the number of bytes at which a line is cut.
const longestLine = 160

// Line is the line of a text by which people know what it is about: the first, which is the title of an article, if
// it has a telling word of the cluster, or else, as in conversations, which begin with a greeting, the one whose
// words tell the most.
func (m *Model) Line(text string, cluster int) string {
	telling := map[string]float64{}
	for _, t := range m.Clusters[cluster].Words {
		telling[t.Text] = math.Sqrt(t.Probability) * math.Log(t.Lift)
	}
	best, most := "", 0.0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		first, told := best == "", m.tells(line, telling)
		if first || told > most {
			best, most = line, told
		}
		if first && (told > 0 || len(telling) == 0) {
			break
		}
	}
	return cut(best, longestLine)
}

// tells adds up what the words of a line tell, each once.
func (m *Model) tells(line string, telling map[string]float64) float64 {
	if m.Encoder.Terms == nil || len(telling) == 0 {
		return 0
	}
	sum, seen := 0.0, map[string]bool{}
	for _, word := range m.Encoder.Words(line) {
		if !seen[word] {
			seen[word] = true
			sum += telling[word]
		}
	}
	return sum
}
