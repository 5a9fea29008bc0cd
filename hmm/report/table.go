// Package report writes what people read: tables of states, and of states against labels.
package report

import (
	"fmt"
	"io"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// A column of a table.
type column struct {
	title string
	right bool // numbers
	width int  // 0: as wide as its widest cell; else longer cells are wrapped
}

// write writes a table, with a rule between rows if their cells have several lines. Widths are in
// terminal cells, so that wide scripts line up.
func write(w io.Writer, columns []column, rows [][]string, rules bool) error {
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
	if err := table.Bulk(rows); err != nil {
		return err
	}
	if err := table.Render(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w)
	return err
}
