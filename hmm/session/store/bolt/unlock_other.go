//go:build !unix || solaris || aix || android

package bolt

import "os"

// unlock does nothing: on these systems a lock ends with its file.
func unlock(*os.File) error { return nil }
