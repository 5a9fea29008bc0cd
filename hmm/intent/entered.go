package intent

import (
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// Intake says more of what entered than the counts of Data; files of models that were trained before
// it was recorded have none of it.
type Intake struct {
	Files    []File            `json:"files,omitempty"`    // as they were named; like Data.Skipped, the caller's
	Examples []string          `json:"examples,omitempty"` // the first lines skipped for each reason, with file and line
	Words    int               `json:"words,omitempty"`    // said in all turns, where words are observed
	Rare     int               `json:"rare,omitempty"`     // turns with a word that counts as unknown
	Silent   int               `json:"silent,omitempty"`   // turns without anything of what is observed, but perhaps a speaker
	Hidden   transcript.Hidden `json:"hidden,omitzero"`    // like Files the caller's
}

// File is what became of the lines of a file.
type File struct {
	Name    string `json:"name"`
	Kept    int    `json:"kept"`    // lines that became turns
	Skipped int    `json:"skipped"` // lines that did not
}

// Took notes what a reader has read: the files, and what was left out of them.
func (d *Data) Took(s transcript.Summary) {
	d.Files, d.Examples, d.Skipped = nil, nil, s.ByReason()
	for i, name := range s.Files {
		d.Files = append(d.Files, File{own(name), s.Counts[i].Messages, s.Counts[i].Skipped})
	}
	for _, p := range s.Examples {
		d.Examples = append(d.Examples, own(p.Error()))
	}
}

// heard counts what of the turns is observed.
func heard(c *encode.Corpus) Intake {
	in := Intake{Words: c.Words}
	for _, turns := range c.Turns {
		for t := range turns {
			turn := &turns[t]
			if len(turn.Words) == 0 && turn.Symbol < 0 && turn.Vector == nil {
				in.Silent++
			}
			if hasUnknown(turn) {
				in.Rare++
			}
		}
	}
	return in
}

func hasUnknown(t *emission.Turn) bool {
	for _, c := range t.Words {
		if c.Word == 0 {
			return true
		}
	}
	return false
}
