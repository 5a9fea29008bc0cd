package transcript

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// benchTurns is how many messages the generated logs hold.
const benchTurns = 20_000

func BenchmarkJSONL(b *testing.B) {
	benchmarkRead(b, "jsonl", generate(func(w *bytes.Buffer, conversation, turn int, text string) {
		fmt.Fprintf(w, `{"conversation_id":"chat-%04d","turn":%d,"speaker":"customer","text":%q,"label":"inform","split":"train"}`+"\n",
			conversation, turn, text)
	}))
}

// BenchmarkJSONLEscapes reads what Python writes of a German log: an escape for every umlaut.
func BenchmarkJSONLEscapes(b *testing.B) {
	benchmarkRead(b, "jsonl", generate(func(w *bytes.Buffer, conversation, turn int, text string) {
		text = strings.ReplaceAll(text, "a", `\u00e4`)
		fmt.Fprintf(w, `{"conversation_id":"chat-%04d","turn":%d,"text":"%s"}`+"\n", conversation, turn, text)
	}))
}

func BenchmarkJSONLVectors(b *testing.B) {
	vector := "[" + strings.Repeat("0.123456789,", 63) + "-1.5e-3]"
	benchmarkRead(b, "jsonl", generate(func(w *bytes.Buffer, conversation, turn int, _ string) {
		fmt.Fprintf(w, `{"conversation_id":"chat-%04d","vector":%s}`+"\n", conversation, vector)
	}))
}

func BenchmarkCSV(b *testing.B) {
	head := []byte("conversation_id,turn,speaker,text\n")
	benchmarkRead(b, "csv", append(head, generate(func(w *bytes.Buffer, conversation, turn int, text string) {
		fmt.Fprintf(w, "chat-%04d,%d,customer,\"%s, \"\"thanks\"\"\"\n", conversation, turn, text)
	})...))
}

// generate writes turns of a log by a function.
func generate(write func(w *bytes.Buffer, conversation, turn int, text string)) []byte {
	words := strings.Fields("hello my parcel has not arrived can you please check the order number that I gave you yesterday")
	var w bytes.Buffer
	for i := range benchTurns {
		from := i % 7
		write(&w, i/12, i%12, strings.Join(words[from:from+4+i%8], " "))
	}
	return w.Bytes()
}

func benchmarkRead(b *testing.B, format string, data []byte) {
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r := New([]string{"-"}, bytes.NewReader(data), Options{Format: format})
		for _, err := range r.Messages() {
			if err != nil {
				b.Fatal(err)
			}
		}
		if s := r.Summary(); s.Messages != benchTurns {
			b.Fatal(s)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchTurns, "ns/message")
}
