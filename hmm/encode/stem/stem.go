// Package stem reduces words to stems by the Snowball stemmers of 18 languages. It is a package of its own
// so that only who trains with stems links them: a model keeps what they made of its words.
package stem

import (
	"fmt"
	"slices"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/irish"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/tamil"
	"github.com/blevesearch/snowballstem/turkish"
)

// A language is a stemmer's.
type language struct {
	name string
	stem func(*snowballstem.Env) bool
}

// languages are in alphabetical order.
var languages = []language{
	{"arabic", arabic.Stem}, {"danish", danish.Stem}, {"dutch", dutch.Stem}, {"english", english.Stem},
	{"finnish", finnish.Stem}, {"french", french.Stem}, {"german", german.Stem}, {"hungarian", hungarian.Stem},
	{"irish", irish.Stem}, {"italian", italian.Stem}, {"norwegian", norwegian.Stem}, {"portuguese", portuguese.Stem},
	{"romanian", romanian.Stem}, {"russian", russian.Stem}, {"spanish", spanish.Stem}, {"swedish", swedish.Stem},
	{"tamil", tamil.Stem}, {"turkish", turkish.Stem},
}

// Languages are the names of the languages.
func Languages() []string {
	var names []string
	for _, l := range languages {
		names = append(names, l.name)
	}
	return names
}

// A Stemmer is the stemmer of a language. It is an encode.Stemmer.
type Stemmer struct {
	language
	env *snowballstem.Env
}

// New is the stemmer of a language, named as Languages does.
func New(name string) (*Stemmer, error) {
	i := slices.IndexFunc(languages, func(l language) bool { return l.name == name })
	if i < 0 {
		return nil, fmt.Errorf("no stemmer of %q, expected one of %s", name, strings.Join(Languages(), ", "))
	}
	return &Stemmer{languages[i], snowballstem.NewEnv("")}, nil
}

// Name is "snowball" and the language.
func (s *Stemmer) Name() string { return "snowball " + s.name }

// Stem is the stem of a word in lower case.
func (s *Stemmer) Stem(word string) string {
	s.env.SetCurrent(word)
	s.stem(s.env)
	return s.env.Current()
}
