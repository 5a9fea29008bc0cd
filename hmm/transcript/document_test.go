package transcript

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// documents is a format that reads {"name": …, "list": [VALUE, …], …} and gives every value as a text.
var documents = Format{Name: "documents", Read: func(in *Input, out *Sink) error {
	doc := in.Document()
	return doc.Object(func(key string) error {
		if key != "list" {
			return nil
		}
		return doc.List(func(int) error {
			return doc.Value(out, func(v Value, at Place) error {
				text := v.Text()
				if !v.IsText() {
					text = string(v.cell.text)
				}
				return out.Add(&Event{Conversation: fmt.Sprintf("%d,%d,%s", at.Line, at.Byte, at.Path), Text: text, Place: at})
			})
		})
	})
}}

// walked reads a document: PLACE: TEXT of each value, and what became of the rest.
func walked(t *testing.T, text string, max int) (string, Summary, error) {
	t.Helper()
	o := Options{Formats: []Format{documents}, Format: "documents", MaxLine: max}
	r := New([]string{"-"}, iotest.HalfReader(strings.NewReader(text)), o)
	messages, err := drain(t, r)
	var lines []string
	for _, m := range messages {
		lines = append(lines, m.Conversation+": "+m.Text)
	}
	return strings.Join(lines, "; "), r.Summary(), err
}

func TestDocument(t *testing.T) {
	long := strings.Repeat("x", 3*bufferSize)
	for _, c := range []struct{ name, text, want, problems, err string }{
		{"values of all kinds", "{\"a\":[{},\"]\"],\"list\":[1,\n\"t\\u0041\\\"\", true,{\"a\":\"}\"} , [1,[2]]]}",
			`1,23,$.list[0]: 1; 2,26,$.list[1]: tA"; 2,39,$.list[2]: true; 2,44,$.list[3]: {"a":"}"}; 2,56,$.list[4]: [1,[2]]`, "", ""},
		{"lines in values", "{\"list\":[{\"a\":\n[\n]},\"b\"]}", "1,10,$.list[0]: {\"a\":\n[\n]}; 3,21,$.list[1]: b", "", ""},
		{"a list that is not UTF-8", "{\"list\":[[\"\xff\"],\"b\"]}", `1,16,$.list[1]: b`,
			`stdin:1 (byte 10, $.list[0]): not UTF-8: byte 3 of 5, in "[\"\xff\"]"…: expected UTF-8 (is the file in Latin-1?)`, ""},
		{"white space before what is passed over", "{ \"x\" : {\n} , \"y\": 7, \"list\": [ \"a\" ] , \"z\" : null }", "2,33,$.list[0]: a", "", ""},
		{"another type where the list should be", `{"list":7,"list":["a"]}`, "1,19,$.list[0]: a", "", ""},
		{"bad values are passed over", `{"list":["a",{"b":01},"c` + "\xff" + `","d"]}`, "1,10,$.list[0]: a; 1,28,$.list[3]: d",
			`stdin:1 (byte 14, $.list[1]): not JSON: invalid character '1' after object key:value pair (byte 7 of the line): expected one JSON object a line` + "\n" +
				`stdin:1 (byte 23, $.list[2]): not UTF-8: byte 3 of 4, in "\"c\xff\""…: expected UTF-8 (is the file in Latin-1?)`, ""},
		{"a long value is bad, a long one beside is not looked at", `{"x":"` + long + `","list":["` + long + `","b"]}`, "1,393236,$.list[1]: b",
			"stdin:1 (byte 196625, $.list[0]): line too long: expected at most 100 bytes", ""},
		{"cut short in a value", `{"list":["a",{"b`, "1,10,$.list[0]: a", "", "stdin:1 (byte 14, $.list[1]): the document is cut short: it ends inside a value, with 1 bracket open"},
		{"cut short between", `{"list":["a"`, "1,10,$.list[0]: a", "", "stdin:1 (byte 13, $.list): the document is cut short: expected a comma or ]"},
		{"no comma", `{"list":["a" "b"]}`, "1,10,$.list[0]: a", "", "stdin:1 (byte 14, $.list): not JSON: expected a comma or ]"},
		{"nested too deep", `{"list":["a",` + strings.Repeat("[", maxDepth+1), "1,10,$.list[0]: a", "", "stdin:1 (byte 14, $.list[1]): nested too deep: expected at most 10000 brackets in each other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, s, err := walked(t, c.text, 100)
			if got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
			var problems []string
			for _, p := range s.Problems {
				problems = append(problems, p.Error())
			}
			if got := strings.Join(problems, "\n"); got != c.problems {
				t.Errorf("problems\n got %s\nwant %s", got, c.problems)
			}
			if text := fmt.Sprint(err); err != nil && text != c.err || err == nil && c.err != "" {
				t.Errorf("error\n got %s\nwant %s", text, c.err)
			}
		})
	}
}

// TestDocumentStaysSmall passes over a value far larger than memory may grow.
func TestDocumentStaysSmall(t *testing.T) {
	w := newWindow(io.MultiReader(strings.NewReader(`"`), io.LimitReader(letters{}, 64<<20), strings.NewReader(`" 1`)), 1000)
	if _, err := w.span(true); !errors.Is(err, errTooLong) {
		t.Fatal(err)
	}
	if cap(w.data) > 8*bufferSize {
		t.Errorf("%d bytes held", cap(w.data))
	}
	if b, err := w.peek(); b != '1' || err != nil || w.offset() != 64<<20+3 {
		t.Errorf("%q at %d, %v", b, w.offset(), err)
	}
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestValue(t *testing.T) {
	s := scanner{outline: new(outlines).take(), data: []byte(`{"a":{"b\u0063":"x\n"},"n":-1.5e1,"s":"7","t":true,"z":null,"l":[1,"2",[3]],"a2":1,"a2":2}`)}
	v := s.first()
	if s.bad {
		t.Fatal("not JSON")
	}
	var f [3]Value
	v.Pick(f[:], "n", "none", "a2")
	n, _ := f[0].Number()
	seven, _ := v.Get("s").Number()
	items := 0
	for range v.Get("l").Items() {
		items++
	}
	keys := ""
	for k := range v.Members() {
		keys += k + " "
	}
	if v.Get("a", "bc").Text() != "x\n" || n != -15 || !f[1].IsNull() || f[2].Text() != "2" || seven != 7 ||
		!v.Get("t").True() || !v.Get("z").IsNull() || items != 3 || keys != "a n s t z l a2 a2 " || !v.Get("s").Is("7") || v.Get("l").Text() != "" {
		t.Errorf("%v %v %v %v %d %q", n, f[1].Kind(), f[2].Text(), seven, items, keys)
	}
}

func TestShape(t *testing.T) {
	for text, want := range map[string]string{
		`{"a":[{"b":1,"c":{"d":"x`: "a a[] a[].b a[].c a[].c.d",
		`[{"a":"b: \"c\":1"}]`:     "[] [].a",
		"text":                     "",
		`{"a":1}{"b":2}`:           "a",
	} {
		shape := shapeOf([]byte(text))
		for _, key := range strings.Fields(want) {
			if !shape.Has(key) {
				t.Errorf("%s: no %s in %v", text, key, shape)
			}
		}
		if len(shape) != len(strings.Fields(want)) {
			t.Errorf("%s: %v, want %s", text, shape, want)
		}
	}
}

// FuzzDocument wants the walk to find in a list what encoding/json finds, and never to panic.
func FuzzDocument(f *testing.F) {
	for _, seed := range scannerSeeds() {
		f.Add([]byte(`{"list":[` + seed + `]}`))
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var document map[string]json.RawMessage
		var list []json.RawMessage
		valid := json.Unmarshal(data, &document) == nil && json.Unmarshal(document["list"], &list) == nil && list != nil
		o := Options{Formats: []Format{documents}, Format: "documents"}
		r := New([]string{"-"}, bytes.NewReader(data), o)
		_, err := drain(t, r)
		if s := r.Summary(); valid && bytes.Count(data, []byte(`"list"`)) == 1 && !bytes.Contains(data, []byte{0}) && !bytes.Contains(data, []byte(`\u`)) {
			if s.Lines != len(list) && !(len(list) == 0 && err != nil) {
				t.Errorf("%d values in %q, want %d: %v", s.Lines, data, len(list), err)
			}
		}
	})
}
