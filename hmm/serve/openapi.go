package serve

import (
	_ "embed"
	"net/http"
)

// openAPI describes the interface, for programs that make clients of it and for people.
//
//go:embed openapi.json
var openAPI []byte

// description answers GET /openapi.json.
func description(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	_, err := w.Write(openAPI)
	return err
}
