package report

import (
	"strings"
	"testing"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// Nothing of a cell is lost, whatever is in it, and no line is wider than its columns.
func TestCellsAreWhole(t *testing.T) {
	for _, text := range []string{
		"short", "a few words that are longer than the column is wide", "https://example.com/a/long/address?with=no&spaces=in+it",
		"退款什么时候到账？我的订单在哪里？请提供订单号。", "ab退cd款ef什gh么ij时kl候mn到op账qr", strings.Repeat("👩‍👩‍👧‍👦", 12),
		strings.Repeat("é", 30), "one\ntwo thirty-characters-without-a-space", "",
	} {
		for _, width := range []int{10, 16, 21} {
			var b strings.Builder
			if err := write(&b, []column{{title: "#"}, {title: "t", width: width}}, [][]string{{"1", text}}, true); err != nil {
				t.Fatal(err)
			}
			_, body, _ := strings.Cut(b.String(), "─\n")
			bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
			if got, want := strings.TrimPrefix(bare(body), "1"), bare(text); got != want {
				t.Errorf("%d cells: %q, want %q", width, got, want)
			}
			for line := range strings.SplitSeq(b.String(), "\n") {
				if twwidth.Width(line) > width+3 {
					t.Errorf("%d cells: %d in %q", width, twwidth.Width(line)-3, line)
				}
			}
		}
	}
}

func TestBreakWords(t *testing.T) {
	for in, want := range map[string]string{
		"abc": "abc", "abcdef": "abcd ef", "ab cdefg": "ab cdef g", "退款什么": "退款 什么", "a退款什": "a退 款什", "abcdefgh": "abcd efgh",
	} {
		if got := breakWords(in, 4); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
