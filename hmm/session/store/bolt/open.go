package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Open opens the file at path, or makes a new one, which only its owner may read. Errors name the path
// and are or wrap: what the system says, [ErrInUse], [ErrDamaged], or one that says that this is
// another kind of file. What is in such a file is left as it is.
func Open(path string, options Options) (*Store, error) {
	s := &Store{path: path, queue: make(chan *job), closing: make(chan struct{}), finished: make(chan struct{})}
	err := guard(func() error { return s.open(options) })
	if err != nil {
		if s.db != nil {
			err = errors.Join(err, guard(s.db.Close))
		} else if s.file != nil {
			s.file.Close() // if bbolt panicked it did not; a second time does no harm
		}
		return nil, s.named(err)
	}
	go s.write()
	return s, nil
}

// open opens the database, looks whether it is ours, and makes it so if it is new.
func (s *Store) open(options Options) (err error) {
	db, err := bbolt.Open(s.path, 0o600, &bbolt.Options{
		Timeout:      max(options.Wait, 1), // to bbolt 0 is for ever
		FreelistType: bbolt.FreelistMapType,
		NoStatistics: true,
		OpenFile: func(name string, flag int, mode fs.FileMode) (*os.File, error) {
			f, err := os.OpenFile(name, flag, mode)
			s.file = f
			return f, err
		},
	})
	if err != nil {
		return err
	}
	s.db = db
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	if err := intact(db, info.Size()); err != nil {
		return err
	}
	if err := prepare(db); err != nil {
		return err
	}
	return syncFolder(s.path)
}

// named makes an error of Open say what it means, and where.
func (s *Store) named(err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		err = ErrInUse
	case errors.Is(err, bolterrors.ErrInvalid):
		err = errors.New("is no session store: not a bbolt database")
	case errors.Is(err, bolterrors.ErrVersionMismatch):
		err = errors.New("is no session store: a bbolt database of another version")
	case errors.Is(err, bolterrors.ErrChecksum):
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return s.explain(err)
}

// syncFolder makes sure that a new file is still in its folder after a power cut. Windows knows no
// such thing.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
