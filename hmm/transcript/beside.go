package transcript

import "bytes"

// beside says whether a file that was found among transcripts is none of them: a JSON document, known by nothing
// but its name, without the fields that every message needs. Settings and lists of people or devices, which many
// exports hold, are such files. It is no bad record, and no reason for a strict stream to stop.
func (s *Sink) beside(in *Input, f *Format) bool {
	if f.Name != jsonl.Name || extension(in.Name) != ".json" || inLines(in.Head) && bytes.IndexByte(bytes.TrimSpace(in.Head), '\n') >= 0 {
		return false
	}
	have := map[slot]bool{}
	for key := range in.Shape() {
		name, _ := bytes.CutPrefix([]byte(key), []byte("[]."))
		for _, t := range s.assembler.columns.find(name).targets {
			have[t.slot] = true
		}
	}
	for _, slot := range s.assembler.required {
		if !have[slot] {
			return true
		}
	}
	return false
}
