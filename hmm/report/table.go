// Package report writes what people read: tables of states, and of states against labels.
package report

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// A column of a table.
type column struct {
	title string
	right bool // numbers
	width int  // 0: as wide as its widest cell; else longer cells are wrapped
}

// padding is the cells of a column that are left blank.
const padding = 2

// write writes a table, with a rule between rows if their cells have several lines. Widths are in
// terminal cells, so that wide scripts line up.
func write(w io.Writer, columns []column, rows [][]string, rules bool) error {
	table := newTable(w, columns, rules)
	for _, row := range rows {
		for i, c := range columns {
			row[i] = printable(row[i])
			if c.width > 0 {
				row[i] = breakWords(row[i], c.width-padding)
			}
		}
	}
	if err := table.Bulk(rows); err != nil {
		return err
	}
	if err := table.Render(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}

// newTable is a table with its titles and without rows.
func newTable(w io.Writer, columns []column, rules bool) *tablewriter.Table {
	titles := make([]string, len(columns))
	align, widths := make([]tw.Align, len(columns)), tw.NewMapper[int, int]()
	for i, c := range columns {
		titles[i], align[i] = c.title, tw.AlignLeft
		if c.right {
			align[i] = tw.AlignRight
		}
		if c.width > 0 {
			widths.Set(i, c.width)
		}
	}
	between := tw.Off
	if rules {
		between = tw.On
	}
	table := tablewriter.NewTable(w,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Symbols:  tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: between}},
		})),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithRowAlignmentConfig(tw.CellAlignment{PerColumn: align}),
		tablewriter.WithRowAutoWrap(tw.WrapNormal),
		tablewriter.WithColumnWidths(widths),
		tablewriter.WithTrimSpace(tw.Off),
	)
	table.Header(titles)
	return table
}

// printable is text without what a terminal would take for a command: names and turns come from chat
// logs, which anyone may have written into.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r):
			return utf8.RuneError
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, text)
}

// breakWords puts a space into every word that takes more cells than there are, wherever they are
// full: a line is wrapped at spaces only, and what does not fit would be cut off. Chinese text and
// addresses are such words.
func breakWords(text string, cells int) string {
	if twwidth.Width(text) <= cells {
		return text
	}
	var b strings.Builder
	used := 0
	for characters := graphemes.FromString(text); characters.Next(); {
		character := characters.Value()
		wide := twwidth.Width(character)
		switch {
		case strings.TrimSpace(character) == "":
			used, wide = 0, 0
		case used+wide > cells:
			b.WriteByte(' ')
			used = 0
		}
		b.WriteString(character)
		used += wide
	}
	return b.String()
}
