package embeddings

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// write makes a file of what is in it, and returns its path.
func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// find looks words up in a file.
func find(t testing.TB, path string, words ...string) ([][]float32, error) {
	t.Helper()
	f, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	vectors, sum, err := f.Find(words, strings.ToLower)
	if err == nil && len(sum) != 64 {
		t.Errorf("checksum %q", sum)
	}
	return vectors, err
}

// finds demands vectors of words.
func finds(t *testing.T, path string, want map[string][]float32) {
	t.Helper()
	var words []string
	for word := range want {
		words = append(words, word)
	}
	got, err := find(t, path, words...)
	if err != nil {
		t.Fatal(err)
	}
	for i, word := range words {
		if !slices.EqualFunc(got[i], want[word], func(a, b float32) bool { return math.Abs(float64(a-b)) <= 1e-6*math.Abs(float64(a)) }) || (got[i] == nil) != (want[word] == nil) {
			t.Errorf("%q has %v, want %v", word, got[i], want[word])
		}
	}
}

// fails demands an error of a file that holds the word looked for.
func fails(t *testing.T, path, want string) {
	t.Helper()
	if _, err := find(t, path, "hello"); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v, want one with %q and the path", err, want)
	}
}

// little is values as little-endian bytes.
func little(values ...any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		if s, ok := v.(string); ok {
			b.WriteString(s)
		} else if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			panic(err)
		}
	}
	return b.Bytes()
}

// safetensors is a file of tensors, one after the other.
func safetensors(t testing.TB, dtype string, shape []int64, data []byte, others ...string) []byte {
	t.Helper()
	header := map[string]any{"__metadata__": map[string]string{"format": "pt"}, "embeddings": map[string]any{"dtype": dtype, "shape": shape, "data_offsets": [2]int{0, len(data)}}}
	for _, name := range others {
		header[name] = map[string]any{"dtype": "F32", "shape": []int{0}, "data_offsets": [2]int{0, 0}}
	}
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	return slices.Concat(little(uint64(len(text))), text, data)
}
