package transcript

import (
	"crypto/sha256"
	"io"
)

// A shelf is what was read of a folder that holds archives, so that an archive is not read beside what was packed in
// it, or beside its own copy. Contents are compared without compression, by their SHA-256. That costs one more walk over
// them. A nil shelf holds nothing and takes nothing.
type shelf struct {
	opts    *Options
	paths   []string // of files whose content is not known yet
	known   map[[sha256.Size]byte]shelved
	archive string // being read
}

// shelved is where a content was met.
type shelved struct{ name, archive string }

func newShelf(o *Options) *shelf {
	return &shelf{opts: o, known: map[[sha256.Size]byte]shelved{}}
}

// read enters a file of the folder.
func (s *shelf) read(path string) {
	if s != nil {
		s.paths = append(s.paths, path)
	}
}

// enter says which archive is read from here on.
func (s *shelf) enter(archive string) {
	if s != nil {
		s.archive = archive
	}
}

// twin is a Problem where the same content was read before: of a file of the folder, an archive in it, or a file in
// another archive. The file is then at its start again.
func (s *shelf) twin(in *Input) error {
	if s == nil {
		return nil
	}
	if err := s.look(); err != nil {
		return err
	}
	if err := in.keep(); err != nil {
		return in.explain(err)
	}
	sum, err := contentOf(in)
	if err != nil {
		return err
	}
	before, ok := s.known[sum]
	switch {
	case !ok:
		s.known[sum] = shelved{in.Name, s.archive}
	case before.archive != s.archive:
		return Problem{File: in.Name, Reason: reasonTwin, Detail: "it is the same as " + before.name}
	}
	return in.Rewind()
}

// look takes the contents of files that were read since the last time.
func (s *shelf) look() error {
	for _, path := range s.paths {
		in, err := openPath(path, nil, s.opts, new(int64))
		if err != nil {
			return err
		}
		sum, err := contentOf(in)
		in.close()
		if err != nil {
			return err
		}
		if _, ok := s.known[sum]; !ok {
			s.known[sum] = shelved{name: path}
		}
	}
	s.paths = s.paths[:0]
	return nil
}

// contentOf is the hash of a file, which is at its end then.
func contentOf(in *Input) (sum [sha256.Size]byte, err error) {
	h := sha256.New()
	if _, err := io.Copy(h, in.lines.r); err != nil {
		return sum, in.explain(err)
	}
	h.Sum(sum[:0])
	return sum, nil
}
