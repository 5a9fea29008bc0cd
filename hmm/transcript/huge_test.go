package transcript

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
)

// A hugeText is so many x.
type hugeText int64

func (h *hugeText) Read(p []byte) (int, error) {
	if *h == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), int64(*h)))
	for at := 0; at < n; {
		at += copy(p[at:n], xs)
	}
	*h -= hugeText(n)
	return n, nil
}

var xs = bytes.Repeat([]byte("x"), 1<<12)

// TestLineOfTenGigabytes: a line, a field and a value of any length are bad, cost no memory and leave what follows
// alone.
func TestLineOfTenGigabytes(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 14 GB that are made as they are read")
	}
	for _, c := range []struct {
		format        string
		size          hugeText
		before, after string
	}{
		{"jsonl", 10 << 30, oneLine + `{"conversation_id":"a","text":"`, `"}` + "\n" + oneLine},
		{"csv", 2 << 30, "conversation_id,text\na,hi\na,", "\na,hi\n"},
		{"documents", 2 << 30, `{"list":["hi","`, `","hi"]}`},
	} {
		t.Run(c.format, func(t *testing.T) {
			t.Parallel()
			x := c.size
			o := Options{Formats: []Format{documents}, Format: c.format}
			r := New([]string{"-"}, io.MultiReader(strings.NewReader(c.before), &x, strings.NewReader(c.after)), o)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			messages, err := drain(t, r)
			runtime.ReadMemStats(&after)
			s := r.Summary()
			if err != nil || len(messages) != 2 || messages[1].Text != "hi" || fmt.Sprint(s.Reasons) != "[{line too long 1}]" {
				t.Errorf("%d messages, %v, %s", len(messages), err, s)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 512<<20 {
				t.Errorf("%d MB allocated", used>>20)
			}
		})
	}
}
