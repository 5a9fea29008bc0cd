package page_test

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"intenthmm/hmm/serve/page"
)

// TestFiles: the page names only files that are there, holds no inline script or style, and makes no HTML of
// text.
func TestFiles(t *testing.T) {
	files := page.Files()
	names := map[string]bool{"index.html": true}
	inline := regexp.MustCompile(`(?i)<style|\sstyle=|<script(?:>|[^>]*[^>/]>[^<])|\son[a-z]+=|javascript:|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(`)
	host := regexp.MustCompile(`(?:https?:)?//[a-z0-9-]+\.[a-z]`)
	named := regexp.MustCompile(`(?:href|src)="([^"#:]+)"|from "\./([^"]+)"`)
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if found := inline.Find(data); found != nil {
			t.Errorf("%s holds %q", name, found)
		}
		const namespace = "http://www.w3.org/2000/svg"
		if found := host.FindString(strings.ReplaceAll(string(data), namespace, "")); found != "" {
			t.Errorf("%s names another host: %q", name, found)
		}
		for _, match := range named.FindAllStringSubmatch(string(data), -1) {
			names[match[1]+match[2]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !names[e.Name()] {
			t.Errorf("nothing names %s", e.Name())
		}
		delete(names, e.Name())
	}
	for name := range names {
		t.Errorf("%q is named, but is not there", name)
	}
}
