package embeddings

import (
	"bytes"
	"encoding/binary"
	"os"
	"strings"
	"testing"
)

// fastTextFile is a model of width 2 with the words "the" and "Hello" and a label between, n-grams of 3 letters, and
// four buckets. Row r of the matrix is (r, 10 r).
func fastTextFile() []byte {
	head := fastTextHead{Magic: fastTextMagic, Version: 12, Width: 2, Buckets: 4, MinGram: 3, Most: 3, Size: 3, Words: 2, Labels: 1, Tokens: 9, Pruned: -1}
	data := little(head,
		"the\x00", int64(5), int8(0), "Hello\x00", int64(3), int8(0), "__label__x\x00", int64(1), int8(1),
		false, int64(6), int64(2))
	for r := range 6 {
		data = append(data, little([]float32{float32(r), 10 * float32(r)})...)
	}
	return data
}

// gram is the row of an n-gram in that model, by another way to the same hash.
func gram(text string) float32 {
	h := uint32(2166136261)
	for _, b := range []byte(text) {
		h = (h ^ uint32(int32(int8(b)))) * 16777619
	}
	return float32(2 + h%4)
}

func TestFastText(t *testing.T) {
	path := write(t, "v.bin", fastTextFile())
	mean := func(rows ...float32) []float32 {
		sum := float32(0)
		for _, r := range rows {
			sum += r
		}
		return []float32{sum / float32(len(rows)), 10 * sum / float32(len(rows))}
	}
	finds(t, path, map[string][]float32{
		"the":   mean(0, gram("<th"), gram("the"), gram("he>")),
		"hello": mean(1, gram("<He"), gram("Hel"), gram("ell"), gram("llo"), gram("lo>")), // as the dictionary spells it
		"xé":    mean(gram("<xé"), gram("xé>")),
		"x":     mean(gram("<x>")),
		"":      nil,
	})
}

// The hash of letters beyond ASCII is that of bytes with a sign; values of fastText 0.9.
func TestGramHash(t *testing.T) {
	for gram, want := range map[string]uint32{"": 2166136261, "a": 0xe40c292c, "foobar": 0xbf9cf968} { // FNV-1a's own test vectors
		if got := gramHash(gram); got != want {
			t.Errorf("hash of %q is %#x, want %#x", gram, got, want)
		}
	}
	if got, unsigned := gramHash("é"), uint32((((2166136261^0xc3)*16777619)&0xffffffff^0xa9)*16777619&0xffffffff); got == unsigned {
		t.Error("bytes beyond ASCII are taken for positive")
	}
}

// Single letters count but for the marks alone, and no n-grams at all are fine for words in the dictionary.
func TestGrams(t *testing.T) {
	f := &fastText{fastTextHead: fastTextHead{Words: 10, Buckets: 1 << 20, MinGram: 1, Most: 2}}
	if got := f.grams("ab"); len(got) != 5 { // a b <a ab b>
		t.Errorf("%d n-grams", len(got))
	}
	f.Most = 0
	if got := f.grams("ab"); got != nil {
		t.Errorf("n-grams %v", got)
	}
}

func TestBadFastText(t *testing.T) {
	for _, c := range []struct {
		edit func(h *fastTextHead)
		want string
	}{
		{func(h *fastTextHead) { h.Version = 11 }, "version 11, expected 12"},
		{func(h *fastTextHead) { h.Pruned = 3 }, "pruned"},
		{func(h *fastTextHead) { h.Width = 0 }, "width 0"},
		{func(h *fastTextHead) { h.Width = 1 << 20 }, "width 1048576"},
		{func(h *fastTextHead) { h.Words = 3 }, "make no sense"},
		{func(h *fastTextHead) { h.Buckets = 5 }, "matrix: 6 × 2, expected 7 × 2"},
		{func(h *fastTextHead) { h.Width = 3 }, "matrix: 6 × 2, expected 6 × 3"},
		{func(h *fastTextHead) { h.Size, h.Words = 1<<30, 1<<30-1 }, "dictionary: entry"},
	} {
		var h fastTextHead
		data := fastTextFile()
		if err := binary.Read(bytes.NewReader(data), binary.LittleEndian, &h); err != nil {
			t.Fatal(err)
		}
		c.edit(&h)
		edited := little(h)
		fails(t, write(t, "v.bin", append(edited, data[len(edited):]...)), c.want)
	}
	data := fastTextFile()
	at := bytes.Index(data, []byte("__label__x\x00")) + len("__label__x\x00") + 9
	data[at] = 1
	fails(t, write(t, "v.bin", data), "the matrix is quantised")
	whole := write(t, "v.bin", fastTextFile())
	if err := os.Truncate(whole, int64(len(fastTextFile())-60)); err != nil {
		t.Fatal(err)
	}
	if _, err := find(t, whole, "hello"); err == nil || !strings.Contains(err.Error(), "the file ends in it") {
		t.Error(err)
	}
}
