package bolt

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"intenthmm/hmm/session/store"
)

// expect fails unless err wraps target, if there is one, and its text holds all of texts.
func expect(t *testing.T, err, target error, texts ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, expected one with %q", texts)
		return
	}
	if target != nil && !errors.Is(err, target) {
		t.Errorf("error %v, expected %v", err, target)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("error %q does not say %q", err, text)
		}
	}
}

func TestOtherFiles(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{
		"note.txt": "Dear diary", "large.txt": strings.Repeat("Dear diary\n", 10000), "zeros": strings.Repeat("\x00", 1<<16), "byte": "x",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
		for range 2 { // the first attempt must not leave the file locked
			_, err := Open(path, Options{})
			expect(t, err, nil, path, "is no session store")
		}
		if left, err := os.ReadFile(path); err != nil || string(left) != data {
			t.Errorf("%s was changed, error %v", name, err)
		}
	}
	_, err := Open(dir, Options{})
	expect(t, err, nil, dir)
	_, err = Open(filepath.Join(dir, "no", "such", "folder"), Options{})
	expect(t, err, fs.ErrNotExist, dir)
}

// with makes a bbolt database with a bucket and a key.
func with(t *testing.T, bucket, key, value string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists([]byte(bucket))
		return errors.Join(err, b.Put([]byte(key), []byte(value)))
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOtherDatabases(t *testing.T) {
	path := with(t, "users", "a", "b")
	_, err := Open(path, Options{})
	expect(t, err, nil, path, "a bbolt database of something else")

	path = filepath.Join(t.TempDir(), "newer.db")
	s := opened(t, path)
	if err := s.db.Update(func(tx *bbolt.Tx) error { return tx.Bucket(formatBucket).Put(versionKey, []byte("2")) }); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for range 2 {
		_, err = Open(path, Options{})
		expect(t, err, nil, path, `format "2"`, `expected "1"`)
	}
}

// opened is a store, closed at the end of the test.
func opened(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// filled is the path of a closed store with records "0" to "n-1" of a kilobyte.
func filled(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sessions.db")
	s := opened(t, path)
	err := s.db.Update(func(tx *bbolt.Tx) error {
		for i := range n {
			if _, err := save(tx, number(i), store.Record{Revision: 1, Data: kilobyte(i)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPermissions(t *testing.T) {
	path := filled(t, 3)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, error %v, expected 0600: conversations are nobody else's business", info.Mode(), err)
	}
	s := opened(t, path)
	if r, err := s.Load(context.Background(), "2"); err != nil || string(r.Data) != string(kilobyte(2)) {
		t.Errorf("error %v", err)
	}
}
