// Package pipe asks a program for the vectors of texts: whatever embeds sentences on the user's machine, in
// whatever language. The program reads JSON lines from its standard input, each a batch of texts, and answers
// each at once with a line of as many vectors, in their order:
//
//	{"texts":["where is my parcel?","thanks"]}
//	{"vectors":[[0.1,0.2,0.3],[0.3,0.1,0.2]]}
//
// It goes on until its input ends. In Python, with a model of sentence-transformers, that is
//
//	for line in sys.stdin:
//	    vectors = model.encode(json.loads(line)["texts"])
//	    print(json.dumps({"vectors": vectors.tolist()}), flush=True)
package pipe

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// mostAnswer bounds an answer, in bytes.
const mostAnswer = 1 << 28

// patience is how long a program may go on after its input has ended.
const patience = 5 * time.Second

// A Process is a program that embeds texts. It belongs to one goroutine at a time.
type Process struct {
	name    string
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Scanner
	said    tail         // on standard error
	wanted  func() error // an error once nobody waits for answers any more
	stop    context.CancelFunc
	width   int // of its vectors; 0: not known yet
	dead    error
	grace   time.Duration // that it has to end once its input has
}

// Start starts a program: its name and its arguments, parted by white space. No shell comes in between. The
// process ends with ctx, or by Close.
func Start(ctx context.Context, command string) (*Process, error) {
	words := strings.Fields(command)
	if len(words) == 0 {
		return nil, fmt.Errorf("no command of an embedder")
	}
	wanted := ctx.Err
	ctx, stop := context.WithCancel(ctx)
	p := &Process{name: command, command: exec.CommandContext(ctx, words[0], words[1:]...), wanted: wanted, stop: stop, grace: patience}
	p.command.Stderr = &p.said
	p.command.WaitDelay = patience
	in, err := p.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.command.Start(); err != nil {
		stop()
		return nil, fmt.Errorf("embedder: %w", err)
	}
	p.in, p.out = in, bufio.NewScanner(out)
	p.out.Buffer(nil, mostAnswer)
	return p, nil
}

// Embed gives the vectors of texts, in their order. What the program does wrong is an error that quotes it:
// its end, an answer that is none, one vector too many, vectors of different lengths. After an error there is
// nothing more to be had of it.
func (p *Process) Embed(texts []string) ([][]float64, error) {
	if p.dead == nil && len(texts) > 0 {
		vectors, err := p.ask(texts)
		if err == nil {
			return vectors, nil
		}
		p.dead = fmt.Errorf("embedder %q: %w", p.name, err)
	}
	return nil, p.dead
}

// ask is a question and its answer.
func (p *Process) ask(texts []string) ([][]float64, error) {
	question, err := json.Marshal(struct {
		Texts []string `json:"texts"`
	}{texts})
	if err != nil {
		return nil, err
	}
	if _, err := p.in.Write(append(question, '\n')); err != nil {
		return nil, p.ended()
	}
	if !p.out.Scan() {
		if err := p.out.Err(); err != nil {
			return nil, err
		}
		return nil, p.ended()
	}
	var answer struct {
		Vectors [][]float64 `json:"vectors"`
	}
	if err := json.Unmarshal(p.out.Bytes(), &answer); err != nil {
		return nil, fmt.Errorf("it answered %.80q, expected {\"vectors\":[[…],…]}: %w", p.out.Bytes(), err)
	}
	return answer.Vectors, p.check(answer.Vectors, len(texts))
}

// check reports an answer that does not fit the question, or those before.
func (p *Process) check(vectors [][]float64, texts int) error {
	if len(vectors) != texts {
		return fmt.Errorf("it answered %d texts with %d vectors", texts, len(vectors))
	}
	for i, v := range vectors {
		if p.width == 0 {
			p.width = len(v)
		}
		if len(v) != p.width || len(v) == 0 {
			return fmt.Errorf("vector %d of its answer has %d values, expected %d", i+1, len(v), max(p.width, 1))
		}
	}
	return nil
}

// ended says how the program ended, and what it said at last.
func (p *Process) ended() error {
	err := p.command.Wait()
	if err := p.wanted(); err != nil {
		return err
	}
	how := "it ended without an answer"
	if err != nil {
		how = fmt.Sprintf("it ended: %v", err)
	}
	if said := p.said.String(); said != "" {
		how += ", and said: " + said
	}
	return fmt.Errorf("%s", how)
}

// Close ends the program's input and waits for its end, a few seconds at most; then it is killed.
func (p *Process) Close() {
	p.in.Close()
	timer := time.AfterFunc(p.grace, p.stop)
	_ = p.command.Wait() // it may have been waited for, and how it ends is of no interest any more
	timer.Stop()
	p.stop()
}

// mostSaid is how much of a program's last words is kept, in bytes.
const mostSaid = 1 << 10

// A tail keeps the end of what is written to it.
type tail struct{ kept []byte }

func (t *tail) Write(b []byte) (int, error) {
	t.kept = append(t.kept, b...)
	if n := len(t.kept); n > mostSaid {
		t.kept = append(t.kept[:0], t.kept[n-mostSaid:]...)
	}
	return len(b), nil
}

func (t *tail) String() string {
	return strings.ToValidUTF8(string(bytes.TrimSpace(t.kept)), "\ufffd")
}
