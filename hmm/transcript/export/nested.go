package export

import "intenthmm/hmm/transcript"

// entries passes the records of an answer of a web API to each: those in the list under key in the object at the
// top, in all objects where several pages stand one after the other or in a list, or in a bare list.
func entries(in *transcript.Input, out *transcript.Sink, key string, each func(v transcript.Value, at transcript.Place) error) error {
	doc := in.Document()
	page := func(v transcript.Value, at transcript.Place) error {
		list := v.Get(key)
		if !list.IsList() {
			return each(v, at)
		}
		for item := range list.Items() {
			if err := each(item, at); err != nil {
				return err
			}
		}
		return nil
	}
	for {
		switch kind, err := doc.Kind(); {
		case err != nil || kind == 0:
			return err
		case kind == '{':
			err := doc.Object(func(k string) error {
				if k != key {
					return nil
				}
				return doc.List(func(int) error { return doc.Value(out, each) })
			})
			if err != nil {
				return err
			}
		case kind == '[':
			if err := doc.List(func(int) error { return doc.Value(out, page) }); err != nil {
				return err
			}
		default:
			if err := doc.Value(out, each); err != nil {
				return err
			}
		}
	}
}

// unwrapped passes a value to each, or the JSON that is written in it as a text.
func unwrapped(out *transcript.Sink, v transcript.Value, at transcript.Place, each func(v transcript.Value, at transcript.Place) error) error {
	if v.IsText() {
		return out.Value([]byte(v.Text()), at, each)
	}
	return each(v, at)
}

// mediaWord is what stands for media of a MIME type.
func mediaWord(mime string) string {
	for _, word := range []string{"image", "audio", "video"} {
		if len(mime) > len(word) && mime[:len(word)+1] == word+"/" {
			return word
		}
	}
	return "file"
}
