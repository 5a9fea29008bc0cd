// Package page is the web page of a server of conversations: one types as the customer or the agent and
// watches the intents, the surprise and the outlook turn by turn.
//
// It is HTML, CSS and JavaScript modules as they were written: nothing is built, and the page asks no other
// host for anything. It needs of a server the HTTP interface of package serve at /v1/ of its own origin. It
// holds no inline script or style and no text as HTML, so that the policy "default-src 'self'" suffices.
package page

import (
	"embed"
	"io/fs"
)

//go:embed web
var web embed.FS

// Files are the page's files: index.html and what it names, all at the root, by relative addresses.
func Files() fs.FS {
	files, err := fs.Sub(web, "web")
	if err != nil {
		panic("page: " + err.Error()) // the name is well-formed
	}
	return files
}
