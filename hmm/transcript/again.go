package transcript

import (
	"io"
	"os"
)

// Rewind goes back to the start of the file. Only formats that say so (Format.Rewinds) may call it.
func (in *Input) Rewind() error {
	if in.copied != nil {
		if _, err := in.copied.Seek(0, io.SeekStart); err != nil {
			return err
		}
		in.lines.r.Reset(in.copied)
		*in.lines = lines{r: in.lines.r, max: in.lines.max}
		return nil
	}
	in.file.Close()
	in.unpack = newUnpacking(in.unpack.known, new(int64)) // what was counted is not counted again
	return in.open()
}

// File is the decompressed file for random access, with its size: the file itself or a temporary copy. It is
// closed with the Input.
func (in *Input) File() (*os.File, int64, error) {
	f, ok := in.file.(*os.File)
	if !ok || !in.plain {
		if in.copied == nil {
			if err := in.copy(); err != nil {
				return nil, 0, err
			}
		}
		f = in.copied
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// keep sees to it that the file can be read again.
func (in *Input) keep() error {
	if in.reopen != nil || in.copied != nil {
		return nil
	}
	return in.copy()
}

// copy puts what has not been read yet into a temporary file, from which reading goes on.
func (in *Input) copy() error {
	f, err := os.CreateTemp(in.spool, "intenthmm-input-*")
	if err != nil {
		return err
	}
	os.Remove(f.Name()) // where the system allows it, nothing is left behind whatever happens
	in.copied = f
	if _, err := io.Copy(f, in.lines.r); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	in.lines.r.Reset(f)
	return nil
}
