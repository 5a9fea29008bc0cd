package serve

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"time"
)

// An asset is a file of the page.
type asset struct {
	name string
	tag  string // tells versions apart
	data []byte
}

// assets are the files of a page by the path where they are served: index.html at the root.
func assets(files fs.FS) (map[string]asset, error) {
	found := map[string]asset{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		sum := sha256.Sum256(data)
		at := "/" + name
		if name == "index.html" {
			at = "/{$}"
		}
		found[at] = asset{name, `"` + hex.EncodeToString(sum[:8]) + `"`, data}
		return err
	})
	return found, err
}

// serve answers with the file, or that it is the one that the client has.
func (a asset) serve(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	if kind := mime.TypeByExtension(path.Ext(a.name)); kind != "" {
		h.Set("Content-Type", kind)
	}
	h.Set("Cache-Control", "no-cache") // ask whether there is a newer one
	h.Set("ETag", a.tag)
	http.ServeContent(w, r, a.name, time.Time{}, bytes.NewReader(a.data))
	return nil
}

// secure tells browsers to take nothing for anything else, to run no script that is not a file of the
// page, and to let no other page hold this one.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
}
