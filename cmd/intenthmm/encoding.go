package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/encode/embeddings"
	"intenthmm/hmm/encode/stem"
	"intenthmm/hmm/transcript"
)

// encodingFlags say what training makes of text and of vectors.
func encodingFlags() []cli.Flag { return append(wordFlags(), vectorFlags()...) }

// wordFlags say what training makes of text.
func wordFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "stem", Usage: "observe the stems of words of `LANGUAGE`:\n\t" + wrapped(stem.Languages())},
		toggle("phrases", "make one word of two that are mostly said together"),
		&cli.StringFlag{Name: "stop-words", Usage: "do not show the words in `FILE`, nor put them in names;\n\tthe model observes them"},
		toggle("sign-pairs", "in scripts without spaces, make words of two signs,\n\tnot of one"),
		toggle("fold-addresses", "make one word of all addresses of pages, and one of\n\tthose of persons"),
		toggle("fold-numbers", "make one word of all numbers"),
		&cli.IntFlag{Name: "hash-bits", DefaultText: "no hashing", Usage: "number words by a hash of `N` bits, 4 to 20"},
	}
}

// vectorFlags say what training makes of vectors.
func vectorFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "embeddings", Usage: "observe the mean of the words' vectors in `FILE`:\n\tword2vec, GloVe, fastText or model2vec"},
		&cli.IntFlag{Name: "pca", DefaultText: "no projection", Usage: "project vectors on their `N` principal components"},
		toggle("whiten", "scale the principal components to variance 1"),
		toggle("unit", "scale vectors to length 1, after these"),
	}
}

// stopWords are the lines of the file that --stop-words names.
func stopWords(c *cli.Context) ([]string, error) {
	path := c.String("stop-words")
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return strings.Split(string(text), "\n"), nil
}

// placeFlags say how training places words.
func placeFlags() []cli.Flag {
	return []cli.Flag{
		&cli.IntFlag{Name: "dims", DefaultText: fmt.Sprint(encode.DefaultDims), Usage: "place words in `N` dimensions (lsa, codes)"},
		&cli.IntFlag{Name: "codes", DefaultText: fmt.Sprint(encode.DefaultCodes), Usage: "tell `N` kinds of places apart (codes)"},
	}
}

// placing sets what the flags say of places.
func placing(c *cli.Context, o *encode.Options) error {
	o.Dims, o.Codes = c.Int("dims"), c.Int("codes")
	for _, flag := range [...]string{"dims", "codes"} {
		if c.IsSet(flag) && c.Int(flag) < 1 {
			return usage("--%s %d, expected at least 1", flag, c.Int(flag))
		}
	}
	return nil
}

// cutting sets what the flags say of grams. Where there are none, words weigh as serves words alone.
func cutting(c *cli.Context, o *encode.Options) {
	if o.Grams = c.Int("grams"); o.Grams == 0 || o.Observe != encode.Words {
		*o = o.WithoutGrams()
	}
}

func embedFlag() cli.Flag {
	return &cli.StringFlag{Name: "embed-command", Usage: "have `CMD` make vectors of texts: it reads lines\n\t{\"texts\":[…]} and answers {\"vectors\":[[…],…]}"}
}

// wrapped is names in lines of a help text.
func wrapped(names []string) string {
	const most = 40
	var b strings.Builder
	line := 0
	for i, name := range names {
		if i > 0 {
			b.WriteString(",")
			if line += len(", ") + len(name); line > most {
				b.WriteString("\n\t")
				line = 0
			} else {
				b.WriteString(" ")
			}
		}
		b.WriteString(name)
	}
	return b.String()
}

// encodeOptions are the options of the encoder that the flags say;
// for what they do not say o holds.
func encodeOptions(c *cli.Context, o encode.Options) (encode.Options, error) {
	if observe, ok := c.Value("observe").(string); ok { // topics have no such flag
		if all := observables(c); !slices.Contains(all, observe) {
			return o, usage("--observe %q, expected %s or %s", observe, strings.Join(all[:len(all)-1], ", "), all[len(all)-1])
		}
		if o.Vectors = observe == wordsAndVectors; o.Vectors {
			observe = string(encode.Words)
		}
		o.Observe = encode.Observe(observe)
	}
	o.Text.Pairs = c.Bool("sign-pairs")
	o.Text.Addresses, o.Text.Numbers, o.HashBits = c.Bool("fold-addresses"), c.Bool("fold-numbers"), c.Int("hash-bits")
	o.PCA, o.Whiten, o.Unit = c.Int("pca"), c.Bool("whiten"), c.Bool("unit")
	if c.Bool("phrases") {
		o.Phrases = encode.DefaultPhrases
	}
	if language := c.String("stem"); language != "" {
		s, err := stem.New(language)
		if err != nil {
			return o, usage("--stem: %w", err)
		}
		o.Stemmer = s
	}
	file, command := c.String("embeddings"), c.String("embed-command")
	if !c.IsSet("observe") {
		if file != "" || command != "" {
			o.Observe = encode.Vectors
		} else if len(namedVectors(c)) > 0 {
			o.Vectors = true
		}
	}
	if err := fitting(c, o); err != nil {
		return o, err
	}
	if command != "" {
		o.Embedder = &encode.Embedder{}
	}
	if file != "" {
		f, err := embeddings.Open(file)
		if err != nil {
			return o, err
		}
		o.WordVectors = f
	}
	return o, nil
}

// observables are what --observe may say: places of words are clusters' by --dims.
func observables(c *cli.Context) []string {
	all := []string{string(encode.Words), string(encode.Symbols), string(encode.Vectors)}
	if !readsDocuments(c) {
		all = append(all, wordsAndVectors, string(encode.LSA), string(encode.Codes))
	}
	return all
}

// fitting refuses flags about something else than what is observed.
func fitting(c *cli.Context, o encode.Options) error {
	for _, about := range [...]struct {
		what     encode.Observe
		observed bool
		flags    []string
		instead  string
	}{
		{encode.Words, o.Observe.OfText(), []string{"stem", "phrases", "hash-bits", "min-documents"}, "leave it out, or observe words"},
		{encode.Words, o.Observe == encode.Words, []string{"grams"}, "leave it out, or observe words"},
		{encode.Words, o.Observe != encode.Symbols, []string{"sign-pairs", "fold-addresses", "fold-numbers", "stop-words"}, "leave it out, or observe words"},
		{encode.Vectors, o.HasVectors() || o.Observe == encode.LSA || c.IsSet("dims"), []string{"covariance"}, "leave it out, or observe vectors"},
		{encode.Vectors, o.HasVectors(), []string{"vector-family"}, "leave it out, or observe vectors"},
		{encode.Vectors, o.HasVectors(), []string{"pca", "whiten", "unit"}, "give --embeddings, --embed-command or --observe vectors too"},
		{encode.Vectors, o.HasVectors(), []string{"embeddings", "embed-command", "vectors"}, "leave --observe out"},
	} {
		for _, flag := range about.flags {
			if given(c, flag) && !about.observed {
				return usage("--%s is about %s, and %s%s: %s", flag, about.what, o.Observe.Clause(), because(c), about.instead)
			}
		}
	}
	for _, flag := range [...]string{"embeddings", "embed-command"} {
		if given(c, flag) && len(namedVectors(c)) > 0 {
			return usage("--vectors and --%s: vectors come from one of them", flag)
		}
	}
	return nil
}

// wordsAndVectors is what --observe says of words with vectors beside them.
const wordsAndVectors = "words+vectors"

// given reports whether a flag asks for something.
func given(c *cli.Context, flag string) bool { return c.IsSet(flag) && c.String(flag) != "false" }

// because names the flag by which vectors are observed, where that is not --observe.
func because(c *cli.Context) string {
	for _, flag := range [...]string{"embeddings", "embed-command"} {
		if given(c, flag) && !c.IsSet("observe") {
			return " (--" + flag + ")"
		}
	}
	return ""
}

// A look is what of messages an encoder looks at, and how strict it is about that.
type look struct {
	observe encode.Observe
	field   bool // their vector, which nothing makes of the text
	beside  bool // that lies in a file beside the transcript, which has one for all of them
	strict  bool // a message without a vector beside its words is a bad one
}

// looksAt is what an encoder with these options looks at.
func looksAt(c *cli.Context, o encode.Options, wordVectors bool) look {
	return look{o.Observe, o.HasVectors() && !wordVectors && o.Embedder == nil, len(namedVectors(c)) > 0, c.Bool("strict")}
}

// needs are the fields that a transcript must have for that.
func (l look) needs() []transcript.Field {
	switch {
	case l.observe == encode.Symbols:
		return []transcript.Field{transcript.FieldSymbol}
	case l.observe == encode.Vectors && l.field && l.beside:
		return nil
	case l.observe == encode.Vectors && l.field:
		return []transcript.Field{transcript.FieldVector}
	case l.field && l.strict && !l.beside:
		return []transcript.Field{transcript.FieldText, transcript.FieldVector}
	}
	return []transcript.Field{transcript.FieldText}
}

// embedder is the command that makes vectors of texts for a model, "" if it needs none.
func embedder(c *cli.Context, e *encode.Encoder) (string, error) {
	command, needs := c.String("embed-command"), e.Options.Embedder
	switch {
	case needs == nil && command != "":
		return "", usage("--embed-command: the model does not look at vectors that a command made of the text")
	case needs != nil && command == "":
		return "", usage("the model looks at vectors that %q made of the text: name that command with --embed-command", needs.Name)
	}
	return command, nil
}
