package embeddings

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const glove = "the 0.5 1 -2\nHello 1 2 3\nhello 4 5 6\n. . . 7 7 7\nbye -1e-3 0 1.5\nHELLO 9 9 9\nwww 1 1 1\nBye 0 0 0\n"

// TestText: with and without the line that counts, with white space at the end, with tabs, compressed.
func TestText(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(glove)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	want := map[string][]float32{"the": {0.5, 1, -2}, "hello": {4, 5, 6}, "bye": {-0.001, 0, 1.5}, "www": {1, 1, 1}, "none": nil, ".": nil}
	for name, text := range map[string]string{
		"GloVe":       glove,
		"word2vec":    "8 3\n" + strings.ReplaceAll(glove, "\n", " \n"),
		"fastText":    "8 3\r\n" + strings.ReplaceAll(glove, "\n", "\r\n"),
		"tabs":        strings.ReplaceAll(strings.ReplaceAll(glove, " ", "\t"), ".\t.\t.", ". . ."),
		"compressed":  packed.String(),
		"no last end": strings.TrimSpace(glove),
	} {
		t.Run(name, func(t *testing.T) { finds(t, write(t, "v.txt", []byte(text)), want) })
	}
}

// A word that is folded to the one looked for serves where that is not there, the first of them.
func TestFolded(t *testing.T) {
	finds(t, write(t, "v.txt", []byte("HeLLo 1 1\nHELLO 2 2\nx 3 3\nX 4 4\n")), map[string][]float32{"hello": {1, 1}, "x": {3, 3}})
	finds(t, write(t, "v.txt", []byte("X 4 4\nx 3 3\nx 5 5\n")), map[string][]float32{"x": {3, 3}})
}

func TestBinary(t *testing.T) {
	for name, end := range map[string]string{"with line feeds": "\n", "without": ""} {
		t.Run(name, func(t *testing.T) {
			data := little("3 2\n", "the ", []float32{1, 2}, end, "Größe ", []float32{-1, 0.25}, end, "hello ", []float32{3, 4}, end)
			finds(t, write(t, "v.bin", data), map[string][]float32{"the": {1, 2}, "größe": {-1, 0.25}, "hello": {3, 4}, "none": nil})
		})
	}
}

func TestChecksum(t *testing.T) {
	path := write(t, "v.txt", []byte(glove))
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	want := sha256.Sum256([]byte(glove))
	if _, sum, err := f.Find(nil, strings.ToLower); err != nil || sum != hex.EncodeToString(want[:]) || f.Name() != "v.txt" {
		t.Errorf("%s of %s, %v", sum, f.Name(), err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("opened what is not there")
	}
}

func TestBadFiles(t *testing.T) {
	nan := float32(math.NaN())
	for _, c := range []struct{ data, want string }{
		{"the 1 2\nhello 1\n", "line 2: 1 numbers, expected 2"},
		{"the 1 2\nhello 1 2 3\n", "line 2: 3 numbers, expected 2"},
		{"the 1 2\nhello 1 x\n", `line 2: number 2 is "x", expected a finite number`},
		{"hello 1 NaN\n", "line 1: number 2"},
		{"hello 1 1e99\n", "line 1: number 2"},
		{"2 3\nhello 1 2\n", "line 2: 2 numbers, expected 3"},
		{"hello\n", "line 1: expected a word and its numbers"},
		{string(little("2 2\nhello ", []float32{1, nan})), "number 2 is NaN"},
		{string(little("2 2\nhello ", []float32{1, 2})), "word 2 of 2: the file ends in it"},
		{string(little("2 2\nhello ", float32(1))), "word 1 of 2: the file ends in it"},
		{string(little("2 2\n", strings.Repeat("\x01", 5000))), "word 1 of 2: a word of more than"},
		{"\x1f\x8bnot", "EOF"},
	} {
		fails(t, write(t, "v", []byte(c.data)), c.want)
	}
}

// TestCut cuts files of every format short at every byte: an error or fewer words, never a panic.
func TestCut(t *testing.T) {
	for name, data := range map[string][]byte{
		"text": []byte(glove), "binary": little("2 2\n", "the ", []float32{1, 2}, "hello ", []float32{3, 4}),
		"fastText": fastTextFile(), "safetensors": safetensors(t, "F32", []int64{6, 2}, little([]float32{0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5})),
	} {
		path := write(t, name, nil)
		if name == "safetensors" {
			if err := os.WriteFile(filepath.Join(filepath.Dir(path), "tokenizer.json"), []byte(tokenizer), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		for n := range data {
			if err := os.WriteFile(path, data[:n], 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := find(t, path, "hello", "the", "thing"); err == nil && (name == "fastText" || name == "safetensors") && n > 8 {
				t.Errorf("%s of %d bytes of %d is no error", name, n, len(data))
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, data := range [][]byte{[]byte(glove), little("2 2\n", "the ", []float32{1, 2}, "hello ", []float32{3, 4}), fastTextFile(), safetensors(f, "F32", []int64{1, 1}, little(float32(1)))} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		path := write(t, "v", data)
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), "tokenizer.json"), []byte(tokenizer), 0o644); err != nil {
			t.Fatal(err)
		}
		vectors, err := find(t, path, "hello", "the")
		for _, v := range vectors {
			for _, x := range v {
				if err == nil && x != x {
					t.Errorf("%v", v)
				}
			}
		}
	})
}
