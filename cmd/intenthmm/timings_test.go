package main

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/intent"
)

// TestStopwatch is a day of two restarts, by a clock that goes on by a second when told.
func TestStopwatch(t *testing.T) {
	now := time.Unix(1000, 0)
	w := newStopwatch(func() time.Time { return now })
	pass := func(seconds int) { now = now.Add(time.Duration(seconds) * time.Second) }
	pass(1) // nobody is at work
	w.watch(intent.Reading, true)
	pass(2)
	w.watch(intent.Reading, false)
	w.watch(intent.Encoding, true)
	pass(4)
	w.watch(intent.Encoding, false)
	w.watch(em.EStep, true)
	pass(2) // one restart
	w.watch(em.EStep, true)
	pass(3) // both
	w.watch(em.EStep, false)
	w.watch(em.MStep, true)
	pass(4) // one in each: two seconds for each
	w.watch(em.MStep, false)
	w.watch(em.EStep, false)
	pass(4)
	var out bytes.Buffer
	w.write(&out, 1000, 6_000_000)
	want := `timings: 1000 turns, 6.0 MB, 20.000 s
  reading              2.000 s  10.0 %  3 MB/s
  encoding             4.000 s  20.0 %  250 turns/s
  starting points      0.000 s   0.0 %
  E-step               7.000 s  35.0 %  286 turns/s, 2 of them
  M-step               2.000 s  10.0 %  1 of them
  comparing            0.000 s   0.0 %
  describing           0.000 s   0.0 %
  writing              0.000 s   0.0 %
  everything else      5.000 s  25.0 %
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

var timingLine = regexp.MustCompile(`(?m)^  (\S.*?) +(\d+\.\d{3}) s +(\d+\.\d) %`)

// TestTimingsOfCodes: making places and codes has lines of its own.
func TestTimingsOfCodes(t *testing.T) {
	r := must(t, "train", chats, "-q", "-k", "3", "--restarts", "1", "--observe", "codes", "--codes", "30", "--timings", "-o", filepath.Join(t.TempDir(), "m.json"))
	var stages []string
	for _, line := range timingLine.FindAllStringSubmatch(r.err, -1) {
		stages = append(stages, line[1])
		if seconds, err := strconv.ParseFloat(line[2], 64); (line[1] == "svd" || line[1] == "codebook") && (err != nil || seconds == 0) {
			t.Errorf("%s took no time:\n%s", line[1], r.err)
		}
	}
	if got := strings.Join(stages[:min(4, len(stages))], ", "); got != "reading, encoding, svd, codebook" {
		t.Errorf("stages %s", got)
	}
}

// TestTimings: --timings prints a table in which no stage is missing and the shares make up the whole, also
// where it is to be quiet; and it leaves no trace in the model, nor prints anything without being asked.
func TestTimings(t *testing.T) {
	dir := t.TempDir()
	args := []string{"train", chats, "-q", "-k", "3", "--restarts", "2", "--iterations", "3", "-o"}
	asked, unasked := filepath.Join(dir, "asked.json"), filepath.Join(dir, "unasked.json")
	r := must(t, append(args, asked, "--timings")...)
	sum, stages := 0.0, []string{}
	for _, line := range timingLine.FindAllStringSubmatch(r.err, -1) {
		seconds, err := strconv.ParseFloat(line[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		share, err := strconv.ParseFloat(line[3], 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += share
		stages = append(stages, line[1])
		if seconds == 0 && line[1] != "M-step" && line[1] != "comparing" && line[1] != "everything else" {
			t.Errorf("%s took no time:\n%s", line[1], r.err)
		}
	}
	if got, want := strings.Join(stages, ", "), "reading, encoding, starting points, E-step, M-step, comparing, describing, writing, everything else"; got != want {
		t.Errorf("stages %s, want %s", got, want)
	}
	if sum < 99 || sum > 101 {
		t.Errorf("the shares add up to %.1f %%:\n%s", sum, r.err)
	}
	if !strings.Contains(r.err, "8 of them") { // an E-step before the first M-step of each restart
		t.Errorf("not eight E-steps:\n%s", r.err)
	}
	if r := must(t, append(args, unasked)...); strings.Contains(r.err, "timings") {
		t.Errorf("timings that nobody asked for:\n%s", r.err)
	}
	if read(t, asked) != read(t, unasked) {
		t.Error("another model file with timings")
	}
}
