//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"intenthmm/hmm/intent"
)

// sentences are what the customers of these tests say, turn by turn.
var sentences = []string{"hello", "where is my order?", "two weeks ago", "order 1234", "no, it never came", "that is fine", "thanks", "bye"}

func sentence(turn int) string { return sentences[turn%len(sentences)] }

// A customer pushes one turn after the other to a session, the same one again until it is acknowledged.
type customer struct {
	session      string
	acknowledged int
}

// push pushes the next turn, and checks the answer if there is one.
func (c *customer) push(s *served) error {
	body, _ := json.Marshal(intent.Turn{ID: fmt.Sprintf("t%d", c.acknowledged), Speaker: "customer", Text: sentence(c.acknowledged)})
	status, answer, err := s.ask("POST", "/v1/sessions/"+c.session+"/turns?create=true", string(body))
	if err != nil {
		return nil // killed: not acknowledged
	}
	var got struct {
		Turns int
		Step  intent.Answer
	}
	if err := json.Unmarshal([]byte(answer), &got); status != 200 || err != nil {
		return fmt.Errorf("session %s: %d %s", c.session, status, answer)
	}
	if got.Turns != c.acknowledged+1 || got.Step.Turn != c.acknowledged {
		return fmt.Errorf("session %s: turn %d of %d, expected turn %d", c.session, got.Step.Turn, got.Turns, c.acknowledged)
	}
	c.acknowledged++
	return nil
}

// TestServeKilled kills the server in the middle of the load, again and again: no turn that it
// acknowledged is lost, and none counts twice that is pushed again because its answer did not come. In
// the end every session is what it would be without the kills.
func TestServeKilled(t *testing.T) {
	path, file := words(t), filepath.Join(t.TempDir(), "sessions.db")
	customers := make([]customer, 40)
	for i := range customers {
		customers[i].session = fmt.Sprintf("c%d", i)
	}
	const kills = 6
	cut := 0
	for range kills {
		s := startServer(t, "-m", path, "--store", file)
		before := total(customers)
		var group sync.WaitGroup
		killed := make(chan struct{})
		for i := range customers {
			group.Go(func() {
				for {
					select {
					case <-killed:
						return
					default:
					}
					if err := customers[i].push(s); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		time.Sleep(time.Duration(200+rand.IntN(300)) * time.Millisecond)
		s.Process.Kill()
		close(killed)
		group.Wait()
		s.end()
		if total(customers) == before {
			t.Error("nothing was acknowledged between two kills")
		}
	}
	s := startServer(t, "-m", path, "--store", file)
	m, err := intent.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range customers {
		c := &customers[i]
		status, answer, err := s.ask("GET", "/v1/sessions/"+c.session, "")
		var got struct{ Turns int }
		if err := json.Unmarshal([]byte(answer), &got); err != nil {
			t.Fatal(err)
		}
		if err != nil || status != 200 || got.Turns < c.acknowledged || got.Turns > c.acknowledged+1 {
			t.Errorf("session %s: %d turns, %d were acknowledged; %d %v", c.session, got.Turns, c.acknowledged, status, err)
		}
		cut += got.Turns - c.acknowledged
		if err := c.push(s); err != nil { // the turn whose answer did not come
			t.Error(err)
		}
		unbroken(t, m, s, c)
	}
	t.Logf("%d turns acknowledged, %d times the answer to a turn that was taken did not come", total(customers), cut)
	s.stop()
}

func total(customers []customer) int {
	n := 0
	for i := range customers {
		n += customers[i].acknowledged
	}
	return n
}

// unbroken demands that a session knows what one knows that nothing happened to.
func unbroken(t *testing.T, m *intent.Model, s *served, c *customer) {
	t.Helper()
	session := m.NewSession()
	for i := range c.acknowledged {
		if _, err := session.Push("customer", sentence(i)); err != nil {
			t.Fatal(err)
		}
	}
	want, err := json.Marshal(session.Last().Answer(5))
	if err != nil {
		t.Fatal(err)
	}
	if _, answer, err := s.ask("GET", "/v1/sessions/"+c.session, ""); err != nil || !strings.Contains(answer, `"step":`+string(want)) {
		t.Errorf("session %s: %s, want %s", c.session, answer, want)
	}
}

// A full disk refuses turns, clearly, and nothing else; with room again they are taken.
func TestServeFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("needs the right to mount a small disk: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(disk, unix.MNT_DETACH) })
	ballast := filepath.Join(disk, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 1<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	s := startServer(t, "-m", words(t), "--store", filepath.Join(disk, "sessions.db"))
	full := 0
	for ; full < 5000; full++ {
		status, answer, err := s.ask("POST", fmt.Sprintf("/v1/sessions/s%d/turns?create=true", full), turnHello)
		if err != nil {
			t.Fatal(err)
		}
		if status != 200 {
			if status != 507 || !strings.Contains(answer, "disk is full") || !strings.Contains(answer, "nothing was acknowledged") {
				t.Errorf("%d %s", status, answer)
			}
			break
		}
	}
	s.answers("GET", "/healthz", "", 200, "ok")
	s.answers("GET", fmt.Sprintf("/v1/sessions/s%d", full), "", 404, "no session")
	s.answers("GET", fmt.Sprintf("/v1/sessions/s%d", full-1), "", 200, `"turns":1`)
	s.says("no space left on device")
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	s.answers("POST", fmt.Sprintf("/v1/sessions/s%d/turns?create=true", full), turnHello, 200, `"turns":1`)
	s.stop()
}
