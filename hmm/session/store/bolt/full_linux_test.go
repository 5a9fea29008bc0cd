package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"intenthmm/hmm/session/store"
)

func init() { roles["fill"] = fill }

// throughFull saves until there is no room, which full says, goes on to try, makes room, and saves again.
func throughFull(path string, full error, makeRoom func() error) error {
	ctx := context.Background()
	s, err := Open(path, Options{})
	if err != nil {
		return err
	}
	save := func(i int) error {
		return s.Save(ctx, number(i), store.Record{Revision: 1, Data: kilobyte(i), Touched: time.UnixMilli(int64(i))})
	}
	saved := 0
	for ; err == nil && saved < 1e5; saved++ {
		err = save(saved)
	}
	saved--
	if !errors.Is(err, full) || errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), path) {
		return fmt.Errorf("save %d: error %v, expected %q with the path", saved, err, full)
	}
	for range 20 {
		if err := save(saved); err == nil {
			return errors.New("saved on a full disk")
		}
	}
	whole := func() error {
		for i := range saved {
			if r, err := s.Load(ctx, number(i)); err != nil || string(r.Data) != string(kilobyte(i)) {
				return fmt.Errorf("record %d of %d: %.20q, error %v", i, saved, r.Data, err)
			}
		}
		return nil
	}
	if err := whole(); err != nil {
		return fmt.Errorf("on the full disk: %w", err)
	}
	if _, err := s.Load(ctx, number(saved)); !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("of a save that failed: error %v, expected store.ErrNotFound", err)
	}
	if err := makeRoom(); err != nil {
		return err
	}
	for end := saved + 100; saved < end; saved++ {
		if err := save(saved); err != nil {
			return fmt.Errorf("with room again: %w", err)
		}
	}
	if err := errors.Join(whole(), s.Close()); err != nil {
		return err
	}
	if s, err = Open(path, Options{}); err != nil {
		return fmt.Errorf("after a full disk: %w", err)
	}
	return errors.Join(whole(), s.Close())
}

// fill is throughFull under a limit on the length of files, which is lifted.
func fill(path string, _ io.Writer) error {
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	limit := before
	limit.Cur = 600_000
	if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	return throughFull(path, unix.EFBIG, func() error { return unix.Setrlimit(unix.RLIMIT_FSIZE, &before) })
}

func TestLimitedFile(t *testing.T) {
	cmd, _ := process(t, "fill", filepath.Join(t.TempDir(), "sessions.db"))
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// smallDisk is a folder with room for three megabytes.
func smallDisk(t *testing.T) string {
	t.Helper()
	disk := t.TempDir()
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=3m"); err != nil {
		t.Skipf("needs the right to mount a small disk: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(disk, unix.MNT_DETACH) })
	return disk
}

func TestFullDisk(t *testing.T) {
	disk := smallDisk(t)
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := throughFull(filepath.Join(disk, "sessions.db"), unix.ENOSPC, func() error { return os.Remove(ballast) }); err != nil {
		t.Error(err)
	}
}

// A little room is enough for Expire to make more.
func TestExpireOnFullDisk(t *testing.T) {
	disk := smallDisk(t)
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 128<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(disk, "sessions.db")
	ctx, s := context.Background(), opened(t, path)
	save := func(i int) error {
		return s.Save(ctx, number(i), store.Record{Revision: 1, Data: kilobyte(i), Touched: time.UnixMilli(int64(i))})
	}
	saved := 0
	for save(saved) == nil {
		saved++
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Expire(ctx, time.UnixMilli(int64(saved/2))); n != saved/2 || err != nil {
		t.Fatalf("%d of %d expired, error %v, expected %d", n, saved, err, saved/2)
	}
	for i := range saved / 4 {
		if err := save(saved + i); err != nil {
			t.Fatalf("save %d after Expire: %v", i, err)
		}
	}
	checkIndex(t, s)
}

func TestReadOnly(t *testing.T) {
	path := filled(t, 3)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never back: the thread ends with its user
		if os.Getuid() == 0 {
			unix.Setfsuid(65534) // root may write everywhere
		}
		_, err := Open(path, Options{})
		done <- err
	}()
	expect(t, <-done, os.ErrPermission, path)
}

// TestOnTheDisk asks the system after each change whether anything of the file still waits to be
// written.
func TestOnTheDisk(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "sessions.db")
	var where unix.Statfs_t
	if err := unix.Statfs(filepath.Dir(path), &where); err != nil || where.Type == unix.TMPFS_MAGIC {
		t.Skipf("the temporary folder is on no disk: type %x, error %v", where.Type, err)
	}
	s := opened(t, path)
	clean := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var cached unix.Cachestat_t
		if err := unix.Cachestat(uint(s.file.Fd()), &unix.CachestatRange{Len: 1 << 40}, &cached, 0); err != nil {
			t.Skipf("needs Linux 6.5: %v", err)
		}
		if cached.Dirty > 0 {
			t.Errorf("%d pages are not on the disk after %s", cached.Dirty, what)
		}
	}
	clean("Open", nil)
	for i := range 20 {
		clean("Save", s.Save(ctx, number(i), store.Record{Revision: 1, Data: kilobyte(i)}))
	}
	clean("Delete", s.Delete(ctx, "7"))
	_, err := s.Expire(ctx, time.Now())
	clean("Expire", err)
}
