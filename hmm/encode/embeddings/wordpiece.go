package embeddings

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// A wordPiece cuts words into the pieces of a vocabulary: from left to right always the longest that there
// is. Only that part of a tokenizer is needed, for the encoder's words are cut and folded already.
//
// Source: Schuster and Nakajima 2012, as BERT has it.
type wordPiece struct {
	vocabulary map[string]int
	inside     string // mark of a piece that does not begin a word
	longest    int    // word that is cut, in runes
	plain      bool   // accents are taken off
}

// openWordPiece reads the tokenizer.json of the library tokenizers.
func openWordPiece(path string) (*wordPiece, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Normalizer struct {
			Type      string `json:"type"`
			Lowercase bool   `json:"lowercase"`
			Strip     *bool  `json:"strip_accents"` // nil: as Lowercase
		} `json:"normalizer"`
		Model struct {
			Type    string         `json:"type"`
			Inside  string         `json:"continuing_subword_prefix"`
			Longest int            `json:"max_input_chars_per_word"`
			Vocab   map[string]int `json:"vocab"`
		} `json:"model"`
	}
	var kind struct {
		Model struct {
			Type string `json:"type"`
		} `json:"model"`
	}
	if err := json.Unmarshal(data, &kind); err != nil {
		return nil, err
	}
	if kind.Model.Type != "WordPiece" {
		return nil, fmt.Errorf("model type %q, expected \"WordPiece\"", kind.Model.Type)
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	for piece, number := range file.Model.Vocab {
		if number < 0 {
			return nil, fmt.Errorf("vocab: %q has number %d", piece, number)
		}
	}
	n := file.Normalizer
	return &wordPiece{
		vocabulary: file.Model.Vocab, inside: file.Model.Inside, longest: file.Model.Longest,
		plain: n.Type == "BertNormalizer" && (n.Strip == nil && n.Lowercase || n.Strip != nil && *n.Strip),
	}, nil
}

// cut is the numbers of a word's pieces, none if it cannot be cut into pieces.
func (p *wordPiece) cut(word string) []int {
	if p.plain {
		word = withoutAccents(word)
	}
	if p.longest > 0 && len([]rune(word)) > p.longest {
		return nil
	}
	var pieces []int
	for mark := ""; word != ""; mark = p.inside {
		end := len(word)
		for ; end > 0; end-- {
			if number, ok := p.vocabulary[mark+word[:end]]; ok {
				pieces = append(pieces, number)
				break
			}
		}
		if end == 0 {
			return nil
		}
		word = word[end:]
	}
	return pieces
}

// withoutAccents is a word without the marks above and below its letters.
func withoutAccents(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
}
