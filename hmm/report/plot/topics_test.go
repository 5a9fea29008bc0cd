package plot_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"strings"
	"testing"

	"intenthmm/hmm/document/topics"
	"intenthmm/hmm/report"
	"intenthmm/hmm/report/plot"
)

// topicsOf finds so many topics in the documents of clustering.
func topicsOf(t *testing.T, k int) *report.DocumentTopics {
	t.Helper()
	documents := clustering(t, 2).Documents
	o := topics.DefaultOptions()
	o.Topics, o.Fit.MaxIterations, o.Encode.MostShare = k, 20, 0
	m, err := topics.Train(context.Background(), documents, o)
	if err != nil {
		t.Fatal(err)
	}
	shares, err := m.Fold(context.Background(), m.Encode(documents), nil)
	if err != nil {
		t.Fatal(err)
	}
	return &report.DocumentTopics{Model: m, Documents: documents, Shares: shares, Relevance: 0.6}
}

func drawTopics(t *testing.T, d *report.DocumentTopics, f plot.Format) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := plot.Topics(&b, d, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestTopicsPNG: circles on the left, bars and a heat map on the right, whatever the number of topics; the same bytes
// each time.
func TestTopicsPNG(t *testing.T) {
	for _, k := range []int{1, 2, 3, 30} {
		d := topicsOf(t, k)
		data := drawTopics(t, d, plot.PNG)
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if b := img.Bounds(); b.Dx() != 1200 || b.Dy() != 800 {
			t.Fatalf("%v, want 1200×800", b)
		}
		count := func(want color.RGBA, x0, y0, x1, y1 int) (n int) {
			for y := y0; y < y1; y++ {
				for x := x0; x < x1; x++ {
					if img.At(x, y) == want {
						n++
					}
				}
			}
			return n
		}
		pale, blue := color.RGBA{190, 220, 240, 255}, color.RGBA{0, 114, 178, 255}
		if n := count(pale, 0, 0, 690, 800); n < 300 {
			t.Errorf("%d topics: %d pixels of circles", k, n)
		}
		if n := count(blue, 700, 0, 1200, 400); n < 2000 {
			t.Errorf("%d topics: %d pixels of bars", k, n)
		}
		white := color.RGBA{255, 255, 255, 255}
		if n := 500*400 - count(white, 700, 400, 1200, 800); n < 3000 {
			t.Errorf("%d topics: %d pixels of a heat map", k, n)
		}
		if !bytes.Equal(data, drawTopics(t, d, plot.PNG)) {
			t.Errorf("%d topics: drawn twice, two pictures", k)
		}
	}
}

// TestTopicsSVG: well-formed, and every topic is there with its name and number.
func TestTopicsSVG(t *testing.T) {
	d := topicsOf(t, 3)
	text := string(drawTopics(t, d, plot.SVG))
	decoder := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := decoder.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	say := []string{"3 topics; the farther apart", "% of the words", "Topics of 91 documents"}
	for k, of := range d.Model.Topics {
		words := d.Model.Words(k, 4, 0.6)
		say = append(say, fmt.Sprintf("%s  %d", of.Name, k), words[0].Text+" "+words[1].Text)
	}
	for _, s := range say {
		if !strings.Contains(text, ">"+s) {
			t.Errorf("does not say %q", s)
		}
	}
}

// TestNoTopicsToDraw: documents of which no word is known, and none, make a picture too.
func TestNoTopicsToDraw(t *testing.T) {
	d := topicsOf(t, 2)
	d.Documents, d.Shares = d.Documents[90:], d.Shares[90:]
	drawTopics(t, d, plot.PNG)
	d.Documents, d.Shares = nil, nil
	drawTopics(t, d, plot.SVG)
}
