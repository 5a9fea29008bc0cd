package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"intenthmm/hmm/document"
	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/report/agreement"
	"intenthmm/hmm/transcript"
)

// clusterings are the labelled sets of documents, with their numbers of gold labels.
var clusterings = []struct {
	name, file, label string
	unit              document.Unit
	labels            int
}{
	{"ABCD, conversations", "abcd_dev", "conv_label", document.Conversations, 10},
	{"MultiWOZ, turns", "multiwoz21_valtest", "label", document.Turns, 34},
}

// clusters prints the table of clusterings: NMI with the gold labels, mean and standard deviation over seeds.
func clusters(data, only, python string, seeds int) error {
	fmt.Println("| documents | clusters | what | NMI | seconds |\n|---|---|---|---|---|")
	for _, c := range clusterings {
		if only != "" && only != c.file {
			continue
		}
		documents, err := read(filepath.Join(data, c.file+".jsonl"), c.label, c.unit)
		if err != nil {
			return err
		}
		for _, way := range ways {
			figures, seconds := []float64{}, 0.0
			for seed := range seeds {
				start := time.Now()
				nmi, err := sort(documents, c.labels, uint64(1+100*seed), way.set)
				if err != nil {
					return err
				}
				figures = append(figures, nmi)
				seconds += time.Since(start).Seconds() / float64(seeds)
			}
			row(c.name, c.labels, "**"+way.name+"**", figures, seconds)
		}
		if python == "" {
			continue
		}
		if err := scikit(python, c.name, documents, c.labels, seeds); err != nil {
			return err
		}
	}
	return nil
}

// ways are ours.
var ways = []struct {
	name string
	set  func(o *cluster.Options)
}{
	{"mixture", func(*cluster.Options) {}},
	{"mixture, variational", func(o *cluster.Options) { o.Method = cluster.Variational }},
	{"k-means on LSA", func(o *cluster.Options) { o.Method = cluster.KMeans }},
	{"Gaussian mixture on LSA", func(o *cluster.Options) { o.Dims = 50 }},
}

func row(documents string, clusters int, what string, figures []float64, seconds float64) {
	mean, square := 0.0, 0.0
	for _, f := range figures {
		mean += f / float64(len(figures))
	}
	for _, f := range figures {
		square += (f - mean) * (f - mean)
	}
	deviation := math.Sqrt(square / math.Max(1, float64(len(figures)-1)))
	fmt.Printf("| %s | %d | %s | %.3f ± %.3f | %.1f |\n", documents, clusters, what, mean, deviation, seconds)
}

// read is the documents of a file with their labels.
func read(path, label string, unit document.Unit) (list []transcript.Message, err error) {
	o := transcript.DefaultOptions()
	o.Map = map[transcript.Field]string{transcript.FieldLabel: label}
	r := transcript.New([]string{path}, nil, o)
	for d, err := range document.Gather(r.Messages(), r.Summary, unit) {
		if err != nil {
			return nil, err
		}
		list = append(list, d)
	}
	return list, nil
}

// sort is the whole job on documents that are read, and its NMI.
func sort(documents []transcript.Message, k int, seed uint64, set func(*cluster.Options)) (float64, error) {
	o := cluster.DefaultOptions()
	o.Clusters, o.Search.Seed = k, seed
	set(&o)
	m, err := cluster.Train(context.Background(), func(yield func(transcript.Message, error) bool) {
		for _, d := range documents {
			if !yield(d, nil) {
				return
			}
		}
	}, o)
	if err != nil {
		return 0, err
	}
	assigned, _, err := m.Assign(documents)
	if err != nil {
		return 0, err
	}
	var tally agreement.Tally
	for i, a := range assigned {
		if a.Cluster != cluster.None {
			tally.Add(a.Cluster, documents[i].Label)
		}
	}
	return tally.Table().Figures().NMI, nil
}

//go:embed clusters.py
var clustersPy string

// scikit prints the rows of scikit-learn's pipelines, on the same words.
func scikit(python, name string, documents []transcript.Message, k, seeds int) error {
	words, err := wordsOf(documents)
	if err != nil {
		return err
	}
	cmd := exec.Command(python, "-c", clustersPy, strconv.Itoa(k), strconv.Itoa(seeds))
	cmd.Stdin, cmd.Stderr = words, os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if err := scikitRow(name, k, lines.Text()); err != nil {
			return fmt.Errorf("%s: %w", python, err)
		}
	}
	return cmd.Wait()
}

// scikitRow prints a row of the table from a line of clusters.py.
func scikitRow(name string, k int, line string) error {
	var figures []float64
	fields := strings.Split(line, "\t")
	for _, f := range fields[1:] {
		x, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return err
		}
		figures = append(figures, x)
	}
	if len(figures) < 2 {
		return fmt.Errorf("%q: expected a name, figures and seconds", line)
	}
	last := len(figures) - 1
	row(name, k, "scikit-learn, "+fields[0], figures[:last], figures[last])
	return nil
}

// wordsOf is the documents' words, as our encoder cuts them, and their labels.
func wordsOf(documents []transcript.Message) (*bytes.Buffer, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	cut := encode.Encoder{Options: cluster.DefaultOptions().Encode}
	for i := range documents {
		var d struct {
			Words []string `json:"words"`
			Label string   `json:"label"`
		}
		d.Words, d.Label = cut.Words(documents[i].Text), documents[i].Label
		if err := out.Encode(d); err != nil {
			return nil, err
		}
	}
	return &b, nil
}
