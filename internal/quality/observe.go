package main

import (
	"fmt"
	"strings"
	"time"

	"intenthmm/hmm/encode"
)

// An encoding is something to observe.
type encoding struct {
	name    string
	options encode.Options
}

// encodings are the encoder's default options for each thing of a list, with commas between; with mute each once
// more without the speaker.
func encodings(list string, mute bool, dims, codes int) (all []encoding, err error) {
	for name := range strings.SplitSeq(list, ",") {
		o := encode.DefaultOptions()
		if o.Observe = encode.Observe(name); o.Observe != encode.Words {
			o = o.WithoutGrams()
		}
		if o.Observe == encode.LSA || o.Observe == encode.Codes {
			o.Dims = dims
		}
		if o.Observe == encode.Codes {
			o.Codes = codes
		}
		if err := o.Check(); err != nil {
			return nil, err
		}
		all = append(all, encoding{name, o})
		if mute {
			o.Speaker = false
			all = append(all, encoding{name + ", no speaker", o})
		}
	}
	return all, nil
}

// agreeing prints the row of a file and an encoding: means over seeds.
func agreeing(path, name string, labels, seeds int, e encoding) error {
	var nmi, accuracy, ari, seconds float64
	for seed := range seeds {
		start := time.Now()
		f, err := agree(path, labels, uint64(1+100*seed), e.options)
		if err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
		n := float64(seeds)
		nmi, accuracy, ari = nmi+f.NMI/n, accuracy+f.Accuracy/n, ari+f.ARI/n
		seconds += time.Since(start).Seconds() / n
	}
	fmt.Printf("| %s | %d | **intenthmm, %s** | **%.3f** | %.3f | %.3f | %.1f |\n", name, labels, e.name, nmi, accuracy, ari, seconds)
	return nil
}
