package plot

import "testing"

// TestDrawable: letters that the font has are drawn, and of a name with others it is said where it is to be seen.
func TestDrawable(t *testing.T) {
	for text, want := range map[string]string{"item money": "item money", "Größe вернуть τιμή": "Größe вернуть τιμή", "退货 按钮": "(shown in .svg)", "a 退": "(shown in .svg)", "": ""} {
		if got := drawable(text, PNG); got != want {
			t.Errorf("%q in a PNG: %q, want %q", text, got, want)
		}
		if got := drawable(text, SVG); got != text {
			t.Errorf("%q in an SVG: %q", text, got)
		}
	}
}
