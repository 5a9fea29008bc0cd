package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// onTerminal runs the built command on a terminal of so many columns and returns all that appeared.
func onTerminal(t *testing.T, columns int, args ...string) string {
	t.Helper()
	path := built(t)
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip(err)
	}
	defer master.Close()
	control := func(request uintptr, argument unsafe.Pointer) {
		t.Helper()
		if _, _, err := syscall.Syscall(syscall.SYS_IOCTL, master.Fd(), request, uintptr(argument)); err != 0 {
			t.Skip(err)
		}
	}
	var unlock, number int32
	control(syscall.TIOCSPTLCK, unsafe.Pointer(&unlock))
	control(syscall.TIOCGPTN, unsafe.Pointer(&number))
	control(syscall.TIOCSWINSZ, unsafe.Pointer(&[4]uint16{40, uint16(columns)}))
	slave, err := os.OpenFile(fmt.Sprint("/dev/pts/", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = slave, slave
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	slave.Close()
	timer := time.AfterFunc(patience, func() { cmd.Process.Kill() })
	defer timer.Stop()
	var seen bytes.Buffer
	io.Copy(&seen, master) // ends with an error once nobody has the terminal open
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v: %s", err, &seen)
	}
	return seen.String()
}

// On a terminal there is a bar, and nothing of it is left when the results come.
func TestBar(t *testing.T) {
	// Training stops before it converges: the bar does not come to its end by itself.
	seen := onTerminal(t, 100, "train", chats, "-k", "20", "--restarts", "4", "--iterations", "10", "-o", t.TempDir()+"/m.json")
	if !strings.Contains(seen, "training: restart ") || !strings.Contains(seen, "% |") {
		t.Fatalf("no bar: %q", seen)
	}
	for line := range strings.SplitSeq(seen, "\r\n") {
		if shown := screen(line); strings.Contains(shown, "training") || strings.Contains(shown, "█") || strings.HasSuffix(shown, "|") {
			t.Errorf("left on the screen: %q", shown)
		}
	}
	if quiet := onTerminal(t, 100, "train", "-q", chats, "-k", "4", "--restarts", "1", "-o", t.TempDir()+"/m.json"); strings.Contains(quiet, "training") {
		t.Errorf("-q: %q", quiet)
	}
}

// screen is what is to be seen of a line in the end.
func screen(line string) string {
	var cells []rune
	at := 0
	for _, r := range line {
		switch {
		case r == '\r':
			at = 0
			continue
		case at < len(cells):
			cells[at] = r
		default:
			cells = append(cells, r)
		}
		at++
	}
	return strings.TrimRight(string(cells), " ")
}

// Tables fit the terminal.
func TestTableWidth(t *testing.T) {
	var log strings.Builder
	for c := range 30 {
		for i, text := range []string{"退款什么时候到账？我的订单在哪里？请提供订单号。", "see https://example.com/a/very/long/address/without/any/space/in/it/at/all?a=b", "谢谢您的帮助！"} {
			fmt.Fprintf(&log, `{"conversation_id":"%d","speaker":"客户%d","text":"%s","label":"退款什么时候到账退款什么时候到账_a_long_label_%d"}`+"\n", c, i, text, i)
		}
	}
	chinese := write(t, "zh.jsonl", log.String())
	m := model(t, chinese, "-k", "3", "--restarts", "1")
	many := model(t, chats, "-k", "12", "--restarts", "1", "--iterations", "3")
	for _, columns := range []int{80, 100, 140, 200} {
		for _, args := range [][]string{{"show", "-m", m}, {"eval", "-q", "-m", m, chinese}, {"show", "-m", many}, {"eval", "-q", "-m", many, chats}} {
			seen := onTerminal(t, columns, args...)
			_, table, found := strings.Cut(seen, "\r\n\r\n") // after the lines about the training
			if !found {
				t.Fatalf("%v: no table: %q", args, seen)
			}
			widest := 0
			for line := range strings.SplitSeq(table, "\r\n") {
				widest = max(widest, twwidth.Width(line))
			}
			if widest > columns || columns <= 140 && widest < columns-25 {
				t.Errorf("%v on %d columns: %d\n%s", args, columns, widest, table)
			}
		}
	}
}

// A device that is always full is written to, in vain, and not replaced. It is one of the test's own:
// a command that replaced it should not cost the machine /dev/full.
func TestFullDevice(t *testing.T) {
	device := filepath.Join(t.TempDir(), "full")
	if err := syscall.Mknod(device, syscall.S_IFCHR|0o666, 1<<8|7); err != nil {
		t.Skip("making a device: ", err)
	}
	f, err := os.OpenFile(device, os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no devices in this folder: ", err)
	}
	f.Close()
	for _, args := range [][]string{
		{"train", interleaved, "-k", "1", "--restarts", "1"}, {"decode", interleaved, "-m", words(t)}, {"show", "-m", words(t), "--json"},
	} {
		call(t, append(args, "-o", device)...).fails(t, statusFailed, "intenthmm: write "+device+": no space left on device\n")
		if info, err := os.Lstat(device); err != nil || info.Mode()&os.ModeCharDevice == 0 {
			t.Fatalf("the device is now %v, %v", info.Mode(), err)
		}
		only(t, filepath.Dir(device), "full")
	}
}
