package plot_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/report"
	"intenthmm/hmm/report/plot"
	"intenthmm/hmm/transcript"
)

// clustering is of 90 documents about three things.
func clustering(t *testing.T, clusters int) *report.Clustering {
	t.Helper()
	var documents []transcript.Message
	for i := range 90 {
		text := fmt.Sprintf("%[1]s %[1]sone %[1]stwo all", []string{"apple", "boat", "cloud"}[i%3])
		for b := range 5 {
			text += fmt.Sprintf(" w%c", 'a'+(i*(b+3)+i/7)%19)
		}
		documents = append(documents, transcript.Message{Conversation: fmt.Sprint(i), Text: text})
	}
	documents = append(documents, transcript.Message{Conversation: "silent", Text: "…"})
	o := cluster.DefaultOptions()
	o.Clusters = clusters
	m, err := cluster.Train(context.Background(), func(yield func(transcript.Message, error) bool) {
		for _, d := range documents {
			if !yield(d, nil) {
				return
			}
		}
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	assigned, _, err := m.Assign(documents)
	if err != nil {
		t.Fatal(err)
	}
	return &report.Clustering{Model: m, Documents: documents, Assigned: assigned, Threshold: 0.2}
}

func drawClusters(t *testing.T, c *report.Clustering, f plot.Format) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := plot.Clusters(&b, c, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestClustersPNG: 1200×800 pixels, the map in the three colours, memberships in the first; the same bytes each time.
func TestClustersPNG(t *testing.T) {
	c := clustering(t, 3)
	data := drawClusters(t, c, plot.PNG)
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 1200 || b.Dy() != 800 {
		t.Fatalf("%v, want 1200×800", b)
	}
	left, right := map[color.Color]int{}, map[color.Color]int{}
	for y := range 800 {
		for x := range 1200 {
			if x < 740 {
				left[img.At(x, y)]++
			} else {
				right[img.At(x, y)]++
			}
		}
	}
	for _, own := range []color.RGBA{{0, 114, 178, 255}, {213, 94, 0, 255}, {0, 158, 115, 255}} {
		if left[own] < 20 {
			t.Errorf("%d pixels of %v on the map", left[own], own)
		}
	}
	if n := right[color.RGBA{0, 114, 178, 255}]; n < 20000 {
		t.Errorf("%d pixels of memberships", n)
	}
	if !bytes.Equal(data, drawClusters(t, c, plot.PNG)) {
		t.Error("drawn twice, two pictures")
	}
}

// TestClustersSVG: well-formed, and it says what is what, also where there are more clusters than colours.
func TestClustersSVG(t *testing.T) {
	for _, k := range []int{1, 2, 3, 40} {
		c := clustering(t, k)
		text := string(drawClusters(t, c, plot.SVG))
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		counted := fmt.Sprintf("91 documents, %d clusters", k)
		if k == 1 {
			counted = "91 documents, 1 cluster"
		}
		say := []string{counted + "<", "Memberships", "0 " + c.Model.Clusters[0].Name}
		if k > 38 {
			say = append(say, fmt.Sprintf("and %d more", k-37))
		}
		for _, s := range say {
			if !strings.Contains(text, ">"+s) {
				t.Errorf("%d clusters: does not say %q", k, s)
			}
		}
		if strings.Contains(text, "NaN") {
			t.Errorf("%d clusters: NaN", k)
		}
	}
}

// TestNothingToDraw: no documents, and none that is observed.
func TestNothingToDraw(t *testing.T) {
	c := clustering(t, 3)
	silent := slices.Clip(c.Documents[90:])
	for _, documents := range [][]transcript.Message{nil, silent} {
		assigned, _, err := c.Model.Assign(documents)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := plot.Clusters(&b, &report.Clustering{Model: c.Model, Documents: documents, Assigned: assigned}, plot.SVG); err != nil {
			t.Errorf("%d documents: %v", len(documents), err)
		}
	}
}
