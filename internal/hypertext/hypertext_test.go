package hypertext

import "testing"

func TestMessage(t *testing.T) {
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
		if got := Message(text); got != want {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestPage(t *testing.T) {
	for text, want := range map[string][2]string{
		"": {"", ""},
		"<!doctype html><html><head><title>Reset\n a password</title><style>p{}</style></head><body><nav><a>Home</a></nav>" +
			"<main><h1>Reset</h1><p>Go to <a href=x>settings</a>.</p><blockquote>a note</blockquote><pre>a  b</pre></main><footer>©</footer></body></html>": {
			"Reset a password", "Reset\nGo to settings.\na note\na b"},
		"<p>no title</p><form><button>Send</button></form>": {"", "no title"},
		"<title>open": {"open", ""},
		"</title></nav>a<svg><title>x</title><text>y</text></svg>b": {"", "ab"},
		"plain & simple": {"", "plain & simple"},
	} {
		if title, body := Page(text); title != want[0] || body != want[1] {
			t.Errorf("%q\n got %q, %q\nwant %q", text, title, body, want)
		}
	}
}

func FuzzPage(f *testing.F) {
	f.Add("<p>a<br>b</p> <script>x</script>&nbsp;&lt;c")
	f.Add("<blockquote><div></blockquote></p>\xff<")
	f.Fuzz(func(t *testing.T, text string) {
		Message(text)
		Page(text)
	})
}
