package export

import "testing"

func TestFromHTML(t *testing.T) {
	for text, want := range map[string]string{
		"":              "",
		" plain\ntext ": "plain\ntext",
		"<p>Sure! <b>One</b> moment<br>please</p>":           "Sure! One moment\nplease",
		"<p>a</p>\n<p>b</p><div><div>c</div></div>":          "a\nb\nc",
		"x&amp;y &lt;b&gt; <i>z</i>,w":                       "x&y <b> z,w",
		"a<script>var x = '<p>'</script>b<style>p{}</style>": "ab",
		"new<blockquote><p>old</p></blockquote>":             "new",
		"<div>Sure!&nbsp;<at id=\"0\">Dana</at></div>":       "Sure! Dana",
		`yes <emoji id="like" alt="👍"></emoji><img alt="photo"><img itemtype="http://schema.skype.com/Emoji" alt="😀">`: "yes 👍😀",
		"<quote author=\"x\"><legacyquote>[1] </legacyquote>old</quote>new":                                            "new",
		"<td>a</td><td>b</td>": "a b",
		"a < b":                "a < b",
	} {
		if got := fromHTML(text); got != want {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
}
