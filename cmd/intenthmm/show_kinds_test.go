package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestShowKinds: show opens each kind of model, from a file, compressed or not, and from standard input, and says what it
// cannot show of it.
func TestShowKinds(t *testing.T) {
	dir := t.TempDir()
	clusters, subjects := filepath.Join(dir, "c.json"), filepath.Join(dir, "t.json.gz")
	trained := must(t, "cluster", kb, "-k", "3", "-q", "-o", clusters).out
	must(t, "topics", kb, "-k", "3", "--restarts", "1", "-q", "-o", subjects)
	tables, _, ok := strings.Cut(trained, "0 of 12 documents belong")
	if got := must(t, "show", "-m", clusters).out; !ok || got != tables {
		t.Errorf("clusters: got\n%s\nwant\n%s", got, tables)
	}
	if got := callWith(t, read(t, clusters), "show", "-m", "-").out; got != tables {
		t.Errorf("clusters from standard input: %s", got)
	}
	for model, list := range map[string]string{clusters: "clusters", subjects: "topics", savedTypes(t): "types"} {
		var j map[string]json.RawMessage
		var entries []any
		if err := json.Unmarshal([]byte(must(t, "show", "-m", model, "--json").out), &j); err != nil || json.Unmarshal(j[list], &entries) != nil || len(entries) < 2 {
			t.Errorf("%s: %v, %d entries", list, err, len(entries))
		}
		call(t, "show", "-m", model, "--trace").fails(t, statusUsage, "--trace is of models of intents")
		call(t, "show", "-m", model, "-m", model).fails(t, statusFailed, "another kind of model file")
		call(t, "decode", "-m", model, chats).fails(t, statusFailed, model+": another kind of model file", "it holds "+list)
	}
	broken := write(t, "m.json", read(t, clusters)[:len(read(t, clusters))/2])
	call(t, "show", "-m", broken).fails(t, statusFailed, broken+": not a ")
	call(t, "show", "-m", filepath.Join(dir, "none")).fails(t, statusFailed, "none")
}
