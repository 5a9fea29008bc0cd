package embeddings

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const tokenizer = `{"normalizer": {"type": "BertNormalizer", "lowercase": true, "strip_accents": null},
	"model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 12,
	"vocab": {"[UNK]": 0, "hello": 1, "hel": 2, "##lo": 3, "caf": 4, "##e": 5}}}`

// model2vec is a file with a tokenizer beside it.
func model2vec(t *testing.T, data []byte, tokenizer string) string {
	t.Helper()
	path := write(t, "model.safetensors", data)
	if tokenizer != "" {
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), "tokenizer.json"), []byte(tokenizer), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

var rows = []float32{9, 9, 1, -1, 2, 0.5, 4, 1.5, 6, 0, 8, 2}

func TestSafetensors(t *testing.T) {
	halves := []uint16{0x4880, 0x4880, 0x3c00, 0xbc00, 0x4000, 0x3800, 0x4400, 0x3e00, 0x4600, 0, 0x4800, 0x4000}
	var short []uint16 // bfloat16: the upper half of a float32
	for _, x := range rows {
		short = append(short, uint16(math.Float32bits(x)>>16))
	}
	want := map[string][]float32{"hello": {1, -1}, "hello" + "lo": {2.5, 0.25}, "hello" + "e": {4.5, 0.5}, "hel": {2, 0.5}, "café": {7, 1}, "none": nil, "helx": nil, "": nil, "hellolololololo": nil}
	for dtype, data := range map[string][]byte{"F32": little(rows), "F16": little(halves), "BF16": little(short)} {
		t.Run(dtype, func(t *testing.T) {
			finds(t, model2vec(t, safetensors(t, dtype, []int64{6, 2}, data), tokenizer), want)
		})
	}
}

// An accent stays where the tokenizer leaves it.
func TestAccents(t *testing.T) {
	path := model2vec(t, safetensors(t, "F32", []int64{6, 2}, little(rows)), strings.Replace(tokenizer, `"strip_accents": null`, `"strip_accents": false`, 1))
	finds(t, path, map[string][]float32{"café": nil, "cafe": {7, 1}})
}

func TestHalf(t *testing.T) {
	for b, want := range map[uint16]float64{0: 0, 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x0001: math.Ldexp(1, -24), 0x0400: math.Ldexp(1, -14), 0x7c00: math.Inf(1), 0xfc00: math.Inf(-1)} {
		if got := float64(half(b)); got != want {
			t.Errorf("%#x is %v, want %v", b, got, want)
		}
	}
	if got := half(0x7e00); got == got {
		t.Errorf("%v, want NaN", got)
	}
}

func TestBadSafetensors(t *testing.T) {
	good := safetensors(t, "F32", []int64{6, 2}, little(rows))
	for _, c := range []struct {
		data            []byte
		tokenizer, want string
	}{
		{good, "", "tokenizer.json"},
		{good, "{", "unexpected end"},
		{good, `{"model": {"type": "Unigram", "vocab": [["a", 1]]}}`, `model type "Unigram", expected "WordPiece"`},
		{good, `{"model": {"type": "WordPiece", "vocab": {"hello": -1}}}`, "number -1"},
		{good, `{"model": {"type": "WordPiece", "vocab": {"hello": 6}}}`, "token 6, there are 6 rows"},
		{safetensors(t, "I8", []int64{6, 2}, little(rows)), tokenizer, `dtype "I8"`},
		{safetensors(t, "F32", []int64{6, 3}, little(rows)), tokenizer, "make no sense"},
		{safetensors(t, "F32", []int64{12}, little(rows)), tokenizer, "make no sense"},
		{safetensors(t, "F32", []int64{1 << 40, 1 << 30}, little(rows)), tokenizer, "make no sense"},
		{safetensors(t, "F32", []int64{6, 2}, little(rows), "weights"), tokenizer, `a tensor "weights", which is not supported`},
		{good[:len(good)-1], tokenizer, "make no sense"},
		{safetensors(t, "F32", []int64{6, 2}, little([]float32{0, 0, float32(math.Inf(1))}, rows[3:])), tokenizer, "number 1 of row 1 is +Inf"},
		{little(uint64(2), "{}"), tokenizer, `no tensor "embeddings"`},
		{little(uint64(20), "{}"), tokenizer, `no tensor "embeddings"`},
		{little(uint64(4), "{x:}"), tokenizer, "header"},
	} {
		fails(t, model2vec(t, c.data, c.tokenizer), c.want)
	}
}
