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
// another kind of file. What is in such a file is left as it is. The records are counted, which takes
// some 0.1 s for 1,000,000.
func Open(path string, options Options) (*Store, error) {
	s := &Store{path: path, queue: make(chan *job), closing: make(chan struct{}), finished: make(chan struct{})}
	err := guard(func() error { return s.open(options) })
	if err != nil {
		if s.db != nil {
			err = errors.Join(err, guard(s.db.Close))
		} else if s.file != nil && errors.Is(err, ErrDamaged) {
			abandon(s.file) // bbolt panicked; where it returned an error it has closed the file
		}
		return nil, s.named(err)
	}
	go s.write()
	return s, nil
}

// intact returns an error if the file is shorter than what its newest transaction says. It is asked
// before bbolt reads anything else of the file: what is not there is read with a panic.
func (s *Store) intact(options Options) error {
	info, err := os.Stat(s.path)
	if err != nil || info.Size() == 0 {
		return nil // new, or not to be read: open will say
	}
	db, err := bbolt.Open(s.path, 0, &bbolt.Options{Timeout: max(options.Wait, 1), ReadOnly: true, NoStatistics: true})
	if err != nil {
		return err
	}
	err = db.View(func(tx *bbolt.Tx) error {
		if info, err = os.Stat(s.path); err == nil && info.Size() < tx.Size() {
			err = fmt.Errorf("%w: %d bytes, expected at least %d", ErrDamaged, info.Size(), tx.Size())
		}
		return err
	})
	return errors.Join(err, db.Close())
}

// open opens the database, looks whether it is ours, and makes it so if it is new.
func (s *Store) open(options Options) (err error) {
	if err := s.intact(options); err != nil {
		return err
	}
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
	if err := prepare(db); err != nil {
		return err
	}
	if err := db.View(func(tx *bbolt.Tx) error { s.count.Store(int64(countRecords(tx))); return nil }); err != nil {
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
