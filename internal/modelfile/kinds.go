package modelfile

import (
	"bytes"
	"encoding/json"
	"io"
)

// kinds says of every format what is in it, and what reads that.
var kinds = map[string]string{
	"intenthmm model":    "it holds intents, see intenthmm show -m",
	"intenthmm types":    "it holds types of conversation, for intenthmm types --apply",
	"intenthmm clusters": "it holds clusters, for intenthmm cluster -m",
	"intenthmm topics":   "it holds topics, for intenthmm topics -m",
}

// Peek tells the format of the model file that r reads, "" of what is none, and gives a reader of all of it.
func Peek(r io.Reader) (format string, whole io.Reader, err error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return "", nil, err
	}
	plain := data
	if bytes.HasPrefix(data, []byte(compressed)) {
		if plain, err = unzip(data); err != nil {
			return "", bytes.NewReader(data), nil // who reads it will say so
		}
	}
	var h struct {
		Format string `json:"format"`
	}
	if json.Unmarshal(plain, &h) != nil {
		h.Format = ""
	}
	return h.Format, bytes.NewReader(data), nil
}
