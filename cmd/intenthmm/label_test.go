package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// labelled is a copy of the small model, to be labelled.
func labelled(t *testing.T) string {
	t.Helper()
	return write(t, "m.hmm.json", read(t, words(t)))
}

// labels are those of a model, as CSV.
func labels(t *testing.T, m string) string {
	t.Helper()
	return must(t, "label", "-m", m, "--csv").out
}

// TestLabel gives names and marks in several calls, and takes them back to the bytes that there were.
func TestLabel(t *testing.T) {
	m := labelled(t)
	before, first := read(t, m), labels(t, m)
	for _, step := range []struct{ args, want, says string }{
		{"2=payment 3=hand-off --outcome", "0,pip hello,,\n1,number account,,\n2,payment,payment,\n3,hand-off,hand-off,\n", "state 2: payment, outcome payment\nstate 3: hand-off, outcome hand-off\n"},
		{"--ends-as abandoned 0 2", "0,pip hello,,abandoned\n1,number account,,\n2,payment,payment,abandoned\n3,hand-off,hand-off,\n", "state 0: pip hello, ends as abandoned\nstate 2: payment, outcome payment, ends as abandoned\n"},
		{"2=paid", "0,pip hello,,abandoned\n1,number account,,\n2,paid,payment,abandoned\n3,hand-off,hand-off,\n", "state 2: paid, outcome payment, ends as abandoned\nwarning: state 2 is called paid now, and its outcome is still payment: 2 --outcome calls that paid too\n"},
		{"2= 1=a=b", "0,pip hello,,abandoned\n1,a=b,,\n2,ord bw,payment,abandoned\n3,hand-off,hand-off,\n", "state 1: a=b\nstate 2: ord bw, outcome payment, ends as abandoned\nwarning: state 2 is called ord bw now, and its outcome is still payment: 2 --outcome calls that ord bw too\n"},
		{"2= 1 --outcome", "0,pip hello,,abandoned\n1,a=b,a=b,\n2,ord bw,ord bw,abandoned\n3,hand-off,hand-off,\n", "state 1: a=b, outcome a=b\nstate 2: ord bw, outcome ord bw, ends as abandoned\n"},
		{"0 1= 2 3= --no-outcome", strings.TrimPrefix(first, "state,name,outcome,ends_as\n"), "state 0: pip hello, no longer ends as abandoned\nstate 1: number account, no longer outcome a=b\nstate 2: ord bw, no longer outcome ord bw, no longer ends as abandoned\nstate 3: bye thx, no longer outcome hand-off\n"},
		{"0=", strings.TrimPrefix(first, "state,name,outcome,ends_as\n"), "no label is another than before\n"},
	} {
		if r := must(t, append([]string{"label", "-m", m}, strings.Fields(step.args)...)...); r.out != "" || r.err != step.says+"model saved to "+m+"\n" {
			t.Errorf("%s: says %q, %q", step.args, r.out, r.err)
		}
		if got := labels(t, m); got != "state,name,outcome,ends_as\n"+step.want {
			t.Errorf("%s: labels\n%s", step.args, got)
		}
	}
	if read(t, m) != before {
		t.Error("once all labels are taken back, the file is not what it was")
	}
	only(t, filepath.Dir(m), "m.hmm.json")
}

// TestLabelOutputs: to another file, to standard output, from standard input, compressed.
func TestLabelOutputs(t *testing.T) {
	m := labelled(t)
	before, dir := read(t, m), filepath.Dir(m)
	want := must(t, "label", "-m", m, "1=x", "-o", "-").out
	other, packed := filepath.Join(dir, "other.json"), filepath.Join(dir, "packed.json.gz")
	must(t, "label", "-m", m, "1=x", "-o", other)
	if r := callWith(t, before, "label", "-m", "-", "1=x", "-o", "-"); r.out != want || r.err != "state 1: x\n" || read(t, other) != want || read(t, m) != before {
		t.Errorf("not the same model everywhere, or the first was changed: %s", r.err)
	}
	must(t, "label", "-m", m, "1=y", "-o", packed)
	must(t, "label", "-m", packed, "1=x")
	if !strings.HasPrefix(read(t, packed), "\x1f\x8b") || must(t, "label", "-m", packed, "1=x", "-o", "-").out != want {
		t.Error("the compressed model is another, or not compressed")
	}
	only(t, dir, "m.hmm.json", "other.json", "packed.json.gz")
}

// TestLabelsFile: what --csv writes --from reads, on the model itself and on one without labels.
func TestLabelsFile(t *testing.T) {
	m := labelled(t)
	must(t, "label", "-m", m, "0=say \"hi\", twice", "3=退款 👍", "--outcome")
	must(t, "label", "-m", m, "1", "--ends-as", "left, angry")
	file := filepath.Join(t.TempDir(), "labels.csv")
	must(t, "label", "-m", m, "-o", file)
	if read(t, file) != labels(t, m) {
		t.Errorf("-o labels.csv: %s", read(t, file))
	}
	want := read(t, m)
	for _, target := range []string{m, labelled(t)} {
		must(t, "label", "-m", target, "--from", file)
		if read(t, target) != want {
			t.Errorf("labels from the file make another model")
		}
	}
	for _, test := range []struct{ csv, want string }{
		{"state,outcome\n2,done\n", "0,\"say \"\"hi\"\", twice\",\"say \"\"hi\"\", twice\",\n1,number account,,\"left, angry\"\n2,ord bw,done,\n3,退款 👍,退款 👍,\n"},
		{"\ufeffends_as,name,state\r\n,,1\r\n,x,3\r\n", "0,\"say \"\"hi\"\", twice\",\"say \"\"hi\"\", twice\",\n1,number account,,\n2,ord bw,,\n3,x,退款 👍,\n"},
		{"state\n", strings.TrimPrefix(labels(t, m), "state,name,outcome,ends_as\n")},
	} {
		target := write(t, "m.json", want)
		if r := callWith(t, test.csv, "label", "-m", target, "--from", "-"); r.status != statusDone {
			t.Errorf("%q: %s", test.csv, r.err)
		}
		if got := labels(t, target); got != "state,name,outcome,ends_as\n"+test.want {
			t.Errorf("%q: labels\n%s", test.csv, got)
		}
	}
}

// TestBadLabels: whatever is wrong in a file of labels is told, and the model stays as it was.
func TestBadLabels(t *testing.T) {
	m := labelled(t)
	before := read(t, m)
	for csv, says := range map[string]string{
		"":                                          "no lines: expected a header with state, name, outcome, ends_as",
		"name\nx\n":                                 "line 1: no column state",
		"state,nane\n1,x\n":                         `line 1: column "nane", expected state, name, outcome, ends_as`,
		"state;name\n1;x\n":                         `line 1: column "state;name", expected state, name, outcome, ends_as, with commas between`,
		"state,name,name\n1,x,y\n":                  `line 1: column "name" for the second time`,
		"state,name\n1,x\n1,y\n":                    "line 3: state 1 for the second time",
		"state,name\n1,x\n\n4,y\n":                  `line 4: state "4", expected a number from 0 to 3`,
		"state,name\n1,x\n-1,y\n":                   `line 3: state "-1", expected a number`,
		"state,name\nx,1\n":                         `line 2: state "x", expected a number`,
		"state,name\n1,x,y\n":                       "line 2: wrong number of fields",
		"state,name\n1,\"x\n":                       "line",
		"state,name\n1,\"x\ny\"\n":                  `state 1: name "x\ny" has control characters`,
		"state,name\n1,a\xff\n":                     `state 1: name "a\xff" is not UTF-8`,
		"state,outcome,ends_as\n1,x,\n2,,x\n":       `state 2: ends_as "x" is the outcome of state 1`,
		"state,name\n1," + strings.Repeat("x", 201): "201 bytes, expected at most 200",
	} {
		path := write(t, "labels.csv", csv)
		call(t, "label", "-m", m, "--from", path).fails(t, statusFailed, "intenthmm: "+path+": ", says)
	}
	call(t, "label", "-m", m, "--from", "nofile").fails(t, statusFailed, "open nofile")
	call(t, "label", "-m", "nofile", "1=x").fails(t, statusFailed, "open nofile")
	call(t, "label", "-m", m, "1=x", "-o", filepath.Join(m, "x")).fails(t, statusFailed, "not a directory")
	if read(t, m) != before {
		t.Error("the model was changed")
	}
	only(t, filepath.Dir(m), "m.hmm.json")
}

// TestLabelFailures: a model that cannot be written stays as it was.
func TestLabelFailures(t *testing.T) {
	m := labelled(t)
	before := read(t, m)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	callIn(t, ctx, nil, "label", "-m", m, "1=x").fails(t, statusInterrupted, "interrupted")
	if os.Getuid() != 0 {
		if err := os.Chmod(m, 0o444); err != nil {
			t.Fatal(err)
		}
		call(t, "label", "-m", m, "1=x").fails(t, statusFailed, m+": permission denied")
	}
	if read(t, m) != before {
		t.Error("the model was changed")
	}
	only(t, filepath.Dir(m), "m.hmm.json")
}

// TestLabelsShow: everything that names states uses the new names.
func TestLabelsShow(t *testing.T) {
	m := labelled(t)
	must(t, "label", "-m", m, "0=bot", "3=answer", "--outcome")
	must(t, "label", "-m", m, "0", "--ends-as", "left")
	var shown struct {
		States []struct {
			Intent, Suggested, Outcome string
			EndsAs                     string `json:"ends_as"`
		}
	}
	if err := json.Unmarshal([]byte(must(t, "show", "-m", m, "--json").out), &shown); err != nil {
		t.Fatal(err)
	}
	if s := shown.States[0]; s.Intent != "bot" || s.Suggested != "pip hello" || s.Outcome != "bot" || s.EndsAs != "left" {
		t.Errorf("show --json: %+v", s)
	}
	if s := shown.States[1]; s.Suggested != "" || s.Outcome != "" || s.EndsAs != "" {
		t.Errorf("show --json: %+v", s)
	}
	if out := must(t, "decode", "-q", "-m", m, interleaved).out; !strings.Contains(out, `"intent":"bot"`) || strings.Contains(out, "pip hello") {
		t.Errorf("decode: %s", out)
	}
	if out := must(t, "show", "-m", words(t), "-m", m).out; !strings.Contains(out, "2 kept, 2 renamed") {
		t.Errorf("show of two: %s", out)
	}
}
