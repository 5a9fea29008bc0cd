package export

import (
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"intenthmm/hmm/transcript"
)

// zstandard is content in zstd.
func zstandard(t *testing.T, content string) string {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(z.EncodeAll([]byte(content), nil))
}

// TestZstd reads what is packed by itself, in an archive, and around one; a chat that is gone through twice too.
func TestZstd(t *testing.T) {
	chat := "05.01.24, 10:01 - A: x\n"
	packed := zstandard(t, chat)
	for name, content := range map[string]string{
		"chat.txt.zst": packed, "x.zip": zipped(t, "chat.txt.zst", packed), "x.tar.zst": zstandard(t, taped(t, "chat.txt", chat)),
		"x.zip.zst": zstandard(t, zipped(t, "chat.txt", chat)),
	} {
		expect(t, file(t, name, content), options(), "chat A \"x\"\n", "1 message", "1 × a time without a zone was taken for UTC")
	}
	_, err := drain(file(t, "chat.txt.zst", packed[:len(packed)-3]), options())
	if err == nil || !strings.Contains(err.Error(), "cut short") {
		t.Error(err)
	}
	_, err = drain(file(t, "chat.txt.zst", zstandard(t, chat+strings.Repeat("x", 100<<20))), options())
	if err == nil || !strings.Contains(err.Error(), "compressed too well to be a log") {
		t.Error(err)
	}
}

// drain reads a file to its end or its error.
func drain(path string, o transcript.Options) (n int, err error) {
	for _, err = range transcript.New([]string{path}, nil, o).Messages() {
		if err == nil {
			n++
		}
	}
	return n, err
}
