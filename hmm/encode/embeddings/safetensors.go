package embeddings

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
)

// mostHeader bounds the header of a safetensors file, in bytes, as its authors do.
const mostHeader = 100_000_000

// A tensor is an entry of the header of a safetensors file.
type tensor struct {
	Type    string   `json:"dtype"`
	Shape   []int64  `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"` // of its bytes, behind the header
}

// readSafetensors reads the static vectors of a model as model2vec writes it: the tensor embeddings, a row a
// token, and beside the file the tokenizer that numbers the tokens. The vector of a word is the mean of those
// of its pieces. The tensors weights and mapping of later versions aren't supported.
func readSafetensors(file *os.File, tokenizerPath string, w *wanted) error {
	t, at, err := readHeader(file)
	if err != nil {
		return fmt.Errorf("safetensors: %w", err)
	}
	pieces, err := openWordPiece(tokenizerPath)
	if err != nil {
		return fmt.Errorf("%s: %w", tokenizerPath, err)
	}
	rows := &matrix{file: file, tensor: t, at: at + t.Offsets[0]}
	for i, word := range w.words {
		if w.vectors[i], err = rows.mean(pieces.cut(word)); err != nil {
			return fmt.Errorf("safetensors: vector of %q: %w", word, err)
		}
	}
	return nil
}

// readHeader finds the tensor of the vectors, and where the data begins.
func readHeader(file *os.File) (t tensor, at int64, err error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return t, 0, err
	}
	var length uint64
	if err := binary.Read(file, binary.LittleEndian, &length); err != nil {
		return t, 0, short(err)
	}
	header, err := io.ReadAll(io.LimitReader(file, int64(length)))
	if err != nil {
		return t, 0, err
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(header, &entries); err != nil {
		return t, 0, fmt.Errorf("header: %w", err)
	}
	for _, name := range [...]string{"weights", "mapping"} {
		if _, ok := entries[name]; ok {
			return t, 0, fmt.Errorf("the file has a tensor %q, which is not supported", name)
		}
	}
	entry, ok := entries["embeddings"]
	if !ok {
		return t, 0, fmt.Errorf("no tensor \"embeddings\"")
	}
	if err := json.Unmarshal(entry, &t); err != nil {
		return t, 0, fmt.Errorf("embeddings: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return t, 0, err
	}
	at = 8 + int64(length)
	if size := width(t.Type); size == 0 {
		return t, 0, fmt.Errorf("embeddings: dtype %q, expected F32, F16 or BF16", t.Type)
	} else if len(t.Shape) != 2 || t.Shape[0] < 1 || t.Shape[1] < 1 || t.Shape[1] > mostWidth || t.Shape[0] > math.MaxInt32 ||
		t.Offsets[1]-t.Offsets[0] != t.Shape[0]*t.Shape[1]*size || t.Offsets[0] < 0 || t.Offsets[1] > info.Size()-at {
		return t, 0, fmt.Errorf("embeddings: shape %v at bytes %v of %d make no sense", t.Shape, t.Offsets, info.Size()-at)
	}
	return t, at, nil
}

// width is the bytes of a number of a type, 0 of one that isn't read.
func width(dtype string) int64 {
	switch dtype {
	case "F32":
		return 4
	case "F16", "BF16":
		return 2
	}
	return 0
}

// A matrix is the rows of a tensor in a file.
type matrix struct {
	file *os.File
	tensor
	at int64
}

// mean is the mean of rows, nil of none.
func (m *matrix) mean(rows []int) ([]float32, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	mean, buffer := make([]float32, m.Shape[1]), make([]byte, m.Shape[1]*width(m.Type))
	for _, row := range rows {
		if int64(row) >= m.Shape[0] {
			return nil, fmt.Errorf("token %d, there are %d rows", row, m.Shape[0])
		}
		if _, err := m.file.ReadAt(buffer, m.at+int64(row)*int64(len(buffer))); err != nil {
			return nil, short(err)
		}
		for i := range mean {
			x := m.number(buffer, i)
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				return nil, fmt.Errorf("number %d of row %d is %v, expected a finite number", i+1, row, x)
			}
			mean[i] += x / float32(len(rows))
		}
	}
	return mean, nil
}

// number is a number of a row.
func (m *matrix) number(row []byte, i int) float32 {
	switch m.Type {
	case "F16":
		return half(binary.LittleEndian.Uint16(row[2*i:]))
	case "BF16":
		return math.Float32frombits(uint32(binary.LittleEndian.Uint16(row[2*i:])) << 16)
	}
	return math.Float32frombits(binary.LittleEndian.Uint32(row[4*i:]))
}

// half is a number of 16 bits (IEEE 754 binary16).
func half(b uint16) float32 {
	sign, exponent, fraction := float64(1), int(b>>10&0x1f), float64(b&0x3ff)
	if b>>15 == 1 {
		sign = -1
	}
	switch {
	case exponent == 0:
		return float32(sign * math.Ldexp(fraction, -24))
	case exponent < 0x1f:
		return float32(sign * math.Ldexp(fraction+1024, exponent-25))
	case fraction > 0:
		return float32(math.NaN())
	}
	return float32(math.Inf(int(sign)))
}
