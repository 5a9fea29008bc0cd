package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const goodLine = `{"conversation_id":"a","speaker":"customer","text":"where is my order?"}` + "\n"

// What is wrong with a log is told with its file, its line and what was expected. With one good line
// beside it a bad one is skipped, counted and named; alone, or with --strict, it is the end.
func TestBadLines(t *testing.T) {
	for _, test := range []struct{ name, line, says string }{
		{"no text", `{"conversation_id":"a","speaker":"b"}`, `missing field "text": expected one of text, utterance`},
		{"no conversation", `{"text":"hello"}`, `missing field "conversation": expected one of conversation_id`},
		{"half", `{"conversation_id":"a","te`, "not JSON: unexpected end of JSON input (byte 26 of the line): expected one JSON object a line"},
		{"two", goodLine[:len(goodLine)-1] + goodLine[:len(goodLine)-1], "not JSON: "},
		{"a list", `["a","b"]`, "not an object: found a list: expected one JSON object a line"},
		{"a number", `17`, "not an object: found a number"},
		{"an object for a text", `{"conversation_id":"a","text":{}}`, "bad value: text is an object: expected a text"},
		{"a turn", `{"conversation_id":"a","text":"b","turn":"two"}`, `bad value: turn is "two": expected a whole number`},
		{"latin", "{\"conversation_id\":\"a\",\"text\":\"\xe4\"}", "not UTF-8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path, out := write(t, "log.jsonl", goodLine+test.line+"\n"+goodLine), filepath.Join(t.TempDir(), "out")
			where := path + ":2: " + test.says
			r := call(t, "decode", "-m", words(t), path, "-o", out)
			if r.status != statusDone || !strings.Contains(r.err, "read 2 messages from 1 file; skipped 1 line: 1 ") ||
				!strings.Contains(r.err, "  skipped "+where) {
				t.Errorf("skipped: exit %d: %s", r.status, r.err)
			}
			if strings.Count(read(t, out), "\n") != 2 {
				t.Errorf("skipped: %s", read(t, out))
			}
			call(t, "decode", "-m", words(t), path, "--strict").fails(t, statusFailed, "intenthmm: "+where)
			os.Remove(out)
			call(t, "train", path, "--strict", "-o", out).fails(t, statusFailed, "intenthmm: "+where)
			alone := write(t, "log.jsonl", test.line+"\n"+test.line+"\n")
			call(t, "train", alone, "-o", out).fails(t, statusFailed, "no usable message in 1 file; skipped 2 lines", alone+":1: "+test.says, alone+":2: ")
			call(t, "train", path, alone, "-o", out).fails(t, statusFailed, alone+": no usable message in it: "+alone+":1: "+test.says)
			only(t, filepath.Dir(out))
		})
	}
}

// Many bad lines do not fill the screen.
func TestManyBadLines(t *testing.T) {
	path := write(t, "log.jsonl", goodLine+strings.Repeat("{\n", 100))
	r := must(t, "decode", "-m", words(t), path)
	if !strings.Contains(r.err, "skipped 100 lines: 100 not JSON") || !strings.Contains(r.err, "\n  and 95 more\n") || strings.Count(r.err, "\n") != 7 {
		t.Error(r.err)
	}
	r = call(t, "train", write(t, "log.jsonl", strings.Repeat("{\n", 100)))
	r.fails(t, statusFailed, "and 97 more")
	if strings.Count(r.err, "\n") > 5 {
		t.Error(r.err)
	}
}

// What was skipped is in the model's record.
func TestSkippedIsRecorded(t *testing.T) {
	m := model(t, write(t, "log.jsonl", read(t, interleaved)+"{\n17\n"), "-k", "1", "--restarts", "1")
	if r := must(t, "show", "-m", m); !strings.Contains(r.out, "10 turns, skipped 1 line: not JSON, skipped 1 line: not an object") {
		t.Error(r.out)
	}
}

func TestBadFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"empty", "notes"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	good := write(t, "good.jsonl", goodLine)
	for name, content := range map[string]string{
		"none.jsonl": "", "blank.jsonl": " \n\n\t\n", "head.csv": "conversation_id,text\n", "binary.jsonl": "\x00\x01\x02",
		"noise.csv": strings.Repeat("\xfe\xfd\x81\x9c", 200), "notes/a.txt": "x", "plain.txt": "hello\n",
		"cut.jsonl.gz": "\x1f\x8b\x08\x00\x00", "list.json": "[\n" + goodLine + "]", "wide.csv": "a,b\n1,2\n", "zip.jsonl": "PK\x03\x04",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, says := range map[string]string{
		"none.jsonl":   "no lines: the file is empty",
		"blank.jsonl":  "no lines",
		"head.csv":     "no lines: found only a header or blank lines",
		"binary.jsonl": "cannot be read: byte 1 is NUL",
		"noise.csv":    "cannot be read",
		"zip.jsonl":    "a damaged zip archive",
		"plain.txt":    "unknown format",
		"cut.jsonl.gz": "cut short",
		"list.json":    "a JSON array: expected JSON lines",
		"wide.csv":     `missing column: for field conversation: expected one of conversation_id`,
		"empty":        "nothing to read in this folder: expected files named .jsonl",
		"notes":        "nothing to read in this folder",
		"missing.csv":  "no such file",
	} {
		path, out := filepath.Join(dir, name), filepath.Join(t.TempDir(), "out")
		call(t, "train", path, "-o", out).fails(t, statusFailed, path, says)
		call(t, "train", good, path, "-o", out).fails(t, statusFailed, path, says)
		call(t, "decode", "-m", words(t), path, good, "-o", out).fails(t, statusFailed, path, says)
		only(t, filepath.Dir(out))
	}
	call(t, "train", "-").fails(t, statusFailed, "stdin: no lines: the file is empty")
}

func TestBadVectors(t *testing.T) {
	m := vectors(t)
	line := func(v string) string { return `{"conversation_id":"a","vector":` + v + "}\n" }
	for v, says := range map[string]string{
		`["NaN",1,2]`: "bad vector: number 1 is", `[1,2,"x"]`: "number 3 is", `[1,1e999,2]`: "number 2 is \"1e999\": expected a finite number",
		`NaN`: "not JSON", `[1,2,NaN]`: "not JSON", `[1,2]`: "found 2 numbers: expected 3", `[1,2,3,4]`: "found 4 numbers: expected 3",
		`{"x":1}`: "found an object: expected a list of numbers", `true`: "bad vector", `[]`: `missing field "vector"`, `null`: `missing field "vector"`,
	} {
		for _, text := range []string{line(v) + line("[0,1,2]"), line("[0,1,2]") + line(v)} {
			path := write(t, "v.jsonl", text)
			r := must(t, "decode", "-m", m, path)
			if strings.Count(r.out, "\n") != 1 || !strings.Contains(r.err, path+":") || !strings.Contains(r.err, says) {
				t.Errorf("%s: %s", v, r.err)
			}
			call(t, "decode", "-m", m, path, "--strict").fails(t, statusFailed, says)
		}
	}
	path := write(t, "v.csv", "conversation_id,vector\na,\"0,1,2\"\na,\"1,NaN,2\"\na,\"1,2\"\na,1 2 3\n")
	r := must(t, "decode", "-m", m, path)
	if strings.Count(r.out, "\n") != 2 || !strings.Contains(r.err, path+`:3: bad vector: number 2 is "NaN": expected a finite number`) ||
		!strings.Contains(r.err, path+":4: bad vector: found 2 numbers: expected 3\n") {
		t.Error(r.err)
	}
	r = call(t, "train", "--observe", "vectors", path, "-k", "1", "--restarts", "1", "-o", filepath.Join(t.TempDir(), "m"))
	if r.status != statusDone || !strings.Contains(r.err, "skipped 2 lines: 2 bad vector") {
		t.Errorf("exit %d: %s", r.status, r.err)
	}
}

// A model for one kind of data and data of another.
func TestWrongKind(t *testing.T) {
	for _, test := range []struct{ model, says string }{
		{vectors(t), `missing field "vector": expected one of vector, embedding; have conversation_id`},
		{symbols(t), `missing field "symbol": expected one of symbol, intent, action; have conversation_id`},
	} {
		for _, command := range []string{"decode", "eval"} {
			call(t, command, "-m", test.model, chats).fails(t, statusFailed, "no usable message", chats+":1: "+test.says)
		}
	}
	call(t, "decode", "-m", words(t), write(t, "v.jsonl", vectorLog(3))).fails(t, statusFailed, `missing field "text"`)
	call(t, "decode", "-m", vectors(t), write(t, "v.jsonl", vectorLog(4))).fails(t, statusFailed, "found 4 numbers: expected 3")
	call(t, "train", "--observe", "symbols", chats).fails(t, statusFailed, `missing field "symbol"`)
	call(t, "train", "--observe", "vectors", chats).fails(t, statusFailed, `missing field "vector"`)
	call(t, "eval", "-m", vectors(t), write(t, "v.jsonl", vectorLog(3)), "--label", "label").fails(t, statusFailed, `no turn has a gold label in field "label"`)
}

func TestBadModels(t *testing.T) {
	good := read(t, words(t))
	replace := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("no %s in a model file", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	for name, test := range map[string]struct{ content, says string }{
		"empty":     {"", "not a model file: it is empty"},
		"cut":       {good[:len(good)/2], "not a complete model file: byte"},
		"cut soon":  {good[:30], "not a complete model file: byte"},
		"a log":     {read(t, chats), "not a model file: it begins `{\"conversation_id\":\"hd-0`, expected `{\"format\":\"intenthmm model\"`"},
		"text":      {"Dear all,\nhello", `not a model file: it begins "Dear all,\nhello", expected`},
		"JSON":      {`{"a":1}`, `not a model file: format is "", expected "intenthmm model"`},
		"newer":     {replace(`"version":2`, `"version":7`), "version 7, this program reads up to 2: use a newer one"},
		"no chain":  {replace(`"chain":`, `"chains":`), "chain is missing"},
		"edited":    {replace(`"start":[`, `"start":[0.5,`), "chain: "},
		"not a sum": {replace(`"start":[0.`, `"start":[7.`), "chain: start"},
		"no states": {replace(`"states":[`, `"states":[],"x":[`), "states: 0 entries"},
		"a list":    {"[1]", "not a model file: json: cannot unmarshal array"},
		"binary":    {"\x00\x01", `not a model file: it begins "\x00\x01"`},
		"cut gzip":  {"\x1f\x8b\x08\x00", "model"},
	} {
		path := write(t, "model.json", test.content)
		for _, args := range [][]string{{"show"}, {"decode", interleaved}, {"eval", interleaved}, {"live"}} {
			r := call(t, append(args, "-m", path)...)
			r.fails(t, statusFailed, "intenthmm: "+path+": ", test.says)
			if strings.Count(r.err, "\n") != 1 {
				t.Errorf("%s: more than a line: %s", name, r.err)
			}
		}
	}
	call(t, "show", "-m", "nofile").fails(t, statusFailed, "open nofile: no such file")
	call(t, "show", "-m", t.TempDir()).fails(t, statusFailed, "is a directory")
}

// Whether the output can be written is known before the work, and nothing is left behind.
func TestBadOutput(t *testing.T) {
	dir := t.TempDir()
	locked := filepath.Join(dir, "locked")
	if err := os.Mkdir(locked, 0o555); err != nil {
		t.Fatal(err)
	}
	paths := map[string]string{
		filepath.Join(dir, "none", "out"): "no such file or directory", dir: "is a directory",
		filepath.Join(words(t), "out"): "not a directory",
	}
	if os.Getuid() != 0 {
		paths[filepath.Join(locked, "out")] = "permission denied"
	}
	for path, says := range paths {
		for _, args := range [][]string{
			{"train", "INPUT"}, {"decode", "INPUT", "-m", words(t)}, {"eval", "INPUT", "-m", words(t)}, {"show", "-m", words(t)},
		} {
			in := filepath.Join(dir, "nofile") // is not even opened
			for i := range args {
				args[i] = strings.Replace(args[i], "INPUT", in, 1)
			}
			r := call(t, append(args, "-o", path)...)
			r.fails(t, statusFailed, path+": "+says)
			if strings.Count(r.err, "\n") != 1 {
				t.Errorf("more than a line: %s", r.err)
			}
		}
	}
	only(t, dir, "locked")
	only(t, locked)
}

// full is a disk with no room beyond some bytes.
type full struct{ room int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.room < len(p) {
		return f.room, errFull
	}
	f.room -= len(p)
	return len(p), nil
}

// Whatever cannot be written is a failure that is told once.
func TestFullDisk(t *testing.T) {
	m := words(t)
	for _, args := range []string{
		"decode -m MODEL LOG", "decode -m MODEL LOG --to csv", "eval -m MODEL LOG", "eval -m MODEL LOG --json", "show -m MODEL",
		"show -m MODEL --json", "train LOG -k 1 --restarts 1 -o OUT", "train LOG -k 1 --restarts 1 -o -", "help", "decode --help",
	} {
		for _, room := range []int{0, 100} {
			out := filepath.Join(t.TempDir(), "out")
			line := strings.NewReplacer("MODEL", m, "LOG", interleaved, "OUT", out).Replace(args)
			var stderr strings.Builder
			status := run(t.Context(), streams{strings.NewReader(""), &full{room}, &stderr}, append([]string{"intenthmm"}, strings.Fields(line)...))
			if status != statusFailed || strings.Count(stderr.String(), "no space left") != 1 {
				t.Errorf("%s with room for %d: exit %d: %s", args, room, status, &stderr)
			}
			if strings.Contains(args, "OUT") && !strings.Contains(stderr.String(), "model saved to "+out) {
				t.Errorf("%s: does not say that the model is saved: %s", args, &stderr)
			}
		}
	}
}

// Files that are written: new ones for everybody, old ones as they were, compressed ones compressed.
func TestOutputFiles(t *testing.T) {
	dir, m := t.TempDir(), words(t)
	want := must(t, "decode", "-q", "-m", m, interleaved).out
	for _, name := range []string{"out.jsonl", "out.jsonl.gz", "out.CSV", "out.csv.gz"} {
		path := filepath.Join(dir, name)
		for range 2 {
			if r := must(t, "decode", "-q", "-m", m, interleaved, "-o", path); r.out != "" {
				t.Errorf("%s: on standard output: %s", name, r.out)
			}
		}
		if got := read(t, path); strings.HasSuffix(name, ".gz") != strings.HasPrefix(got, "\x1f\x8b") {
			t.Errorf("%s begins %.10q", name, got)
		}
	}
	if read(t, filepath.Join(dir, "out.jsonl")) != want {
		t.Error("out.jsonl is not what standard output is")
	}
	if got := read(t, filepath.Join(dir, "out.CSV")); !strings.HasPrefix(got, "conversation_id,turn,speaker,state,intent,confidence\na,2,customer,") {
		t.Errorf("out.CSV begins %.60q", got)
	}
	only(t, dir, "out.CSV", "out.csv.gz", "out.jsonl", "out.jsonl.gz")
	must(t, "train", "-q", chats, "-k", "4", "--restarts", "2", "--iterations", "8", "-o", filepath.Join(dir, "m.json.gz"))
	if must(t, "show", "-m", filepath.Join(dir, "m.json.gz")).out != must(t, "show", "-m", m).out {
		t.Error("the compressed model is another")
	}
}

// Where a conversation cannot be decoded, the others are.
func TestFailedConversations(t *testing.T) {
	d := &decoded{failed: make([]error, 9)}
	if d.err() != nil {
		t.Error(d.err())
	}
	d.conversations = append(d.conversations, make([]conversation, 9)...)
	for i := 1; i < 9; i++ {
		d.failed[i] = fmt.Errorf("reason %d", i)
	}
	want := "8 of 9 conversations could not be decoded:\n\treason 1\n\treason 2\n\treason 3\n\treason 4\n\treason 5\n\tand 3 more"
	if d.err() == nil || d.err().Error() != want {
		t.Errorf("%v, want %s", d.err(), want)
	}
	var out strings.Builder
	if err := d.write(t.Context(), streams{out: &out}, "", func(w io.Writer) error { _, err := io.WriteString(w, "rest"); return err }); err == nil || out.String() != "rest" {
		t.Errorf("%q, %v", &out, err)
	}
}
