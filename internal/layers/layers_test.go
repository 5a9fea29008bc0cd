// Package layers has no code: its test keeps the order of the module's packages.
package layers

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"intenthmm/internal/samples"
)

const module = "intenthmm"

// A layer is a package, what of this module it may import, which packages of other modules, and why
// no more. In both lists a name stands for everything below it too where it ends in a slash.
type layer struct {
	name    string
	ours    string
	foreign string
	why     string
}

// order is the packages from the bottom up: each may import only packages above it in this list.
var order = []layer{
	{"internal/simplex", "", "gonum.org/v1/gonum/mathext", "checks and draws from lists of probabilities, and what is expected of them"},
	{"internal/lanes", "", "golang.org/x/sys/cpu", "kernels over numbers; they know nothing of what the numbers are"},
	{"internal/quantile", "", "", "where a number stands among others"},
	{"internal/wire", "", "", "numbers as bytes; it knows not of what"},
	{"internal/lsa", "", "gonum.org/v1/gonum/", "linear algebra over counts"},
	{"internal/criteria", "", "", "formulas over numbers"},
	{"internal/assign", "", "", "a matching of rows to columns"},
	{"internal/atomicfile", "", "", "files, whatever is in them"},
	{"internal/modelfile", "internal/atomicfile", "", "what all model files have in common: it knows no model"},
	{"internal/helpdesk", "", "", "invents text, knows no model"},
	{"internal/workloads", "", "", "reads arrays"},
	{"internal/npy", "", "", "reads matrices"},
	{"internal/layers", "", "", "this test"},
	{"internal/worked", "", "", "a test: the worked example"},

	{"baumwelch/em", "", "", "one loop for every learner: it knows no model"},
	{"internal/spill", "", "", "sorts records, whatever they are"},
	{"internal/hypertext", "", "golang.org/x/net/html golang.org/x/net/html/atom", "HTML to text: it knows not whose"},
	{"hmm/transcript", "internal/spill", "", "chat logs to messages: it knows no mathematics, and no module that a bot would have to link"},
	{"hmm/transcript/redact", "", "golang.org/x/text/unicode/norm", "texts to texts"},
	{"hmm/transcript/internal/rasa", "hmm/transcript", "", "the events of a tracker, wherever they are stored"},
	{"hmm/transcript/export", "hmm/transcript hmm/transcript/internal/rasa internal/hypertext", "github.com/klauspost/compress/zstd", "the formats of chat tools; a bot does not link it"},
	{"hmm/transcript/sqlite", "hmm/transcript hmm/transcript/internal/rasa", "modernc.org/sqlite modernc.org/sqlite/vfs", "a database: only the command links all of SQLite"},
	{"hmm/transcript/parquet", "hmm/transcript",
		"github.com/parquet-go/parquet-go github.com/parquet-go/parquet-go/ github.com/klauspost/compress/ github.com/andybalholm/brotli github.com/pierrec/lz4/v4",
		"columns: only the command links a library for Parquet; the compressions are for checking pages before that decodes them"},
	{"hmm/document", "hmm/transcript internal/hypertext", "github.com/yuin/goldmark github.com/yuin/goldmark/", "files that hold documents; a bot does not link it"},
	{"hmm/session/store", "", "", "opaque bytes by id: it knows no model and no session"},
	{"hmm/session/store/storetest", "hmm/session/store", "", "what a store must do; users run it too"},
	{"hmm/session/store/bolt", "hmm/session/store", "go.etcd.io/bbolt go.etcd.io/bbolt/errors", "a file: only the command links its library"},
	{"hmm/session/store/redis", "hmm/session/store", "github.com/redis/go-redis/v9", "a server: only the command links its library"},
	{"internal/samples", "hmm/transcript", "", "finds transcripts for tests"},
	{"internal/patience", "", "", "contexts that end by being asked, for tests"},
	{"internal/modelfile/frozentest", "internal/samples", "", "holds model files of any kind to what they said, in tests"},
	{"internal/simulated", "hmm/transcript internal/simplex", "", "logs whose number of states is known"},

	{"hmm/chain", "internal/lanes internal/simplex", "", "one half of the waist: never an emission"},
	{"hmm/emission", "baumwelch/em internal/lanes internal/lsa internal/simplex", "gonum.org/v1/gonum/",
		"the other half: never a chain; em for the word Repair"},
	{"hmm/emission/emissiontest", "baumwelch/em hmm/emission", "", "what a family must do; users run it too"},
	{"forwardbackward", "hmm/chain internal/lanes internal/simplex internal/wire", "", "the waist: a chain and a block of densities, never a family"},
	{"viterbi", "hmm/chain internal/lanes internal/wire", "", "likewise"},
	{"internal/reference", "hmm/chain internal/simplex", "", "slow versions of the waist, for tests"},
	{"hmm/mixture", "baumwelch/em hmm/emission internal/lanes internal/quantile internal/simplex internal/wire internal/criteria", "gonum.org/v1/gonum/", "families without a chain"},
	{"hmm/topic", "baumwelch/em hmm/emission internal/lanes internal/simplex", "gonum.org/v1/gonum/", "topics in documents: it knows words by number and no text"},

	{"hmm/encode", "baumwelch/em hmm/transcript hmm/emission hmm/mixture internal/lsa",
		"github.com/clipperhouse/uax29/v2/words golang.org/x/text/unicode/norm gonum.org/v1/gonum/floats gonum.org/v1/gonum/mat",
		"messages to observations; it knows no chain and no training"},
	{"hmm/encode/stem", "", "github.com/blevesearch/snowballstem github.com/blevesearch/snowballstem/",
		"stems: only who trains with them links the stemmers"},
	{"hmm/encode/embeddings", "", "golang.org/x/text/unicode/norm", "files of word vectors: it knows no messages"},
	{"hmm/encode/pipe", "hmm/encode hmm/transcript", "", "another process: only who trains on what it makes needs it"},
	{"hmm", "hmm/chain hmm/emission forwardbackward viterbi internal/simplex", "", "a model: no text, no files, no training"},
	{"baumwelch", "baumwelch/em hmm hmm/chain hmm/emission hmm/mixture forwardbackward internal/lanes internal/simplex", "", "training: no text"},
	{"baumwelch/information", "baumwelch baumwelch/em hmm hmm/chain hmm/emission forwardbackward internal/simplex", "gonum.org/v1/gonum/mat",
		"standard errors: no text"},
	{"baumwelch/selection", "baumwelch baumwelch/em hmm hmm/chain hmm/emission internal/assign internal/criteria", "", "judges what training makes: no text"},
	{"hmm/types", "baumwelch baumwelch/em baumwelch/selection hmm hmm/chain hmm/emission hmm/mixture forwardbackward internal/lanes internal/simplex internal/criteria", "",
		"a mixture of models: no text"},
	{"hmm/session", "hmm hmm/chain hmm/emission forwardbackward viterbi internal/lanes internal/quantile internal/simplex internal/wire", "gonum.org/v1/gonum/mat", "live decoding: no text, no training"},
	{"hmm/intent", "baumwelch baumwelch/em baumwelch/selection hmm hmm/chain hmm/emission hmm/encode hmm/session hmm/transcript internal/modelfile internal/quantile", "gonum.org/v1/gonum/",
		"everything that a bot needs: it links gonum and the word segmenter and nothing heavier"},
	{"hmm/document/match", "hmm/emission hmm/encode hmm/intent hmm/transcript", "", "articles beside intents: it reads no files"},
	{"hmm/document/cluster", "baumwelch/em hmm/document hmm/emission hmm/encode hmm/mixture hmm/transcript internal/lsa internal/modelfile internal/quantile", "gonum.org/v1/gonum/mat",
		"documents into clusters: no chain"},
	{"hmm/document/topics", "baumwelch/em hmm/document hmm/emission hmm/encode hmm/topic hmm/transcript internal/modelfile", "gonum.org/v1/gonum/mat",
		"the topics of documents: no chain"},
	{"hmm/intent/typed", "baumwelch baumwelch/em hmm hmm/chain hmm/emission hmm/intent hmm/transcript hmm/types internal/modelfile", "",
		"types of conversation on a model of intents; a bot that asks for none does not link it"},
	{"hmm/live", "hmm/encode hmm/intent hmm/session hmm/session/store internal/wire", "", "conversations by name: it knows no store but the interface"},
	{"hmm/serve/page", "", "", "files: it knows no model and no server"},
	{"hmm/serve", "hmm/encode hmm/intent hmm/live hmm/serve/page", "golang.org/x/time/rate github.com/prometheus/client_golang/prometheus github.com/prometheus/client_golang/prometheus/",
		"HTTP around hmm/live: it knows no store but the interface, and no bot links it"},
	{"hmm/report/agreement", "internal/assign", "", "figures from counts: it knows no model"},
	{"hmm/report/diff", "hmm/intent hmm/emission hmm/encode internal/assign", "", "figures from two models: it writes nothing"},
	{"hmm/report/heldout", "baumwelch hmm hmm/chain hmm/emission hmm/session", "", "figures from observations and models: no text, no files"},
	{"hmm/report", "hmm/document/cluster hmm/document/match hmm/document/topics hmm/intent hmm/intent/typed hmm/encode hmm/emission hmm/mixture hmm/topic hmm/transcript baumwelch/em baumwelch/information hmm/report/agreement hmm/report/diff hmm/report/heldout",
		"github.com/olekukonko/tablewriter github.com/olekukonko/tablewriter/ github.com/clipperhouse/uax29/v2/graphemes",
		"what people read; a bot does not link it"},
	{"hmm/report/plot", "hmm/document/cluster hmm/document/topics hmm/report", "gonum.org/v1/plot gonum.org/v1/plot/", "pictures: only the command links the plotting library"},
	{"internal/quality", "baumwelch hmm/document hmm/document/cluster hmm/document/match hmm/encode hmm/intent hmm/transcript hmm/report/agreement hmm/report/heldout internal/npy", "", "measures whole models"},
	{"internal/quality/flows", "baumwelch/selection hmm hmm/emission hmm/intent hmm/intent/typed hmm/transcript hmm/types hmm/report/agreement", "",
		"measures types of conversation"},
	{"internal/recover", "hmm/intent hmm/transcript internal/simulated", "", "measures the search for the number of states"},
	{"internal/readers", "hmm/transcript hmm/transcript/export hmm/transcript/parquet internal/samples", "github.com/parquet-go/parquet-go", "measures the speed of reading beside Python"},
	{"internal/bags", "hmm/emission hmm/topic hmm/transcript", "", "documents for measurements"},
	{"internal/topics", "hmm/topic internal/bags", "", "measures topics beside Python"},
	{"internal/contest", "", "", "runs of contenders, whatever they run"},
	{"internal/siblings", "baumwelch/em hmm/emission hmm/encode hmm/mixture hmm/topic hmm/transcript internal/bags internal/contest internal/npy", "", "measures what learns without a chain beside Python"},
	{"internal/compare", "baumwelch baumwelch/em hmm hmm/chain hmm/emission internal/contest internal/workloads", "", "measures speed beside other libraries"},
	{"internal/load", "", "", "measures a server: it knows nothing but HTTP"},
	{"cmd/intenthmm", "baumwelch baumwelch/em baumwelch/information baumwelch/selection hmm hmm/ internal/atomicfile internal/modelfile internal/npy viterbi",
		"github.com/urfave/cli/v2 github.com/schollz/progressbar/v3 golang.org/x/term", "the command: all else is its library"},
	{"cmd/examples/stdinbot", "hmm/intent", "", "shows that a bot needs one package"},
	{"cmd/examples/telegrambot", "hmm/intent hmm/live hmm/session/store hmm/session/store/bolt", "github.com/go-telegram/bot github.com/go-telegram/bot/models",
		"a whole bot: decoding, conversations on disk, and the platform's client"},
}

// forTests are packages that nothing but tests imports.
var forTests = []string{"internal/helpdesk", "internal/samples", "internal/patience", "internal/modelfile/frozentest", "internal/reference", "hmm/emission/emissiontest", "hmm/session/store/storetest"}

// permits reports whether a list of names holds one.
func permits(list, name string) bool {
	for entry := range strings.FieldsSeq(list) {
		if entry == name || strings.HasSuffix(entry, "/") && strings.HasPrefix(name, entry) {
			return true
		}
	}
	return false
}

// isModule reports whether a folder is a module of its own: a generator may need what the project
// does not.
func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

// imports are the packages of the module and what their files other than tests import.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	root := samples.Root(t)
	found := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != root && (name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || isModule(path)) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		dir, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		dir = filepath.ToSlash(dir)
		found[dir] = append(found[dir], "") // a package of tests only is one too
		if strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[dir] = append(found[dir], imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestImportsRunOneWay(t *testing.T) {
	found := imports(t)
	known := map[string]layer{}
	for _, l := range order {
		known[l.name] = l
		if _, ok := found[l.name]; !ok {
			t.Errorf("there is no package %s any more", l.name)
		}
	}
	for dir, imported := range found {
		l, ok := known[dir]
		if !ok {
			t.Errorf("package %s has no place in the order: give it one, with its reason", dir)
			continue
		}
		for _, path := range imported {
			first, _, _ := strings.Cut(path, "/")
			name, ours := strings.CutPrefix(path, module+"/")
			switch {
			case path == module || ours:
				if !permits(l.ours, name) {
					t.Errorf("%s imports %s (%s)", dir, name, l.why)
				}
				if slices.Contains(forTests, name) && !slices.Contains(forTests, dir) {
					t.Errorf("%s imports %s, which is for tests", dir, name)
				}
			case strings.Contains(first, "."):
				if !permits(l.foreign, path) {
					t.Errorf("%s imports %s (%s)", dir, path, l.why)
				}
			}
		}
	}
}

// TestOrderIsAnOrder: what a package may import stands above it.
func TestOrderIsAnOrder(t *testing.T) {
	above := map[string]bool{}
	for _, l := range order {
		for name := range strings.FieldsSeq(l.ours) {
			if !strings.HasSuffix(name, "/") && !above[name] {
				t.Errorf("%s may import %s, which does not stand above it", l.name, name)
			}
		}
		if above[l.name] {
			t.Errorf("%s stands in the order twice", l.name)
		}
		above[l.name] = true
		if l.why == "" {
			t.Errorf("%s has no reason", l.name)
		}
	}
}

// TestTopLevel: whoever opens the repository sees these names and no others. What git ignores may
// lie about too.
func TestTopLevel(t *testing.T) {
	names := []string{
		"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "go.mod", "go.sum",
		"hmm", "forwardbackward", "baumwelch", "viterbi", "cmd", "internal", "testdata",
	}
	ignored := []string{"*.hmm.json", "*.hmm.json.gz", "*.got", "*.db", "*.test", "*.prof", "intenthmm"} // as .gitignore has it
	entries, err := os.ReadDir(samples.Root(t))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, e := range entries {
		name := e.Name()
		found[name] = true
		leftover := slices.ContainsFunc(ignored, func(pattern string) bool {
			ok, _ := filepath.Match(pattern, name)
			return ok && !e.IsDir()
		})
		if !slices.Contains(names, name) && !strings.HasPrefix(name, ".") && !leftover {
			t.Errorf("%s lies at the top", name)
		}
	}
	for _, name := range names {
		if !found[name] {
			t.Errorf("%s is missing at the top", name)
		}
	}
}
