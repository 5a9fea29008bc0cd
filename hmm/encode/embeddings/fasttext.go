package embeddings

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
)

// fastTextMagic is how a fastText .bin file begins.
const fastTextMagic = 793712314

// fastTextHead is the beginning of a fastText .bin file, little-endian.
type fastTextHead struct {
	Magic, Version                                  int32
	Width, Window, Epochs, MinCount, Negatives      int32
	WordNgrams, Loss, Model, Buckets, MinGram, Most int32 // Most: the longest n-gram
	UpdateRate                                      int32
	Sampling                                        float64
	Size, Words, Labels                             int32 // entries of the dictionary, and of what kind
	Tokens, Pruned                                  int64
}

// A fastText is an open file of fastText vectors: a matrix with a row for each word, and then for each
// bucket of character n-grams.
type fastText struct {
	fastTextHead
	file *os.File
	at   int64          // where the matrix begins
	row  map[string]int // of the words in the dictionary that a word looked for is
}

// readFastText reads a fastText .bin file, version 12. The vector of a word is the mean of its row, if it has
// one, and of those of its character n-grams, so that every word has one in a model with subwords. Quantised
// and pruned models (.ftz) aren't supported.
//
// Source: Bojanowski, Grave, Joulin and Mikolov 2017, and the format as fastText 0.9 writes it.
func readFastText(file *os.File, w *wanted) error {
	f := &fastText{file: file, row: map[string]int{}}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r := &counter{r: bufio.NewReaderSize(file, 1<<16)}
	if err := binary.Read(r, binary.LittleEndian, &f.fastTextHead); err != nil {
		return fmt.Errorf("fastText: %w", short(err))
	}
	if err := f.check(); err != nil {
		return fmt.Errorf("fastText: %w", err)
	}
	spelling, err := f.dictionary(r, w)
	if err != nil {
		return fmt.Errorf("fastText: dictionary: %w", err)
	}
	if err := f.matrix(r); err != nil {
		return fmt.Errorf("fastText: %w", err)
	}
	for i, word := range w.words {
		if spelling[i] != "" {
			word = spelling[i]
		}
		if w.vectors[i], err = f.vector(word); err != nil {
			return fmt.Errorf("fastText: vector of %q: %w", word, err)
		}
	}
	return nil
}

// check reports what cannot be read.
func (f *fastText) check() error {
	switch {
	case f.Version != 12:
		return fmt.Errorf("version %d, expected 12", f.Version)
	case f.Pruned > 0:
		return fmt.Errorf("the dictionary is pruned, which is not supported: use the model before it was quantised")
	case f.Width < 1 || f.Width > mostWidth || f.Words < 0 || f.Labels < 0 || f.Size != f.Words+f.Labels || f.Buckets < 0:
		return fmt.Errorf("width %d, %d entries, %d words, %d labels, %d buckets make no sense", f.Width, f.Size, f.Words, f.Labels, f.Buckets)
	}
	return nil
}

// dictionary reads the words, and returns how the dictionary spells each that is looked for, "" if it does
// not have it.
func (f *fastText) dictionary(r *counter, w *wanted) ([]string, error) {
	spelling := make([]string, len(w.words))
	for n := range int(f.Size) {
		word, err := r.word()
		var entry struct {
			Count int64
			Label int8
		}
		if err == nil {
			err = binary.Read(r, binary.LittleEndian, &entry)
		}
		if err != nil {
			return nil, fmt.Errorf("entry %d of %d: %w", n+1, f.Size, short(err))
		}
		if entry.Label != 0 {
			continue
		}
		if i := w.of(word); i >= 0 {
			spelling[i], w.vectors[i] = word, []float32{} // found; its numbers come below
			f.row[word] = n
		}
	}
	return spelling, nil
}

// matrix finds where the matrix begins.
func (f *fastText) matrix(r *counter) error {
	var quantised bool
	if err := binary.Read(r, binary.LittleEndian, &quantised); err != nil {
		return fmt.Errorf("matrix: %w", short(err))
	}
	if quantised {
		return fmt.Errorf("the matrix is quantised, which is not supported: use the model before that")
	}
	var head struct{ Rows, Columns int64 }
	if err := binary.Read(r, binary.LittleEndian, &head); err != nil {
		return fmt.Errorf("matrix: %w", short(err))
	}
	if head.Columns != int64(f.Width) || head.Rows != int64(f.Words)+int64(f.Buckets) {
		return fmt.Errorf("matrix: %d × %d, expected %d × %d", head.Rows, head.Columns, int64(f.Words)+int64(f.Buckets), f.Width)
	}
	f.at = r.n
	return nil
}

// vector is the mean of the rows of a word and its n-grams, nil if it has none.
func (f *fastText) vector(word string) ([]float32, error) {
	rows := f.grams(word)
	if row, ok := f.row[word]; ok {
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	mean, buffer := make([]float32, f.Width), make([]byte, 4*f.Width)
	for _, row := range rows {
		if _, err := f.file.ReadAt(buffer, f.at+int64(row)*int64(len(buffer))); err != nil {
			return nil, short(err)
		}
		v, err := floats32(buffer)
		if err != nil {
			return nil, err
		}
		for i, x := range v {
			mean[i] += x / float32(len(rows))
		}
	}
	return mean, nil
}

// grams are the rows of the character n-grams of a word between < and >, those of the marks alone left out.
func (f *fastText) grams(word string) []int {
	if f.Most < 1 || f.Buckets < 1 {
		return nil
	}
	var rows []int
	marked := "<" + word + ">"
	for i := range marked {
		n := int32(0)
		for j, r := range marked[i:] {
			end := i + j + len(string(r))
			if n++; n > f.Most {
				break
			}
			if n < f.MinGram || n == 1 && (i == 0 || end == len(marked)) {
				continue
			}
			rows = append(rows, int(f.Words)+int(gramHash(marked[i:end])%uint32(f.Buckets)))
		}
	}
	return rows
}

// gramHash is fastText's hash of an n-gram: FNV-1a of 32 bits, over bytes with a sign.
func gramHash(gram string) uint32 {
	h := uint32(2166136261)
	for i := range len(gram) {
		h = (h ^ uint32(int8(gram[i]))) * 16777619
	}
	return h
}

// A counter counts the bytes that are read.
type counter struct {
	r *bufio.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// word reads up to a zero byte.
func (c *counter) word() (string, error) {
	var word []byte
	for {
		b, err := c.r.ReadByte()
		switch {
		case err != nil:
			return "", err
		case b == 0:
			c.n++
			return string(word), nil
		case len(word) == mostWord:
			return "", fmt.Errorf("a word of more than %d bytes", mostWord)
		}
		c.n++
		word = append(word, b)
	}
}
