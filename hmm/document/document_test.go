package document_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/document"
	"intenthmm/hmm/transcript"
	"intenthmm/hmm/transcript/export"
	"intenthmm/hmm/transcript/redact"
)

// put writes files into a folder of their own: pairs of name and content.
func put(t testing.TB, pairs ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(pairs); i += 2 {
		path := filepath.Join(dir, filepath.FromSlash(pairs[i]))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(pairs[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// options are those of the command, with a mapping.
func options(t testing.TB, mapping string) transcript.Options {
	t.Helper()
	o := transcript.DefaultOptions()
	fields, err := transcript.ParseMap(mapping)
	if err != nil {
		t.Fatal(err)
	}
	o.Map = fields
	o.Formats = slices.Concat(export.Formats(), document.Formats())
	return o
}

// read is the documents at a path, a line each, and what was said of them.
func read(t testing.TB, path string, o transcript.Options, unit document.Unit) (documents, summary string) {
	t.Helper()
	r := transcript.New([]string{path}, nil, o)
	var b strings.Builder
	for m, err := range document.Gather(r.Messages(), r.Summary, unit) {
		if err != nil {
			fmt.Fprintf(&b, "error: %s\n", strings.ReplaceAll(err.Error(), path, "…"))
			break
		}
		fmt.Fprintf(&b, "%s %q", m.Conversation, m.Text)
		if m.Label != "" {
			fmt.Fprintf(&b, " [%s]", m.Label)
		}
		if m.Vector != nil {
			fmt.Fprintf(&b, " %v", m.Vector)
		}
		b.WriteByte('\n')
	}
	return b.String(), strings.ReplaceAll(r.Summary().String(), path, "…")
}

func TestFilesAreDocuments(t *testing.T) {
	dir := put(t,
		"a/plain.txt", "Opening hours\r\n\r\nWe open at nine.\n",
		"a/latin.txt", "Gr\xf6\xdfen\nWir f\xfchren alle.\n",
		"b/reset.md", "---\ntitle: \"Reset: a password\"\nid: 7\n---\n# Reset\n\nGo to [settings](https://example.org/x), then *press* `reset &amp; all`:\n\n"+
			"- one\n- two &amp; three\n\n```sh\nrun <now>\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<div>raw <b>html</b></div>\n\nEnd \\* <https://example.org>\nof it ![picture](x.png)\n",
		"b/toml.markdown", "+++\ntitle = 'A = b'\n+++\nText.\n",
		"b/page.html", "<html><head><title>Parcels</title><script>x</script></head><body><nav>Home</nav><h1>Parcels</h1><p>Where is <i>mine</i>?</p></body></html>",
		"b/picture.png", "\x89PNG", "b/empty.txt", "", "b/blank.md", "\n\n", "b/binary.txt", "a\x00b\x00c")
	got, summary := read(t, dir, options(t, ""), document.Auto)
	want := `a/latin.txt "Größen\nWir führen alle."
a/plain.txt "Opening hours\n\nWe open at nine."
b/page.html "Parcels\nWhere is mine?"
b/reset.md "Reset: a password\nReset\nGo to settings, then press reset &amp; all:\none\ntwo & three\nrun <now>\na b\n1 2\nraw html\nEnd * https://example.org\nof it picture"
b/toml.markdown "A = b\nText."
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if want := "5 documents from 5 files, 4 other files left out"; summary != want {
		t.Errorf("summary %q, want %q", summary, want)
	}
	one, _ := read(t, filepath.Join(dir, "b", "toml.markdown"), options(t, ""), document.Auto)
	if one != "toml.markdown \"A = b\\nText.\"\n" {
		t.Errorf("a file that is named: %s", one)
	}
}

func TestDocumentsInArchives(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"kb/a/x.md", "kb/y.txt"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(w, "This is %s.", name)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := put(t, "kb.zip", b.String(), "z.txt", "Last.")
	got, _ := read(t, filepath.Join(dir, "kb.zip"), options(t, ""), document.Auto)
	if want := "a/x.md \"This is kb/a/x.md.\"\ny.txt \"This is kb/y.txt.\"\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	got, _ = read(t, dir, options(t, ""), document.Auto)
	if want := "z.txt \"Last.\"\nkb.zip/a/x.md \"This is kb/a/x.md.\"\nkb.zip/y.txt \"This is kb/y.txt.\"\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestArticles(t *testing.T) {
	for _, c := range []struct{ name, file, mapping, content, want, summary string }{
		{"JSON lines", "kb.jsonl", "", `{"slug":"hours","title":"Opening hours","body":"We open at nine.","category":"shop"}` + "\n" +
			`{"slug":"returns","title":"Returns","body":"<p>Send it <b>back</b>.</p><p>Free.</p>"}` + "\n{\n" + `{"slug":"x","title":"No body"}` + "\n[1]\n",
			"hours \"Opening hours\\nWe open at nine.\" [shop]\nreturns \"Returns\\nSend it back.\\nFree.\"\n",
			"2 documents from 1 file; skipped 3 records: 1 missing field, 1 not JSON, 1 not an object"},
		{"a list, numbers as identifiers", "kb.json", "", "[\n {\"id\": 1, \"question\": \"When?\", \"answer\": \"At nine.\"},\n {\"id\": 2, \"answer\": \"a < b\"},\n {\"text\": {\"x\": 1}}\n]\n",
			"1 \"When?\\nAt nine.\"\n2 \"a < b\"\n", "2 documents from 1 file; skipped 1 record: 1 bad value"},
		{"an answer of an API", "kb.json", "", `{"count":2,"articles":[{"id":360,"title":"T","body":"<p>B</p>","section_id":3},{"id":361,"title":"U","body":""}],"next_page":null}`,
			"360 \"T\\nB\"\n361 \"U\"\n", "2 documents from 1 file"},
		{"CSV without identifiers, mapped", "kb.csv", "title=Betreff,text=Antwort,label=Thema", "Betreff;Antwort;Thema\nZeiten;Ab neun.;Laden\n;\"Zwei\nZeilen\";\n",
			"1 \"Zeiten\\nAb neun.\" [Laden]\n2 \"Zwei\\nZeilen\"\n", "2 documents from 1 file"},
		{"TSV", "kb.tsv", "", "URL\tTitle\tContent\tVector\n/a\tA\tb\t[1,2]\n/b\tB\tc\t[3]\n/c\n",
			"/a \"A\\nb\" [1 2]\n", "1 document from 1 file; skipped 2 records: 1 bad vector, 1 wrong number of fields"},
		{"a chat is no article", "chat.csv", "", "conversation_id,subject,text\n1,s,a\n1,s,b\n2,t,c\n", "1 \"a\\nb\"\n2 \"c\"\n", "3 messages from 1 file"},
		{"nor is what is mapped as one", "chat.csv", "conversation=ticket,text=body", "ticket,name,body\n1,Dana,a\n1,Kim,b\n", "1 \"a\\nb\"\n", "2 messages from 1 file"},
		{"other columns", "people.csv", "", "id,name\n1,Dana\n", "error: …: missing column", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, summary := read(t, filepath.Join(put(t, c.file, c.content), c.file), options(t, c.mapping), document.Auto)
			if strings.HasPrefix(c.want, "error: ") {
				if !strings.HasPrefix(strings.Replace(got, ":1", "", 1), c.want) {
					t.Errorf("got %swant %s", got, c.want)
				}
				return
			}
			if got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
			if summary != c.summary {
				t.Errorf("summary %q, want %q", summary, c.summary)
			}
		})
	}
}

// TestChatsAsDocuments: conversations may be interleaved, and an identifier means something only in its file.
func TestChatsAsDocuments(t *testing.T) {
	dir := put(t,
		"a.jsonl", `{"conversation_id":"1","speaker":"customer","text":"hi","label":"x","vector":[1,2]}`+"\n"+
			`{"conversation_id":"2","text":"where is it","label":"y"}`+"\n"+
			`{"conversation_id":"1","speaker":"agent","text":"hello","label":"z","vector":[3,6]}`+"\n"+
			`{"conversation_id":"1","text":"bye","label":"z"}`+"\n",
		"b.jsonl", `{"conversation_id":"1","text":"another"}`+"\n",
		"c.md", "# An article\n")
	for unit, want := range map[document.Unit]string{
		document.Auto:      "1 \"hi\\nhello\\nbye\" [z] [2 4]\n2 \"where is it\" [y]\n1 \"another\"\nc.md \"An article\"\n",
		document.Turns:     "1 \"hi\" [x] [1 2]\n2 \"where is it\" [y]\n1 \"hello\" [z] [3 6]\n1 \"bye\" [z]\n1 \"another\"\nc.md \"An article\"\n",
		document.Documents: "1 \"hi\" [x] [1 2]\n2 \"where is it\" [y]\n1 \"hello\" [z] [3 6]\n1 \"bye\" [z]\n1 \"another\"\nc.md \"An article\"\n",
	} {
		if got, _ := read(t, dir, options(t, ""), unit); got != want {
			t.Errorf("%s: got\n%swant\n%s", unit, got, want)
		}
	}
	mixed := put(t, "a.jsonl", `{"conversation_id":"1","text":"a"}`+"\n", "b.csv", "id,text\n1,b\n1,c\n", "c.csv", "title,text\nd,e\n", "d.csv", "title,text\nf,g\n")
	if got, _ := read(t, mixed, options(t, ""), document.Auto); got != "1 \"a\"\n1 \"b\"\n1 \"c\"\n1 \"d\\ne\"\n1 \"f\\ng\"\n" {
		t.Errorf("each file is of its own kind, and counts its records: %s", got)
	}
	twice := put(t, "kb.jsonl", `{"id":"1","text":"a"}`+"\n"+`{"id":"1","text":"b"}`+"\n")
	if got, _ := read(t, twice, options(t, ""), document.Auto); got != "1 \"a\"\n1 \"b\"\n" {
		t.Errorf("two documents of one identifier: %s", got)
	}
	if got, _ := read(t, twice, options(t, ""), document.Conversations); got != "1 \"a\\nb\"\n" {
		t.Errorf("joined as they are asked to be: %s", got)
	}
	if _, err := document.ParseUnit("pages"); err == nil || !strings.Contains(err.Error(), "conversations") {
		t.Errorf("error %v", err)
	}
}

// TestDocumentsHideWhatChatsDo: redaction sees the text that is read, not the markup that it came in.
func TestDocumentsHideWhatChatsDo(t *testing.T) {
	dir := put(t,
		"a.html", "<p>Write to dana&#64;example.org</p>", "b.md", "Write to dana\\@example.org", "c.txt", "Write to dana@example.org",
		"d.jsonl", `{"id":"1","title":"dana@example.org","body":"<p>or dana&#64;example.org</p>"}`)
	o := options(t, "")
	o.Redact = redact.New().Text
	got, _ := read(t, dir, o, document.Auto)
	if strings.Contains(got, "dana") || strings.Count(got, "<email>") != 5 {
		t.Errorf("got\n%s", got)
	}
}

// TestLimits: what is too large is left out, and said.
func TestLimits(t *testing.T) {
	o := options(t, "")
	o.MaxLine = 1000
	dir := put(t, "a.txt", strings.Repeat("a line of text\n", 100), "b.txt", strings.Repeat("x", 1001), "c.txt", "fine")
	got, summary := read(t, dir, o, document.Auto)
	if got != "c.txt \"fine\"\n" || summary != "1 document from 3 files; dropped 1: 1 empty; skipped 2 records: 2 line too long" {
		t.Errorf("got\n%s%s", got, summary)
	}
}

// TestTitlesOfChats: a log may have a title too, where that is asked for.
func TestTitlesOfChats(t *testing.T) {
	dir := put(t, "mails.csv", "conversation_id,subject,text\n1,Parcel,where is it\n2,,hello\n")
	got, _ := read(t, dir, options(t, "title=subject"), document.Auto)
	if got != "1 \"Parcel\\nwhere is it\"\n2 \"hello\"\n" {
		t.Errorf("got\n%s", got)
	}
}

func FuzzDocuments(f *testing.F) {
	f.Add("a.md", "---\ntitle: x\n---\n# a\n\n- b\n\n| a |\n|--|\n")
	f.Add("a.html", "<title>x</title><p>y")
	f.Add("a.json", `{"articles":[{"id":1,"title":"T","body":"<p>B"}]}`)
	f.Add("a.csv", "id,title,text\n1,\"a\n\",b\n")
	f.Fuzz(func(t *testing.T, name, content string) {
		ext := filepath.Ext(name)
		if !slices.Contains([]string{".md", ".html", ".json", ".csv", ".txt"}, ext) {
			return
		}
		o := options(t, "")
		o.MaxLine = 1 << 12
		r := transcript.New([]string{filepath.Join(put(t, "f"+ext, content), "f"+ext)}, nil, o)
		n := 0
		for m, err := range document.Gather(r.Messages(), r.Summary, document.Turns) {
			if err != nil {
				return
			}
			if n++; m.Conversation == "" {
				t.Errorf("a document without an identifier: %+v", m)
			}
		}
		if s := r.Summary(); s.Messages != n {
			t.Errorf("%d documents, the summary says %d", n, s.Messages)
		}
	})
}
