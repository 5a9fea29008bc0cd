package main

import (
	"os"
	"strings"
	"testing"
)

// Flags work before and after file names, in every mixture and spelling.
func TestFlagsAnywhere(t *testing.T) {
	m := words(t)
	second := write(t, "second.jsonl", `{"conversation_id":"a","text":"is my order late?"}`+"\n")
	want := must(t, "decode", "-q", "-m", m, "--method", "posterior", "--to", "csv", interleaved, second).out
	for _, args := range []string{
		"FILES -q -m MODEL --method posterior --to csv",
		"FILE -m MODEL FILE2 --method=posterior --to=csv -q",
		"-m=MODEL FILE --to csv FILE2 -q --method posterior",
		"--model MODEL --quiet FILE --method=posterior FILE2 --to csv",
		"--model=MODEL --method posterior -q=true FILE FILE2 -to csv",
		"-m MODEL --to csv --method posterior -q -- FILES",
		"FILE -m MODEL --to csv --method posterior -q -- FILE2",
		"FILES -m MODEL -o - --to csv --method posterior -q",
		"FILES -m MODEL --output=- --to csv --method posterior -q",
		"FILES -m MODEL --to jsonl --to csv --method posterior -q",
		"FILES --strict --workers 2 --format jsonl -m MODEL --to csv --method posterior -q",
	} {
		line := strings.NewReplacer("FILES", interleaved+" "+second, "FILE2", second, "FILE", interleaved, "MODEL", m).Replace(args)
		if got := must(t, append([]string{"decode"}, strings.Fields(line)...)...); got.out != want || got.err != "" {
			t.Errorf("%s: other output, or %q", args, got.err)
		}
	}
}

// Files may be called like flags, commands and flags' names.
func TestOddFileNames(t *testing.T) {
	m := words(t)
	text := read(t, interleaved)
	want := must(t, "decode", "-q", "-m", m, interleaved).out
	t.Chdir(t.TempDir())
	for _, name := range []string{"-x", "--", "-m", "--help", "help", "h", "model", "m", "decode", "a b.jsonl"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := call(t, "decode", "-m", m, "-q", "--", name); got.status != statusDone || got.out != want {
			t.Errorf("%q after --: exit %d: %s", name, got.status, got.err)
		}
		if strings.HasPrefix(name, "-") {
			continue
		}
		if got := call(t, "decode", name, "-q", "-m", m); got.out != want {
			t.Errorf("%q: exit %d: %s", name, got.status, got.err)
		}
	}
}

func TestWrongUsage(t *testing.T) {
	m, log := words(t), read(t, interleaved)
	for _, test := range []struct{ args, says string }{
		{"nope", `no command "nope"`},
		{"help nope", "nope"},
		{"trian FILE", `no command "trian"; did you mean train?`},
		{"help decoed", "did you mean decode?"},
		{"--nope", "-nope"},
		{"train FILE --stats 4", "-stats; did you mean --states?"},
		{"decode FILE -m MODEL --ouput=x", "-ouput; did you mean --output?"},
		{"show --mdel MODEL", "-mdel; did you mean --model?"},
		{"-m MODEL decode FILE", "-m"},
		{"train", "no transcripts given"},
		{"train --", "no transcripts given"},
		{"decode FILE", "no model given; name its file with -m"},
		{"eval FILE", "no model given"},
		{"show", "no model given"},
		{"show -m MODEL -m MODEL -m MODEL", "3 models, expected one, or two to compare"},
		{"show -m MODEL -m MODEL --trace", "two models and --trace: one at a time"},
		{"show -m MODEL --trace --plot x.gif", ".png or .svg"},
		{"show -m MODEL --errors --plot x.png FILE", "--plot and --errors: one at a time"},
		{"show -m MODEL -m MODEL --plot x.png", "two models and --plot: one at a time"},
		{"show -m MODEL --trace --plot x.png -o x.png", "the trace and the plot cannot both be written to x.png"},
		{"show -m MODEL --errors --trace FILE", "--trace and --errors: one at a time"},
		{"show -m MODEL --errors", "no transcripts given"},
		{"show -m - -m -", "the two models cannot both be read"},
		{"show -m - --errors -", "the model and transcripts cannot both be read"},
		{"show -m MODEL --plot x.gif", ".png or .svg"},
		{"show -m MODEL --plot x.png --json", "neither -o nor --json"},
		{"show -m MODEL --errors --workers 0 FILE", "--workers 0"},
		{"label", "no model given"},
		{"label -m MODEL 4=x", "state 4: expected one from 0 to 3"},
		{"label -m MODEL -- -1=x", "state -1: expected one from 0 to 3"},
		{"label -m MODEL -1=x", "state -1: expected one from 0 to 3"},
		{"label -m MODEL x=1", `"x=1": expected the number of a state and its name, as in 7=hand-off`},
		{"label -m MODEL =x", `"=x": expected the number of a state`},
		{"label -m MODEL 1=x 2=y 1=z", "state 1: labelled twice"},
		{"label -m MODEL 1=x 2", "nothing is said of state 2: expected a name, as in 2=hand-off"},
		{"label -m MODEL --outcome", "--outcome marks no state"},
		{"label -m MODEL --from FILE --outcome", "--outcome marks no state"},
		{"label -m MODEL 1 --outcome --no-outcome", "--outcome and --no-outcome: one at a time"},
		{"label -m MODEL 1 --ends-as x --outcome", "--outcome and --ends-as: one at a time"},
		{"label -m MODEL 1 --ends-as=", "--ends-as is empty"},
		{"label -m MODEL 1 --ends-as= --no-outcome", "one at a time"},
		{"label -m MODEL 1=x --from FILE", "--from and the state 1=x: one at a time"},
		{"label -m MODEL 1=x --csv", "--csv and the state 1=x: one at a time"},
		{"label -m MODEL --csv --from FILE", "--from and --csv: one at a time"},
		{"label -m MODEL --from=", "--from is empty"},
		{"label -m - --from -", "both"},
		{"label -m - 1=x", "read from standard input: name the file to write with -o"},
		{"label -m MODEL 1=x -o MODEL", "would overwrite the input"},
		{"label -m MODEL --from FILE -o FILE", "would overwrite the input"},
		{"live", "no model given"},
		{"decode", "decode"},
		{"decode -m MODEL", "no transcripts given"},
		{"eval -m MODEL", "no transcripts given"},
		{"decode FILE -m", "flag needs a value: -m"},
		{"decode -m MODEL FILE --to", "flag needs a value: --to"},
		{"decode -m MODEL FILE -o", "flag needs a value: -o"},
		{"decode -m MODEL --nope FILE", "-nope"},
		{"decode -m MODEL FILE --nope=3", "-nope"},
		{"decode -m MODEL FILE ---to csv", "---to"},
		{"decode -m MODEL FILE --states 3", "-states"},
		{"decode -m MODEL FILE --to xml", `--to "xml", expected jsonl or csv`},
		{"decode -m MODEL FILE --format xml", `--format "xml", expected one of auto, `},
		{"decode -m MODEL FILE --method best", `--method "best"`},
		{"decode -m MODEL FILE --map text", `--map: map entry "text"`},
		{"decode -m MODEL FILE --map foo=bar", `unknown field "foo"`},
		{"decode -m MODEL FILE --workers 0", "--workers 0"},
		{"decode -m MODEL FILE --workers x", "workers"},
		{"decode -m MODEL FILE -o a --output b", "two forms"},
		{"decode -m MODEL FILE -o FILE", "would overwrite the input"},
		{"decode -m MODEL FILE -o MODEL", "would overwrite the input"},
		{"show -m MODEL -o MODEL", "would overwrite the input"},
		{"train FILE -o FILE", "would overwrite the input"},
		{"decode -m - -", "both"},
		{"live -m -", "both"},
		{"show -m MODEL FILE", "unexpected argument"},
		{"live -m MODEL FILE", "unexpected argument"},
		{"live -m MODEL --sessions 0", "--sessions 0"},
		{"train FILE --states many", "states"},
		{"train FILE --states 0", `--states "0", expected a number of at least 1`},
		{"train FILE -k -3", `--states "-3", expected a number of at least 1`},
		{"train FILE --restarts 0", "0 restarts"},
		{"train FILE --iterations -1", "-1 iterations"},
		{"train FILE --iterations 0", "0 iterations, expected at least 1"},
		{"train FILE --tolerance -1e-9", "tolerance -1e-09, expected 0 or more"},
		{"train FILE --tolerance NaN", "tolerance NaN"},
		{"train FILE --tolerance inf", "tolerance +Inf"},
		{"train FILE --seed -1", "seed"},
		{"train FILE --observe smells", `observe "smells"`},
		{"train FILE --observe vectors --covariance round", `--covariance "round"`},
		{"train FILE --start here", `--start "here"`},
	} {
		file := write(t, "log.jsonl", log)
		line := strings.NewReplacer("FILE", file, "MODEL", m).Replace(test.args)
		t.Run(test.args, func(t *testing.T) {
			t.Chdir(t.TempDir())
			r := call(t, strings.Fields(line)...)
			r.fails(t, statusUsage, test.says, "\nTry: intenthmm ")
			if n := strings.Count(r.err, "\n"); n != 2 {
				t.Errorf("%d lines, want 2:\n%s", n, r.err)
			}
			only(t, ".")
			if read(t, file) != log {
				t.Error("the input was changed")
			}
		})
	}
	if r := call(t, "show", "-m", m); r.status != statusDone {
		t.Errorf("the model was changed: %s", r.err)
	}
}

// A call for help is no error, whatever else is wrong, and goes to standard output alone.
func TestHelp(t *testing.T) {
	for _, args := range []string{
		"", "help", "h", "-h", "--help", "help train", "train --help", "train -h", "train nofile -help", "decode --help",
		"decode nofile --help", "decode --nope -h", "eval -h", "show --help", "live x y --help", "help live",
	} {
		r := call(t, strings.Fields(args)...)
		if r.status != statusDone || r.err != "" || !strings.Contains(r.out, "Exit status: 0") {
			t.Errorf("%s: exit %d: %s%s", args, r.status, r.err, r.out)
		}
	}
	if r := call(t, "decode", "--", "--help"); r.status != statusUsage {
		t.Errorf("a file called --help: exit %d", r.status)
	}
}

// A hint is of what is near, and there is none of what is not.
func TestMeant(t *testing.T) {
	names := []string{"decode", "output", "redact", "redact-names", "to"}
	for name, want := range map[string]string{
		"decod": "decode", "deocde": "decode", "decodee": "decode", "dacode": "decode", "ouptut": "output", "out": "",
		"redact-nams": "redact-names", "nope": "", "x": "", "": "", "de": "", "ot": "", "ecodde": "decode", "dcdeo": "",
	} {
		if want != "" {
			want = "; did you mean --" + want + "?"
		}
		if got := meant(name, "--", names); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	for _, args := range []string{"zzz", "help zzz", "decode --nope", "decode -k 3", "train --gap 3"} {
		if r := call(t, strings.Fields(args)...); strings.Contains(r.err, "did you mean") {
			t.Errorf("%s: %s", args, r.err)
		}
	}
}
