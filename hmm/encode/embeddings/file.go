// Package embeddings reads files of static word vectors, one file of this package a format:
//
//	word2vec, text and binary      the word, then its numbers
//	GloVe and fastText .vec        text likewise, with or without a first line that counts
//	fastText .bin                  with subwords, so that every word has a vector; not quantised
//	model2vec safetensors          with the tokenizer.json beside it, if that is WordPiece
//
// The first three may be compressed with gzip. Which format a file has is told by its content. A file is
// gone through once and only the vectors asked for are held, whatever its size.
package embeddings

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// A File is a file of word vectors. It is an encode.VectorSource.
type File struct{ path string }

// Open names a file of word vectors. The error is that it cannot be opened; what is in it is looked at by
// Find.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	return &File{path}, f.Close()
}

// Name is the file's name without its folders.
func (f *File) Name() string { return filepath.Base(f.path) }

// Find gives the vectors of words, and nil of those that the file doesn't have, and the file's SHA-256. A
// word of the file is one of these if it is equal to it, or else if it is so folded; of several that are, the
// first, which in these files is the most frequent. What is wrong with the file is an error that says where.
func (f *File) Find(words []string, fold func(word string) string) (vectors [][]float32, checksum string, err error) {
	file, err := os.Open(f.path)
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	w := newWanted(words, fold)
	if err := f.read(file, w); err != nil {
		return nil, "", fmt.Errorf("%s: %w", f.path, err)
	}
	checksum, err = sum(file)
	return w.vectors, checksum, err
}

// headLen is how much of a file tells its format.
const headLen = 1 << 12

// read reads a file in whatever format it has.
func (f *File) read(file *os.File, w *wanted) error {
	r := bufio.NewReaderSize(file, 1<<16)
	head, err := r.Peek(headLen)
	if err != nil && err != io.EOF {
		return err
	}
	switch {
	case len(head) > 4 && binary.LittleEndian.Uint32(head) == fastTextMagic:
		return readFastText(file, w)
	case len(head) > 8 && head[8] == '{' && binary.LittleEndian.Uint64(head) < mostHeader:
		return readSafetensors(file, filepath.Join(filepath.Dir(f.path), "tokenizer.json"), w)
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(r)
		if err != nil {
			return err
		}
		return readWords(bufio.NewReaderSize(z, 1<<16), w)
	}
	return readWords(r, w)
}

// readWords reads a file of words with their numbers, text or binary.
func readWords(r *bufio.Reader, w *wanted) error {
	head, err := r.Peek(headLen)
	if err != nil && err != io.EOF {
		return err
	}
	first, rest, _ := bytes.Cut(head, []byte("\n"))
	if counts, ok := parseCounts(string(first)); ok && isBinary(rest) {
		return readBinary(r, counts, w)
	}
	return readText(r, w)
}

// isBinary reports whether bytes are numbers rather than text.
func isBinary(b []byte) bool {
	return bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' })
}

// sum is the SHA-256 of a whole file, in hexadecimal.
func sum(file *os.File) (string, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	h := sha256.New()
	if _, err := io.Copy(h, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
