package bolt

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// roleVariable makes the test's binary another process of a test: what it does, and with which file.
const roleVariable = "INTENTHMM_BOLT_TEST"

// roles are what such a process may do. Each answers on its output, line by line, and fails by its exit
// status.
var roles = map[string]func(path string, out io.Writer) error{"hold": hold, "save": saveForEver}

func TestMain(m *testing.M) {
	name, path, ok := strings.Cut(os.Getenv(roleVariable), ":")
	if !ok {
		os.Exit(m.Run())
	}
	if err := roles[name](path, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// process starts the test's binary in a role.
func process(t *testing.T, role, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), roleVariable+"="+role+":"+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd, bufio.NewScanner(out)
}

// hold opens a store and keeps it until it is killed.
func hold(path string, out io.Writer) error {
	if _, err := Open(path, Options{}); err != nil {
		return err
	}
	fmt.Fprintln(out, "open")
	time.Sleep(time.Hour)
	return nil
}

// snapshot is the data of a revision: what follows from it, so that a reader can tell.
func snapshot(id string, revision uint64) []byte {
	return []byte(strings.Repeat(fmt.Sprintf("%s at %d; ", id, revision), 20+int(revision)%80))
}

// saveForEver saves revision after revision of many conversations and says which were acknowledged.
func saveForEver(path string, out io.Writer) error {
	s, err := Open(path, DefaultOptions())
	if err != nil {
		return err
	}
	var mu sync.Mutex
	var group sync.WaitGroup
	for i := range 32 {
		group.Go(func() {
			id, ctx := "conversation "+strconv.Itoa(i), context.Background()
			r, _ := s.Load(ctx, id)
			for {
				r.Revision++
				r.Data, r.Touched = snapshot(id, r.Revision), time.Now()
				if err := s.Save(ctx, id, r); err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
				mu.Lock()
				fmt.Fprintln(out, i, r.Revision)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	return nil
}

// TestKilled kills a process in the middle of saves, again and again: every save that it acknowledged
// is there, whole.
func TestKilled(t *testing.T) {
	path := t.TempDir() + "/sessions.db"
	acknowledged := map[int]uint64{}
	total := 0
	for round := range 12 {
		cmd, lines := process(t, "save", path)
		for n := 0; lines.Scan(); n++ {
			var i int
			var revision uint64
			if _, err := fmt.Sscan(lines.Text(), &i, &revision); err != nil {
				break // cut off by the kill
			}
			acknowledged[i] = revision
			total++
			if n == 200+round*37 {
				cmd.Process.Kill()
			}
		}
		cmd.Wait()
		checkAcknowledged(t, path, acknowledged)
	}
	t.Logf("%d acknowledged saves, none lost in 12 kills", total)
}

func checkAcknowledged(t *testing.T, path string, acknowledged map[int]uint64) {
	t.Helper()
	s, err := Open(path, DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if len(acknowledged) == 0 {
		t.Fatal("nothing was saved")
	}
	for i, revision := range acknowledged {
		id := "conversation " + strconv.Itoa(i)
		r, err := s.Load(context.Background(), id)
		switch {
		case err != nil:
			t.Errorf("%s: %v, revision %d was acknowledged", id, err, revision)
		case r.Revision < revision:
			t.Errorf("%s: revision %d, %d was acknowledged", id, r.Revision, revision)
		case string(r.Data) != string(snapshot(id, r.Revision)):
			t.Errorf("%s: the data are not those of revision %d", id, r.Revision)
		}
	}
	checkIndex(t, s)
}

// checkIndex expects one entry a record in the index of times, and bbolt's own books in order.
func checkIndex(t *testing.T, s *Store) {
	t.Helper()
	tx, err := s.db.Begin(false)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for err := range tx.Check() {
		t.Error(err)
	}
	records, times := 0, 0
	tx.Bucket(touchedBucket).ForEach(func(key, _ []byte) error {
		times++
		id := string(key[8:])
		if r, err := find(tx, id); err != nil || r.revision == 0 || string(touchedKey(r.touched, id)) != string(key) {
			t.Errorf("the index has %q, of which there is revision %d, error %v", key, r.revision, err)
		}
		return nil
	})
	tx.Bucket(recordsBucket).ForEach(func(_, _ []byte) error { records++; return nil })
	if records != times {
		t.Errorf("%d records, %d in the index of times", records, times)
	}
}

func TestInUse(t *testing.T) {
	path := t.TempDir() + "/sessions.db"
	cmd, lines := process(t, "hold", path)
	if !lines.Scan() {
		t.Fatal("the other process did not open the store")
	}
	begin := time.Now()
	_, err := Open(path, Options{})
	expect(t, err, ErrInUse, path, "in use by another process")
	if waited := time.Since(begin); waited > 500*time.Millisecond {
		t.Errorf("waited %v, expected not to", waited)
	}
	begin = time.Now()
	_, err = Open(path, Options{Wait: 300 * time.Millisecond})
	expect(t, err, ErrInUse, path)
	if waited := time.Since(begin); waited < 200*time.Millisecond || waited > 3*time.Second {
		t.Errorf("waited %v, expected 0.3 s", waited)
	}
	time.AfterFunc(100*time.Millisecond, func() { cmd.Process.Kill() })
	s, err := Open(path, Options{Wait: 10 * time.Second})
	if err != nil {
		t.Fatalf("after the other process ended: %v", err)
	}
	s.Close()
}
