package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestGolden holds whole outputs against testdata/cmd/NAME.txt.
func TestGolden(t *testing.T) {
	m, dir := words(t), t.TempDir()
	named := labelled(t)
	must(t, "label", "-m", named, "2=payment", "3=a very long name of a hand-off", "--outcome")
	must(t, "label", "-m", named, "0", "2=paid", "--ends-as", "abandoned")
	clusters := filepath.Join(dir, "kb.json")
	must(t, "cluster", kb, "-k", "3", "--restarts", "2", "-q", "-o", clusters)
	subjects := filepath.Join(dir, "kb.topics.json")
	must(t, "topics", kb, "-k", "3", "-q", "-o", subjects)
	kinds := savedTypes(t)
	other := model(t, chats, "-k", "5", "--restarts", "2", "--iterations", "8")
	for _, test := range []struct {
		name, stdin string
		args        []string
	}{
		{name: "train", args: []string{"train", chats, "-k", "4", "--restarts", "2", "--iterations", "8", "-o", "MODEL2"}},
		{name: "train_german", args: []string{"train", chatsGerman, "--map", germanMap, "-k", "3", "--restarts", "1", "-o", "MODEL2"}},
		{name: "train_symbols", args: []string{"train", chats, "--observe", "symbols", "--map", "symbol=label", "--no-speaker", "-k", "3", "--restarts", "1", "--iterations", "5", "-o", "MODEL2"}},
		{name: "train_auto", args: []string{"train", chats, "--observe", "symbols", "--map", "symbol=label", "--no-speaker", "--restarts", "3", "-o", "MODEL2"}},
		{name: "decode_jsonl", args: []string{"decode", "-m", "MODEL", interleaved}},
		{name: "decode_csv", args: []string{"decode", "-m", "MODEL", interleaved, "--to", "csv", "--method", "posterior"}},
		{name: "eval", args: []string{"eval", "-m", "MODEL", chats}},
		{name: "eval_some_labels", args: []string{"eval", "-m", "MODEL", interleaved, "--label", "act"}},
		{name: "eval_json", args: []string{"eval", "-m", "MODEL", chats, "--json"}},
		{name: "show", args: []string{"show", "-m", "MODEL"}},
		{name: "show_json", args: []string{"show", "-m", "MODEL", "--json"}},
		{name: "show_trace", args: []string{"show", "-m", "MODEL", "--trace"}},
		{name: "show_trace_json", args: []string{"show", "-m", "MODEL", "--trace", "--json"}},
		{name: "show_errors", args: []string{"show", "-m", "MODEL", "--errors", chats}},
		{name: "show_two", args: []string{"show", "-m", "MODEL", "-m", "OTHER"}},
		{name: "show_two_json", args: []string{"show", "-m", "MODEL", "-m", "OTHER", "--json"}},
		{name: "show_labels", args: []string{"show", "-m", "NAMED"}},
		{name: "show_clusters", args: []string{"show", "-m", "CLUSTERS"}},
		{name: "show_topics", args: []string{"show", "-m", "SUBJECTS"}},
		{name: "show_types", args: []string{"show", "-m", "KINDS"}},
		{name: "label", args: []string{"label", "-m", "NAMED"}},
		{name: "label_csv", args: []string{"label", "-m", "NAMED", "--csv"}},
		{name: "live", stdin: read(t, interleaved), args: []string{"live", "-m", "MODEL"}},
		{name: "eval_no_labels", stdin: strings.ReplaceAll(read(t, interleaved), `"label"`, `"gold"`), args: []string{"eval", "-m", "MODEL", "-", "--train", chats}},
		{name: "score", args: []string{"score", "-m", "MODEL", interleaved, "--top", "3"}},
		{name: "score_csv", args: []string{"score", "-m", "MODEL", interleaved, "--top", "3", "--to", "csv"}},
		{name: "score_conversations", args: []string{"score", "-m", "MODEL", interleaved, "--per", "conversation"}},
		{name: "simulate", args: []string{"simulate", "-m", "MODEL", "--conversations", "2", "--turns", "4", "--seed", "3"}},
		{name: "types", args: []string{"types", "-m", "MODEL", chats, "-c", "2", "--restarts", "2", "-o", "MODEL2", "--label", "label"}},
		{name: "types_json", args: []string{"types", "-m", "NAMED", interleaved, "--restarts", "1", "-o", "MODEL2", "--json"}},
		{name: "types_apply", args: []string{"types", "--apply", "KINDS", interleaved, "--assignments", "-"}},
		{name: "help", args: []string{"help"}},
		{name: "help_train", args: []string{"train", "--help"}},
		{name: "help_decode", args: []string{"decode", "--help"}},
		{name: "help_eval", args: []string{"eval", "--help"}},
		{name: "help_show", args: []string{"show", "--help"}},
		{name: "help_label", args: []string{"label", "--help"}},
		{name: "help_live", args: []string{"live", "--help"}},
		{name: "help_serve", args: []string{"serve", "--help"}},
		{name: "help_score", args: []string{"score", "--help"}},
		{name: "help_simulate", args: []string{"simulate", "--help"}},
		{name: "cluster", args: []string{"cluster", kb, "-k", "3", "--restarts", "2", "-o", "MODEL2"}},
		{name: "cluster_model", stdin: `{"id":"x","title":"Lost parcel","body":"<p>The carrier lost the parcel.</p>"}` + "\n" + `{"id":"y","text":"?"}` + "\n",
			args: []string{"cluster", "-m", "CLUSTERS", "-", "--assignments", "-"}},
		{name: "cluster_csv", args: []string{"cluster", "-m", "CLUSTERS", kb, "--assignments", "CSV", "--json"}},
		{name: "cluster_auto", args: []string{"cluster", chats, "--most", "4", "--restarts", "1", "--of", "conversations"}},
		{name: "cluster_kmeans", args: []string{"cluster", chats, "-k", "5", "--method", "kmeans", "--of", "turns", "--label", "label", "--redact", "--no-examples"}},
		{name: "cluster_kmeans_auto", args: []string{"cluster", kb, "--method", "kmeans", "--of", "documents"}},
		{name: "cluster_variational", args: []string{"cluster", kb, "--most", "6", "--method", "variational", "--json"}},
		{name: "topics", args: []string{"topics", kb, "-k", "3", "-o", "MODEL2"}},
		{name: "topics_auto", args: []string{"topics", chats, "--most", "6", "--of", "conversations", "--by", "held-out", "--method", "gibbs", "--sweeps", "60", "--no-examples"}},
		{name: "topics_online", args: []string{"topics", chats, "-k", "2", "--of", "turns", "--method", "online", "--passes", "2", "--restarts", "2", "--relevance", "1"}},
		{name: "topics_model", stdin: `{"id":"x","title":"Lost parcel","body":"<p>The carrier lost the parcel.</p>"}` + "\n" + `{"id":"y","text":"?"}` + "\n",
			args: []string{"topics", "-m", "SUBJECTS", "-", "--assignments", "-"}},
		{name: "topics_json", args: []string{"topics", "-m", "SUBJECTS", kb, "--assignments", "CSV", "--json", "--perplexity", "left-to-right"}},
		{name: "help_topics", args: []string{"topics", "--help"}},
		{name: "match", args: []string{"match", "-m", "OTHER", articles}},
		{name: "match_by_article", args: []string{"match", "-m", "OTHER", articles, "--by", "article"}},
		{name: "match_csv", args: []string{"match", "-m", "OTHER", articles, "--to", "csv", "--top", "1"}},
		{name: "help_match", args: []string{"match", "--help"}},
		{name: "help_cluster", args: []string{"cluster", "--help"}},
		{name: "help_types", args: []string{"types", "--help"}},
		{name: "help_convert", args: []string{"convert", "--help"}},
		{name: "convert", args: []string{"convert", whatsApp, "--roles", "Shop Desk=agent", "--redact", "--join"}},
		{name: "convert_csv", args: []string{"convert", whatsApp, interleaved, "--to", "csv", "--zone", "Europe/Berlin"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			names := strings.NewReplacer("MODEL2", filepath.Join(dir, "m.json"), "CLUSTERS", clusters, "SUBJECTS", subjects, "CSV", filepath.Join(dir, "a.csv"), "MODEL", m, "OTHER", other, "NAMED", named, "KINDS", kinds)
			args := []string{}
			for _, a := range test.args {
				args = append(args, names.Replace(a))
			}
			r := callWith(t, test.stdin, args...)
			plain := strings.NewReplacer(filepath.Join(dir, "m.json"), "MODEL2", clusters, "CLUSTERS", subjects, "SUBJECTS", filepath.Join(dir, "a.csv"), "CSV", m, "MODEL", other, "OTHER", named, "NAMED", kinds, "KINDS")
			r.err = progressLine.ReplaceAllString(r.err, "")
			golden(t, test.name+".txt", rounded(plain.Replace(fmt.Sprintf("$ intenthmm %s\nexit %d\n-- standard output --\n%s-- standard error --\n%s",
				strings.Join(test.args, " "), r.status, r.out, r.err))))
		})
	}
}

// progressLine is a line of progress, which a slow machine prints and a fast one does not get to.
var progressLine = regexp.MustCompile(`(?m)^training: .*\n`)

var longNumber = regexp.MustCompile(`\d+\.\d{7,}(e-?\d+)?`)

// rounded is a text with long numbers cut to five digits: the golden files are about what is said,
// and other tests about the last bit.
func rounded(text string) string {
	return longNumber.ReplaceAllStringFunc(text, func(number string) string {
		x, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return number
		}
		return strconv.FormatFloat(x, 'g', 5, 64)
	})
}

// The names of eval's figures are promised.
func TestEvalNames(t *testing.T) {
	var figures map[string]any
	if err := json.Unmarshal([]byte(must(t, "eval", "-m", words(t), chats, "--json").out), &figures); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"nmi", "ari", "ami", "accuracy", "purity", "inverse_purity"} {
		if v, ok := figures[name].(float64); !ok || v <= 0 || v > 1 {
			t.Errorf("%s is %v", name, figures[name])
		}
	}
}

// Help fits on a screen.
func TestHelpWidth(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"train", "-h"}, {"decode", "-h"}, {"eval", "-h"}, {"show", "-h"}, {"label", "-h"}, {"live", "-h"}, {"serve", "-h"}, {"score", "-h"}, {"types", "-h"}, {"simulate", "-h"}, {"cluster", "-h"}, {"topics", "-h"}, {"match", "-h"}, {"convert", "-h"}} {
		for line := range strings.SplitSeq(must(t, args...).out, "\n") {
			if len(line) > 100 {
				t.Errorf("%v: %d bytes in a line of the help: %s", args, len(line), line)
			}
		}
	}
}
