package main

import (
	"bufio"
	bytesof "encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeNPY writes rows of 32-bit numbers as NumPy does.
func writeNPY(t *testing.T, path string, rows [][]float32) string {
	t.Helper()
	width := 0
	if len(rows) > 0 {
		width = len(rows[0])
	}
	header := fmt.Sprintf("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }\n", len(rows), width)
	data := append([]byte("\x93NUMPY\x01\x00"), byte(len(header)), 0)
	data = append(data, header...)
	for _, row := range rows {
		for _, v := range row {
			data = bytesof.LittleEndian.AppendUint32(data, math.Float32bits(v))
		}
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// beside writes a transcript's first lines, vectors of them, and the same lines with the vectors in them.
func beside(t *testing.T, lines int) (transcript, vectors, inline string) {
	t.Helper()
	dir := t.TempDir()
	var plain, with strings.Builder
	var rows [][]float32
	scan := bufio.NewScanner(strings.NewReader(read(t, chats)))
	for n := 0; n < lines && scan.Scan(); n++ {
		var m map[string]any
		if err := json.Unmarshal(scan.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		text := m["text"].(string)
		row := []float32{float32(len(text)) / 64, float32(strings.Count(text, "?")) - 0.5, float32(strings.Count(text, " ")) / 8}
		m["vector"] = row
		line, _ := json.Marshal(m)
		rows = append(rows, row)
		fmt.Fprintf(&plain, "%s\n", scan.Text())
		fmt.Fprintf(&with, "%s\n", line)
	}
	transcript, inline = filepath.Join(dir, "chats.jsonl"), filepath.Join(dir, "inline", "chats.jsonl")
	os.Mkdir(filepath.Dir(inline), 0o700)
	for path, text := range map[string]string{transcript: plain.String(), inline: with.String()} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return transcript, writeNPY(t, filepath.Join(dir, "v.npy"), rows), inline
}

// Vectors beside a transcript are as good as vectors in it, in training and in whatever reads for a model.
func TestVectorsBesideATranscript(t *testing.T) {
	transcript, vectors, inline := beside(t, 300)
	brief := []string{"train", "-q", "-k", "3", "--restarts", "1", "--iterations", "3"}
	for name, args := range map[string][]string{
		"words beside": {}, "directions": {"--vector-family", "vmf"}, "projected": {"--pca", "2", "--whiten"},
	} {
		a, b := filepath.Join(t.TempDir(), "a.json"), filepath.Join(t.TempDir(), "b.json")
		r := must(t, append(append(brief, args...), transcript, "--vectors", vectors, "-o", a)...)
		if !strings.Contains(r.out, "vectors of ") || !strings.Contains(r.out, "weight 0.") || !strings.Contains(r.out, "words, first") {
			t.Errorf("%s: %s", name, r.out)
		}
		must(t, append(append(brief, args...), inline, "--observe", "words+vectors", "-o", b)...)
		if strings.ReplaceAll(read(t, a), transcript, inline) != read(t, b) {
			t.Errorf("%s: another model", name)
		}
		for _, command := range [][]string{{"decode"}, {"score"}, {"eval"}, {"show", "--errors"}} {
			with := must(t, append(command, "-q", "-m", a, transcript, "--vectors", vectors)...)
			in := must(t, append(command, "-q", "-m", b, inline)...)
			if strings.ReplaceAll(with.out, transcript, inline) != in.out {
				t.Errorf("%s, %s: other results", name, command)
			}
		}
		without := must(t, "decode", "-q", "-m", a, transcript)
		if !strings.Contains(without.err, "no turn has a vector, at which this model looks too") {
			t.Errorf("%s: %s", name, without.err)
		}
	}
}

// A model of vectors alone takes them from files too; several transcripts have theirs in order, and eval's --train
// behind them.
func TestVectorsOfSeveralTranscripts(t *testing.T) {
	transcript, vectors, inline := beside(t, 120)
	first, second := filepath.Join(t.TempDir(), "1.jsonl"), filepath.Join(t.TempDir(), "2.jsonl")
	lines := strings.SplitAfter(read(t, transcript), "\n")
	half := 50
	for lines[half][:len(`{"conversation_id":"hd-0000"`)] == lines[half-1][:len(`{"conversation_id":"hd-0000"`)] {
		half++
	}
	os.WriteFile(first, []byte(strings.Join(lines[:half], "")), 0o600)
	os.WriteFile(second, []byte(strings.Join(lines[half:], "")), 0o600)
	m := filepath.Join(t.TempDir(), "m.json")
	must(t, "train", "-q", inline, "--observe", "vectors", "-k", "2", "--restarts", "1", "--iterations", "3", "-o", m)
	cut := func(name string, from, to int) string {
		var rows [][]float32
		scan := bufio.NewScanner(strings.NewReader(read(t, inline)))
		for n := 0; scan.Scan(); n++ {
			var m struct{ Vector []float32 }
			if err := json.Unmarshal(scan.Bytes(), &m); err != nil {
				t.Fatal(err)
			}
			if n >= from && n < to {
				rows = append(rows, m.Vector)
			}
		}
		return writeNPY(t, filepath.Join(t.TempDir(), name), rows)
	}
	a, b := cut("a.npy", 0, half), cut("b.npy", half, 120)
	want := must(t, "decode", "-q", "-m", m, inline)
	if got := must(t, "decode", "-q", "-m", m, first, second, "--vectors", a, "--vectors", b); got.out != want.out {
		t.Error("two transcripts are not one")
	}
	call(t, "eval", "-m", m, first, "--vectors", a, "--train", second).fails(t, statusUsage, "--vectors: 1 file for 1 transcript and 1 of --train, expected one for each, those of --train last")
	call(t, "eval", "-m", m, first, "--vectors", a, "--vectors", b, "--train", second, "--train", first).fails(t, statusUsage, "2 files for 1 transcript and 2 of --train")
	r := must(t, "eval", "-m", m, first, "--vectors", a, "--train", second, "--vectors", b)
	if strings.Contains(r.err, "no turn has a vector") {
		t.Error(r.err)
	}
	call(t, "decode", "-m", m, first, second, "--vectors", b, "--vectors", a).fails(t, statusFailed, fmt.Sprintf("b.npy has %d rows, %s has %d lines: expected a row for each", 120-half, first, half))
	call(t, "decode", "-m", m, first, second, "--vectors", vectors).fails(t, statusUsage, "--vectors: 1 file for 2 transcripts, expected one for each")
	call(t, "decode", "-m", m, first, "--vectors", a, "--vectors", b).fails(t, statusUsage, "2 files for 1 transcript")
}

// change rewrites the lines of a transcript as JSON objects.
func change(t *testing.T, path string, each func(n int, m map[string]any)) {
	t.Helper()
	var out strings.Builder
	for n, line := range strings.Split(strings.TrimSuffix(read(t, path), "\n"), "\n") {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		each(n, m)
		changed, _ := json.Marshal(m)
		fmt.Fprintf(&out, "%s\n", changed)
	}
	if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A turn without words is kept for its vector, wherever that lies; where vectors alone are looked at, no text is needed.
func TestVectorsOfTurnsWithoutWords(t *testing.T) {
	transcript, vectors, inline := beside(t, 200)
	for _, path := range []string{transcript, inline} {
		change(t, path, func(n int, m map[string]any) {
			switch {
			case n%10 == 3:
				m["text"] = " "
			case n%10 == 7:
				m["text"] = ""
			}
		})
	}
	a, b := filepath.Join(t.TempDir(), "a.json"), filepath.Join(t.TempDir(), "b.json")
	alike := func(observe string, kept int) {
		t.Helper()
		brief := []string{"train", "-k", "2", "--restarts", "1", "--iterations", "2", "--observe", observe}
		r := must(t, append(brief, transcript, "--vectors", vectors, "-o", a)...)
		if !strings.Contains(r.err, fmt.Sprintf("read %d messages from 1 file\n", kept)) {
			t.Errorf("%s: %s", observe, r.err)
		}
		must(t, append(brief, inline, "-o", b)...)
		if strings.ReplaceAll(read(t, a), transcript, inline) != read(t, b) {
			t.Errorf("%s: another model", observe)
		}
	}
	alike("words+vectors", 200)
	alike("vectors", 200)
	for _, path := range []string{transcript, inline} {
		change(t, path, func(n int, m map[string]any) { delete(m, "text") })
	}
	alike("vectors", 200)
	if r := must(t, "decode", "-q", "-m", a, transcript, "--vectors", vectors); strings.Count(r.out, "\n") != 200 {
		t.Error("turns were lost")
	}
}

// Turns that lack a vector are told of, and are bad lines to --strict; those of vectors alone always are.
func TestMissingVectors(t *testing.T) {
	_, _, inline := beside(t, 200)
	change(t, inline, func(n int, m map[string]any) {
		if n%10 == 4 {
			m["vector"] = nil
		} else if n == 5 {
			m["vector"] = []int{}
		}
	})
	m := filepath.Join(t.TempDir(), "m.json")
	train := []string{"train", inline, "--observe", "words+vectors", "-k", "2", "--restarts", "1", "--iterations", "2", "-o", m}
	if r := must(t, append(train, "-q")...); !strings.Contains(r.err, "warning: 21 of 200 turns (10%) have no vector: they are told by the rest alone") {
		t.Error(r.err)
	}
	const share = "warning: 21 of 200 turns (10%) have no vector, at which this model looks too"
	for _, command := range []string{"decode", "score", "eval"} {
		if r := must(t, command, "-q", "-m", m, inline); !strings.Contains(r.err, share) {
			t.Errorf("%s: %s", command, r.err)
		}
		call(t, command, "-q", "-m", m, inline, "--strict").fails(t, statusFailed, `:5: missing field "vector": it is there, and empty`)
	}
	for _, args := range [][]string{{"show", "--errors", "-m", m, inline}, {"types", "-m", m, inline, "--types", "2", "-o", filepath.Join(t.TempDir(), "t.json")}} {
		if r := must(t, append(args, "-q")...); !strings.Contains(r.err, share) {
			t.Errorf("%s: %s", args, r.err)
		}
	}
	call(t, append(train, "--strict")...).fails(t, statusFailed, `:5: missing field "vector"`)
	if r := must(t, "train", inline, "--observe", "vectors", "-k", "2", "--restarts", "1", "--iterations", "2", "-o", m); !strings.Contains(r.err, "skipped 21 lines: 21 missing field") {
		t.Error(r.err)
	}
	must(t, append(train, "-q")...)
	bare := filepath.Join(t.TempDir(), "bare.jsonl")
	os.WriteFile(bare, []byte(read(t, inline)), 0o600)
	change(t, bare, func(n int, m map[string]any) { delete(m, "vector") })
	call(t, "eval", "-m", m, inline, "--train", bare).fails(t, statusFailed, "no turn of --train has a vector")
	if r := must(t, "eval", "-m", m, bare, "--train", bare); !strings.Contains(r.err, "no turn has a vector, at which this model looks too") {
		t.Error(r.err)
	}
}

// A table has a row for each record, over however many lines it goes; a compressed file one for each of its lines.
func TestVectorsOfTablesAndCompressedFiles(t *testing.T) {
	transcript, vectors, inline := beside(t, 60)
	for _, path := range []string{transcript, inline} {
		change(t, path, func(n int, m map[string]any) { m["text"] = strings.Replace(m["text"].(string), " ", "\n", n%3) })
	}
	m := filepath.Join(t.TempDir(), "m.json")
	must(t, "train", "-q", transcript, "--vectors", vectors, "-k", "2", "--restarts", "1", "--iterations", "2", "-o", m)
	want := must(t, "decode", "-q", "-m", m, inline)
	for _, name := range []string{"chats.csv", "chats.csv.gz", "chats.jsonl.gz"} {
		path := filepath.Join(t.TempDir(), name)
		must(t, "convert", transcript, "-o", path)
		r := must(t, "decode", "-q", "-m", m, path, "--vectors", vectors)
		if r.out != want.out || r.err != want.err {
			t.Errorf("%s is decoded to something else: %s", name, r.err)
		}
	}
	if strings.Count(read(t, filepath.Join(filepath.Dir(transcript), "chats.jsonl")), "\n") != 60 {
		t.Fatal("no line of its own for each message")
	}
	table, zipped := filepath.Join(t.TempDir(), "chats.csv"), filepath.Join(t.TempDir(), "chats.zip")
	must(t, "convert", transcript, "-o", table)
	few := writeNPY(t, filepath.Join(t.TempDir(), "few.npy"), make([][]float32, 0))
	short := writeNPY(t, filepath.Join(t.TempDir(), "short.npy"), [][]float32{{1, 2, 3}, {1, 2, 3}})
	call(t, "decode", "-m", m, table, "--vectors", short).fails(t, statusFailed, "short.npy has 2 rows, "+table+" has 60 records below its header: expected a row for each")
	call(t, "decode", "-m", m, table, "--vectors", few).fails(t, statusFailed, "shape (0, 0)")
	os.WriteFile(zipped, []byte("PK\x03\x04 and so on"), 0o600)
	call(t, "decode", "-m", m, zipped, "--vectors", vectors).fails(t, statusFailed, "chats.zip is an archive: unpack it")
}

func TestVectorsUsage(t *testing.T) {
	transcript, vectors, inline := beside(t, 20)
	wide := writeNPY(t, filepath.Join(t.TempDir(), "wide.npy"), make([][]float32, 0))
	nan := make([][]float32, 20)
	for i := range nan {
		nan[i] = []float32{1, float32(math.NaN()), 3}
	}
	bad := writeNPY(t, filepath.Join(t.TempDir(), "bad.npy"), nan)
	four := make([][]float32, 20)
	for i := range four {
		four[i] = []float32{1, 2, 3, float32(i)}
	}
	long := writeNPY(t, filepath.Join(t.TempDir(), "four.npy"), four)
	out := filepath.Join(t.TempDir(), "m.json")
	m := filepath.Join(t.TempDir(), "model.json")
	must(t, "train", "-q", transcript, "--vectors", vectors, "-k", "2", "--restarts", "1", "--iterations", "2", "-o", m)
	for _, c := range []struct {
		status int
		args   []string
		want   string
	}{
		{statusUsage, []string{"train", transcript, "--vectors", vectors, "--observe", "words"}, "--vectors is about vectors, and words are observed: leave --observe out"},
		{statusUsage, []string{"train", transcript, "--vectors", vectors, "--embed-command", "x"}, "--vectors and --embed-command: vectors come from one of them"},
		{statusUsage, []string{"train", transcript, "--vectors", vectors, "--join"}, "--vectors and --join"},
		{statusUsage, []string{"train", transcript, transcript, "--vectors", vectors, "--vectors", vectors}, "is named twice"},
		{statusUsage, []string{"train", transcript, "--vector-family", "vmf"}, "--vector-family is about vectors, and words are observed: leave it out, or observe vectors"},
		{statusUsage, []string{"train", inline, "--observe", "vectors", "--vector-family", "vmf", "--covariance", "full"}, "--covariance is about Gaussian distributions"},
		{statusUsage, []string{"train", inline, "--observe", "vectors", "--vector-family", "normal"}, `vector family "normal", expected "gaussian" or "vmf"`},
		{statusFailed, []string{"train", inline, "--vectors", vectors}, "chats.jsonl:1: bad vector: it has a vector of its own, and one beside the file"},
		{statusFailed, []string{"train", transcript, "--vectors", transcript}, "chats.jsonl: no file of NumPy's"},
		{statusFailed, []string{"train", transcript, "--vectors", wide}, "wide.npy: shape (0, 0), expected rows of at least one number"},
		{statusFailed, []string{"train", transcript, "--vectors", bad}, "bad.npy: row 1: number 2 is NaN, expected a finite number"},
		{statusFailed, []string{"train", "-", "--vectors", vectors}, "--vectors " + vectors + ": standard input can be read but once, and its lines are counted beforehand: save it"},
		{statusFailed, []string{"train", filepath.Dir(transcript), "--vectors", vectors}, "is a folder: name its files one by one"},
		{statusFailed, []string{"train", transcript, "--observe", "words+vectors"}, "no message has a vector"},
		{statusUsage, []string{"train", transcript, "--covariance", "full"}, "--covariance is about vectors, and words are observed: leave it out"},
		{statusUsage, []string{"train", transcript, "--observe", "codes", "--covariance", "full"}, "--covariance is about vectors, and codes are observed"},
		{statusUsage, []string{"train", transcript, "--observe", "lsa", "--vector-family", "gaussian"}, "--vector-family is about vectors, and lsa is observed"},
		{statusUsage, []string{"train", transcript, "--observe", "symbols", "--fold-numbers"}, "--fold-numbers is about words, and symbols are observed"},
		{statusUsage, []string{"train", transcript, "--observe", "speaker"}, `--observe "speaker", expected words, symbols, vectors, words+vectors, lsa or codes`},
		{statusUsage, []string{"cluster", transcript, "--observe", "lsa"}, `--observe "lsa", expected words, symbols or vectors`},
		{statusUsage, []string{"cluster", transcript, "--covariance", "full"}, "--covariance is about vectors"},
		{statusUsage, []string{"cluster", inline, "--observe", "vectors", "--method", "kmeans", "--covariance", "full"}, "--covariance is about Gaussian distributions, and --method is kmeans"},
		{statusUsage, []string{"decode", "-m", words(t), transcript, "--vectors", vectors}, "does not look at vectors that lie beside a text"},
		{statusFailed, []string{"decode", "-m", m, transcript, "--vectors", long}, "have 4 values, the model has 3"},
		{statusUsage, []string{"cluster", inline, "--observe", "words+vectors"}, `--observe "words+vectors", expected words, symbols or vectors`},
	} {
		call(t, append(c.args, "-q", "-o", out)...).fails(t, c.status, c.want)
		if _, err := os.Stat(out); err == nil {
			t.Errorf("%v: something was written", c.args)
			os.Remove(out)
		}
	}
}

// What there is less of than was asked for is told of, and what there is as asked is not.
func TestFewerThanAskedFor(t *testing.T) {
	transcript, _, inline := beside(t, 60)
	flat := filepath.Join(t.TempDir(), "flat.jsonl")
	os.WriteFile(flat, []byte(read(t, inline)), 0o600)
	change(t, flat, func(n int, m map[string]any) { m["vector"] = []int{n % 7, 2 * (n % 7), 1} })
	brief := []string{"train", "-q", "-k", "2", "--restarts", "1", "--iterations", "2", "-o", filepath.Join(t.TempDir(), "m.json")}
	for want, args := range map[string][]string{
		"dimensions, not 5000: the texts have no more":                           {transcript, "--observe", "lsa", "--dims", "5000"},
		"not 5000: the texts have no more places that differ":                    {transcript, "--observe", "codes", "--codes", "5000", "--dims", "5"},
		"principal components are 1, not 3: the vectors have no more directions": {flat, "--observe", "vectors", "--pca", "3"},
	} {
		if r := must(t, append(brief, args...)...); !strings.Contains(r.err, want) {
			t.Errorf("%s: %s", args, r.err)
		}
	}
	for _, args := range [][]string{{transcript, "--observe", "codes", "--codes", "5", "--dims", "5"}, {inline, "--observe", "vectors", "--pca", "2"}} {
		if r := must(t, append(brief, args...)...); strings.Contains(r.err, "have no more") {
			t.Errorf("%s: %s", args, r.err)
		}
	}
}

// Live turns have their vector in the line, and may have none.
func TestLiveVectorsBesideText(t *testing.T) {
	transcript, vectors, inline := beside(t, 200)
	m := filepath.Join(t.TempDir(), "m.json")
	must(t, "train", "-q", transcript, "--vectors", vectors, "-k", "3", "--restarts", "1", "--iterations", "3", "-o", m)
	with, without := callWith(t, read(t, inline), "live", "-m", m), callWith(t, read(t, transcript), "live", "-m", m)
	for _, r := range []result{with, without} {
		if r.status != statusDone || strings.Count(r.out, "\n") != 200 {
			t.Fatalf("exit %d: %s%s", r.status, r.out, r.err)
		}
	}
	if with.out == without.out {
		t.Error("vectors make no difference")
	}
}
