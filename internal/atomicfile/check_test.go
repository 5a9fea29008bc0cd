package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(dir, "old"), text("old")); err != nil {
		t.Fatal(err)
	}
	for name, fine := range map[string]bool{"new": true, "old": true, "folder": false, "none/new": false, "old/new": false} {
		path := filepath.Join(dir, name)
		err := Check(path)
		if (err == nil) != fine {
			t.Errorf("%s: %v", name, err)
		}
		var at *fs.PathError
		if err != nil && (!errors.As(err, &at) || at.Path != path) {
			t.Errorf("%s: does not name the file: %v", name, err)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("left behind: %v", entries)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "old")); string(data) != "old" {
		t.Errorf("changed the file to %q", data)
	}
	if err := Check(os.DevNull); err != nil {
		t.Error(err)
	}
}

func TestNamed(t *testing.T) {
	if Named(nil, "a") != nil {
		t.Error("made an error of none")
	}
	other := errors.New("other")
	if Named(other, "a") != other {
		t.Error("changed another error")
	}
	err := Named(&fs.PathError{Op: "write", Path: "/x/.a.123", Err: other}, "/x/a")
	if err.Error() != "write /x/a: other" || !errors.Is(err, other) {
		t.Error(err)
	}
}
