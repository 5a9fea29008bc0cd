package export

import (
	"path"
	"strings"
)

// baseName is the name of a file without its folders and extensions: what a chat goes by where the file says nothing
// else.
func baseName(file string) string {
	name := path.Base(strings.ReplaceAll(file, `\`, "/"))
	for _, packed := range []string{".gz", ".zst"} {
		name = strings.TrimSuffix(name, packed)
	}
	return strings.TrimSuffix(name, path.Ext(name))
}
