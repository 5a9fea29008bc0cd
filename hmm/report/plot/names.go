package plot

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
)

// drawable is a text as a picture can show it. A PNG has the letters of the one font that comes with this package; a text
// in other scripts would be blank, and says instead where it is to be seen: who looks at an SVG has fonts of his own.
func drawable(text string, f Format) string {
	if f == SVG {
		return text
	}
	face := font.DefaultCache.Lookup(plot.DefaultFont, plot.DefaultFont.Size).Face
	missing := func(r rune) bool {
		glyph, err := face.GlyphIndex(nil, r)
		return err != nil || glyph == 0
	}
	if strings.ContainsFunc(text, missing) {
		return "(shown in .svg)"
	}
	return text
}

// counted is a number of things as people say it.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
