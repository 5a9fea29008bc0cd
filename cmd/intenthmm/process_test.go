//go:build unix

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary builds the command once.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(models.dir, "intenthmm")
	out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%w: %s", err, out)
	}
	return path, err
})

func built(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the command")
	}
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// A process is the built command under way.
type process struct {
	*exec.Cmd
	t        *testing.T
	in       io.WriteCloser
	out, err safeBuffer
	ended    chan error
}

func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(built(t), args...), t: t, ended: make(chan error, 1)}
	p.Stdout, p.Stderr = &p.out, &p.err
	var err error
	if p.in, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Process.Kill() })
	go func() { p.ended <- p.Wait() }()
	return p
}

// says waits until standard error says something.
func (p *process) says(text string) {
	p.t.Helper()
	for start := time.Now(); !strings.Contains(p.err.String(), text); time.Sleep(2 * time.Millisecond) {
		if time.Since(start) > patience {
			p.t.Fatalf("does not say %q: %s", text, p.err.String())
		}
	}
}

func (p *process) interrupt() {
	p.t.Helper()
	if err := p.Process.Signal(os.Interrupt); err != nil {
		p.t.Fatal(err)
	}
}

// end waits for the process and returns its exit status, -1 if a signal ended it.
func (p *process) end() int {
	p.t.Helper()
	select {
	case <-p.ended:
		return p.ProcessState.ExitCode()
	case <-time.After(patience):
		p.t.Fatalf("does not end: %s", p.err.String())
		return 0
	}
}

// An interrupt in the middle of training saves the best so far, whole, and the file says what it is.
func TestInterruptTraining(t *testing.T) {
	longer := func(args ...string) []string { return append(args, "--restarts", "100000") }
	for _, c := range []struct {
		args         []string
		saved, table string
		use          []string // of the file
	}{
		{longer("train", chats, "-k", "3"), "model saved to ", "leads to", []string{"decode", "-q", interleaved, "-m"}},
		{longer("types", "-m", words(t), chats, "-c", "2"), "types saved to ", "leads to", []string{"types", "-q", interleaved, "--apply"}},
		{longer("cluster", chats, "-k", "3"), "model saved to ", "words (lift)", []string{"cluster", "-q", interleaved, "-m"}},
		{longer("cluster", chats, "-k", "3", "--method", "kmeans", "--dims", "5"), "model saved to ", "words (lift)", []string{"cluster", "-q", interleaved, "-m"}},
		{longer("topics", chats, "-k", "3"), "model saved to ", "coherence", []string{"topics", "-q", interleaved, "-m"}},
		{[]string{"topics", chats, "-k", "3", "--method", "gibbs", "--sweeps", "1000000"}, "model saved to ", "coherence", []string{"topics", "-q", interleaved, "-m"}},
	} {
		out := filepath.Join(t.TempDir(), "m.json")
		p := interrupted(t, append(slices.Clone(c.args), "-o", out))
		said := p.err.String()
		if p.ProcessState.ExitCode() != statusInterrupted || !strings.Contains(said, "intenthmm: interrupted: ") ||
			!strings.Contains(said, "warning: ") || !strings.Contains(said, c.saved+out) {
			t.Errorf("%q: exit %d: %s", c.args, p.ProcessState.ExitCode(), said)
		}
		if !strings.Contains(p.out.String(), c.table) {
			t.Errorf("%q: no table: %s", c.args, p.out.String())
		}
		only(t, filepath.Dir(out), "m.json")
		if text := read(t, out); !strings.Contains(text, "cancelled after ") && !strings.Contains(text, "training ended after ") {
			t.Errorf("%q: the file does not say that it was interrupted", c.args)
		}
		must(t, append(c.use, out)...)
	}
}

// interrupted interrupts a training of the chats once there is something to save.
func interrupted(t *testing.T, args []string) *process {
	t.Helper()
	for wait := 500 * time.Millisecond; ; wait *= 2 {
		p := start(t, args...)
		p.says("read 4566 messages")
		time.Sleep(wait)
		p.interrupt()
		p.end()
		if !strings.Contains(p.err.String(), "before anything was trained") || wait > 10*time.Second {
			return p // else the machine is slow
		}
	}
}

// An interrupt while reading a pipe leaves the file that was there, and no other.
func TestInterruptReading(t *testing.T) {
	out := write(t, "m.json", "old")
	for _, args := range [][]string{{"train", "-", "-o", out}, {"decode", "-m", words(t), "-", "-o", out}} {
		p := start(t, args...)
		// More than a pipe holds: once it is written, the command is reading.
		if _, err := io.WriteString(p.in, strings.Repeat(goodLine, 4000)); err != nil {
			t.Fatal(err)
		}
		p.interrupt()
		if status := p.end(); status != statusInterrupted || p.err.String() != "intenthmm: interrupted\n" || p.out.String() != "" {
			t.Errorf("%s: exit %d: %s%s", args[0], status, p.err.String(), p.out.String())
		}
		only(t, filepath.Dir(out), "m.json")
		if read(t, out) != "old" {
			t.Error("the file was changed")
		}
	}
}

// A second interrupt ends the command at once and says so, whatever it is doing: here it waits for somebody to
// read the pipe that it saves to.
func TestSecondInterrupt(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Skip(err)
	}
	p := start(t, "train", chats, "-k", "2", "--restarts", "100000", "-o", pipe)
	p.says("read 4566 messages")
	time.Sleep(time.Second)
	p.interrupt()
	select {
	case <-p.ended:
		t.Skipf("the machine is too slow: %s", p.err.String())
	case <-time.After(time.Second):
	}
	p.interrupt()
	if status := p.end(); status != statusInterrupted || !strings.HasSuffix(p.err.String(), "\nintenthmm: interrupted twice: ended at once, and what was not saved yet is lost\n") {
		t.Errorf("%v: %s", p.ProcessState, p.err.String())
	}
}

// SIGTERM is an interrupt too.
func TestTerminate(t *testing.T) {
	p := start(t, "live", "-m", words(t))
	io.WriteString(p.in, strings.Repeat(said("a", "hello")+"\n", 2000)) // it is listening now
	p.Process.Signal(syscall.SIGTERM)
	if status := p.end(); status != statusInterrupted || p.err.String() != "intenthmm: interrupted\n" {
		t.Errorf("exit %d: %s", status, p.err.String())
	}
}

// The reader of a pipe may leave, as head does.
func TestHead(t *testing.T) {
	path := built(t)
	for _, args := range [][]string{{"decode", "-q", "-m", words(t), chats}, {"live", "-m", words(t)}} {
		cmd := exec.Command(path, args...)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		file, err := os.Open(chats)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		cmd.Stdin = file
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReaderSize(stdout, 16).ReadString('\n')
		if err != nil || !strings.HasPrefix(line, `{"conversation_id":"hd-0001","turn":0,`) {
			t.Errorf("%s: %q, %v", args[0], line, err)
		}
		stdout.Close()
		timer := time.AfterFunc(patience, func() { cmd.Process.Kill() })
		err = cmd.Wait()
		if !timer.Stop() {
			t.Errorf("%s does not end", args[0])
		}
		var exit *exec.ExitError
		if !errors.As(err, &exit) || strings.Contains(stderr.String(), "goroutine") || strings.Count(stderr.String(), "\n") > 1 {
			t.Errorf("%s: %v: %s", args[0], err, &stderr)
		}
	}
}

func TestStdoutFull(t *testing.T) {
	path := built(t)
	device, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer device.Close()
	if info, err := device.Stat(); err != nil || info.Mode().IsRegular() {
		t.Skip("/dev/full is no device")
	}
	for _, args := range [][]string{{"decode", "-q", "-m", words(t), interleaved}, {"show", "-m", words(t)}, {"help"}} {
		cmd := exec.Command(path, args...)
		var stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = device, &stderr
		cmd.Run()
		if cmd.ProcessState.ExitCode() != statusFailed || !strings.HasSuffix(stderr.String(), "intenthmm: write /dev/stdout: no space left on device\n") {
			t.Errorf("%s: %v: %s", args[0], cmd.ProcessState, &stderr)
		}
	}
}

// The statuses as the shell sees them.
func TestExitStatus(t *testing.T) {
	for _, test := range []struct {
		status int
		args   []string
	}{{0, []string{"help"}}, {0, []string{"show", "-m", words(t)}}, {1, []string{"show", "-m", "nofile"}}, {2, []string{"show"}}} {
		p := start(t, test.args...)
		if got := p.end(); got != test.status {
			t.Errorf("%v: exit %d, want %d", test.args, got, test.status)
		}
	}
}

// A pipe is written to and not replaced.
func TestOutputPipe(t *testing.T) {
	m, pipe := words(t), filepath.Join(t.TempDir(), "pipe.csv")
	if err := syscall.Mkfifo(pipe, 0o644); err != nil {
		t.Skip(err)
	}
	got := make(chan string, 1)
	go func() {
		data, _ := os.ReadFile(pipe)
		got <- string(data)
	}()
	want := must(t, "decode", "-q", "-m", m, interleaved, "--to", "csv").out
	must(t, "decode", "-q", "-m", m, interleaved, "-o", pipe)
	select {
	case text := <-got:
		if text != want {
			t.Errorf("through the pipe came %q", text)
		}
	case <-time.After(patience):
		t.Error("nothing came through the pipe")
	}
	if info, err := os.Lstat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe is now %v, %v", info.Mode(), err)
	}
}

// A disk without room leaves the model that was there: here no file may be longer than 50 KB.
func TestLabelFullDisk(t *testing.T) {
	path, m := built(t), labelled(t)
	before := read(t, m)
	cmd := exec.Command("sh", "-c", `ulimit -f 100 && exec "$0" label -m "$1" 1=x`, path, m)
	out, _ := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != statusFailed || string(out) != "intenthmm: write "+m+": file too large\n" {
		t.Errorf("%v: %s", cmd.ProcessState, out)
	}
	if read(t, m) != before {
		t.Error("the model was changed")
	}
	only(t, filepath.Dir(m), "m.hmm.json")
}
