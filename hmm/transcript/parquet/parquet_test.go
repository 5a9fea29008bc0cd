package parquet

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"intenthmm/hmm/transcript"
)

func options(columns string) transcript.Options {
	o := transcript.DefaultOptions()
	o.Formats = []transcript.Format{Format()}
	o.Map, _ = transcript.ParseMap(columns)
	return o
}

// readAll shows the messages of a file, a line each: LINE CONVERSATION TIME SPEAKER "TEXT" SYMBOL VECTOR.
func readAll(path string, o transcript.Options) (string, transcript.Summary, error) {
	var b strings.Builder
	r := transcript.New([]string{path}, nil, o)
	for m, err := range r.Messages() {
		if err != nil {
			return b.String(), r.Summary(), err
		}
		fmt.Fprintf(&b, "%d %s %s %s %q %s %v\n", m.Line, m.Conversation, m.Time, m.Speaker, m.Text, m.Symbol, m.Vector)
	}
	return b.String(), r.Summary(), nil
}

func expect(t *testing.T, path string, o transcript.Options, messages, summary string) {
	t.Helper()
	got, s, err := readAll(path, o)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimLeft(messages, "\n"); got != want {
		t.Errorf("messages\n got\n%s\nwant\n%s", got, want)
	}
	if got := strings.Replace(s.String(), " from 1 file", "", 1); got != summary {
		t.Errorf("summary\n got %s\nwant %s", got, summary)
	}
}

// pandasFile was written by pandas 3.1 through pyarrow 26:
//
//	pd.DataFrame({
//	    "conversation_id": pd.array([1, 1, 2, None], dtype="Int64").astype("float64"),
//	    "timestamp": pd.to_datetime(["2024-01-05 10:01:07.123456", "2024-01-05 10:02:11", None, "2024-01-05 10:03:00"], format="ISO8601"),
//	    "speaker": pd.Categorical(["customer", "agent", "customer", "agent"]),
//	    "text": ["my parcel never came", "prüfen wir 👋", "", None],
//	    "embedding": [np.array([1.0, 2.5]), np.array([0.0, -1.0]), None, np.array([3.0, 4.0])],
//	}).to_parquet("pandas.parquet")
const pandasFile = "testdata/pandas.parquet"

const pandasMessages = `
1 1 2024-01-05T10:01:07.123456Z customer "my parcel never came"  [1 2.5]
2 1 2024-01-05T10:02:11Z agent "prüfen wir 👋"  [0 -1]
`

func TestPandas(t *testing.T) {
	expect(t, pandasFile, options(""), pandasMessages, "2 messages; dropped 1: 1 empty; skipped 1 line: 1 missing field")
}

// TestPacked reads the file out of gzip, from a temporary copy.
func TestPacked(t *testing.T) {
	raw, err := os.ReadFile(pandasFile)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(raw)
	z.Close()
	path := filepath.Join(t.TempDir(), "x.parquet.gz")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	expect(t, path, options(""), pandasMessages, "2 messages; dropped 1: 1 empty; skipped 1 line: 1 missing field")
}

// TestCodecs reads one table of 100 rows in every compression of pyarrow 26, in row groups of 30 rows and pages of some 512
// bytes, of version 1 (snappy, gzip, brotli) and 2, with dictionaries and without (brotli):
//
//	pa.table({
//	    "ticket": pa.array([f"t{i // 4}" for i in range(100)]),
//	    "who": pa.array(["customer", "agent"] * 50).dictionary_encode(),
//	    "said": pa.array([None if i % 10 == 9 else f"line {i}" for i in range(100)]),
//	    "at": pa.array([dt.datetime(2024, 1, 5, tzinfo=utc) + dt.timedelta(seconds=i) for i in range(100)], pa.timestamp("ms", tz="UTC")),
//	    "v": pa.array([[float(i), i / 2, -1.0] for i in range(100)], pa.list_(pa.float32(), 3)),
//	    "unused": pa.array([{"a": i} for i in range(100)]),
//	})
func TestCodecs(t *testing.T) {
	start := time.Date(2024, 1, 5, 0, 0, 0, 0, time.UTC)
	var want strings.Builder
	for i := range 100 {
		if i%10 != 9 {
			fmt.Fprintf(&want, "%d t%d %s %s %q  %v\n", i+1, i/4, start.Add(time.Duration(i)*time.Second).Format(time.RFC3339),
				[]string{"customer", "agent"}[i%2], fmt.Sprint("line ", i), []float64{float64(i), float64(i) / 2, -1})
		}
	}
	for _, codec := range []string{"none", "snappy", "gzip", "brotli", "zstd", "lz4"} {
		t.Run(codec, func(t *testing.T) {
			expect(t, "testdata/pyarrow_"+codec+".parquet", options("conversation=ticket,speaker=who,text=said,time=at,vector=v"),
				want.String(), "90 messages; skipped 10 lines: 10 missing field")
		})
	}
}

// TestTypes reads what types of columns become, out of a table of three rows by pyarrow 26, with times as INT96 as Spark
// writes them:
//
//	pq.write_table(pa.table({
//	    "meta": pa.array([{"talk": {"id": "a"}}, {"talk": {"id": "b"}}, None]), "text": pa.array(["x", "y", "z"]),
//	    "day": pa.array([dt.date(2024, 1, 5)] * 3), "price": pa.array([Decimal("-12.50"), Decimal("0.07"), None], pa.decimal128(10, 2)),
//	    "i96": pa.array([dt.datetime(2024, 1, 5, 10, 1, 7, 500)] * 3, pa.timestamp("us")), "u": pa.array([2**63 + 1, 7, None], pa.uint64()),
//	    "flag": pa.array([True, False, None]), "half": pa.array([[np.float16(1.5), np.float16(-2)], [], None], pa.list_(pa.float16())),
//	    "ints": pa.array([[1, 2], [3, None], [4, 5]], pa.list_(pa.int64())), "words": pa.array([["a"], [], None]),
//	    "f32": pa.array([0.1, nan, 3], pa.float32()), "raw": pa.array([b"\xff", b"ok", None]),
//	    "clock": pa.array([dt.time(10, 1, 7)] * 3), "deep": pa.array([[[1.0]], [[2.0]], None]),
//	}), "types.parquet", use_deprecated_int96_timestamps=True)
func TestTypes(t *testing.T) {
	const path = "testdata/types.parquet"
	for _, c := range []struct{ columns, messages, summary string }{
		{"conversation=meta.talk.id,time=day,speaker=u,symbol=price", `
1 a 2024-01-05T00:00:00Z 9223372036854775809 "x" -12.50 []
2 b 2024-01-05T00:00:00Z 7 "y" 0.07 []
`, "2 messages; skipped 1 line: 1 missing field"},
		{"conversation=text,time=i96,speaker=flag,vector=half", `
1 x 2024-01-05T10:01:07.0005Z true "x"  [1.5 -2]
2 y 2024-01-05T10:01:07.0005Z false "y"  []
3 z 2024-01-05T10:01:07.0005Z  "z"  []
`, "3 messages"},
		{"conversation=text,time=clock,speaker=f32,vector=ints", `
1 x 10:01:07 0.1 "x"  [1 2]
3 z 10:01:07 3 "z"  [4 5]
`, "2 messages; skipped 1 line: 1 bad vector; 2 times not understood"},
		{"conversation=text,speaker=raw", `
2 y  ok "y"  []
3 z   "z"  []
`, "2 messages; skipped 1 line: 1 not UTF-8"},
		{"conversation=meta.talk.id,text=f32", `
1 a   "0.1"  []
`, "1 message; skipped 2 lines: 2 missing field"}, // the second is NaN
		{"conversation=text,speaker=words", "", "0 messages; skipped 3 lines: 3 bad value"},
		{"conversation=text,vector=deep", "", "0 messages; skipped 3 lines: 3 bad vector"},
	} {
		expect(t, path, options(c.columns), c.messages, c.summary)
	}
}

// TestColumns: a column that is missing is an error that lists those there are.
func TestColumns(t *testing.T) {
	_, _, err := readAll("testdata/types.parquet", options(""))
	want := `testdata/types.parquet: missing column: for field conversation: expected one of conversation_id`
	if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), "meta.talk.id") {
		t.Errorf("error %v, want %s…", err, want)
	}
}

// TestGap: rows are cut as those of CSV are.
func TestGap(t *testing.T) {
	o := options("conversation=who,speaker=ticket,text=said,time=at")
	o.Gap, o.Join = 500*time.Millisecond, true
	got, s, err := readAll("testdata/pyarrow_snappy.parquet", o)
	if err != nil || s.Messages != 90 || !strings.Contains(got, "customer#2") {
		t.Errorf("%v, %s, %.200s", err, s, got)
	}
}
