package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/serve"
	"intenthmm/hmm/session"
)

func serveCommand(s streams) *cli.Command {
	o, k := serve.DefaultOptions(), live.DefaultOptions()
	return &cli.Command{
		Name:      "serve",
		Usage:     "follow conversations over HTTP, with a page to try it",
		ArgsUsage: "-m MODEL",
		Description: "Answers at http://ADDRESS until an interrupt or SIGTERM, then finishes what is under way and\n" +
			"exits with status 0. The page is at /, the description of the rest at /openapi.json:\n\n" +
			"  POST   /v1/sessions               begin a session: {\"id\":\"c17\"}, or {} for any id\n" +
			"  POST   /v1/sessions/c17/turns     push a turn: {\"id\":\"1\",\"speaker\":\"customer\",\"text\":\"hello\"};\n" +
			"                                    ?create=true begins the session where there is none\n" +
			"  GET    /v1/sessions/c17           what is known; DELETE ends it\n" +
			"  GET    /v1/sessions/c17/events    server-sent events\n" +
			"  GET    /v1/model                  the states; POST /v1/model/reload reads the file again\n" +
			"  GET    /healthz /readyz /metrics  for probes and Prometheus\n\n" +
			"A turn that was answered is in the store. One whose id is that of one of the last eight turns\n" +
			"is the same turn, answered as before: requests may be repeated.\n\n" +
			"After a reload, or SIGHUP, old sessions finish on the old model. A file in which only labels\n" +
			"have changed applies to open sessions at once; the answer and the log say how many states\n" +
			"people named, and the outcomes. After a restart with another model open sessions begin anew\n" +
			"at their next turn: \"restarted\" in its answer, a warning in the log, a metric.\n\n" +
			"Where the model looks at vectors, a turn has its own in the field vector: \"vector\":[0.1,-0.7]\n" +
			"(GET /v1/model tells the width).\n\n" +
			"Turns for a model of redacted text are redacted likewise, unless --redact=false.\n\n" +
			"/readyz fails while the store is not to be read or, after a turn that it could not keep, until\n" +
			"it keeps something again.\n\n" +
			"With --token-file what is below /v1/, and /metrics, wants the token; the page, /healthz, /readyz\n" +
			"and /openapi.json do not. Without it serve answers only at a loopback address, and only to\n" +
			"loopback names: no page on the internet reaches it through a browser.",
		Flags: append([]cli.Flag{
			modelFlag(),
			&cli.StringFlag{Name: "listen", Value: "127.0.0.1:8080", Usage: "`ADDRESS` and port; port 0 is any free one"},
			&cli.StringFlag{Name: "store", Value: "memory", Usage: "where sessions are between turns: memory, a `FILE` (of one\n\tprocess at a time), or redis://HOST:PORT/DATABASE"},
			&cli.StringFlag{Name: "token-file", Usage: "`FILE` with the token that clients have to send,\n\tas Authorization: Bearer TOKEN"},
			&cli.DurationFlag{Name: "idle", Value: k.Idle, Usage: "`TIME` of silence after which a session is over; 0: never"},
			&cli.IntFlag{Name: "horizon", Value: session.DefaultOptions().Horizon, Usage: "look for outcomes within `N` further turns"},
			&cli.IntFlag{Name: "sessions", Value: 1_000_000, Usage: "at most `N` sessions, but for redis, which has a limit of its own;\n\t0: no limit"},
			&cli.Float64Flag{Name: "rate", Usage: "at most `N` requests a second from one address (of IPv6, its\n\t/64 network), as many at once, 1 at least; 0: no limit"},
			&cli.Int64Flag{Name: "body", Value: o.Body, Usage: "requests of at most `N` bytes"},
			&cli.IntFlag{Name: "text", Value: o.Text, Usage: "turns of at most `N` characters"},
			toggle("verbose", "log every request"),
		}, redactFlags()...),
		Action: func(c *cli.Context) error { return serveModel(c, s) },
	}
}

func serveModel(c *cli.Context, s streams) (err error) {
	if err := noFiles(c, "a model with -m"); err != nil {
		return err
	}
	options, err := serveOptions(c)
	if err != nil {
		return err
	}
	m, err := openModel(c, s)
	if err != nil {
		return err
	}
	kept, err := openStore(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	log := newLog(s.err, c.Bool("verbose"))
	if by := m.Encoder.Options.Embedder; by != nil {
		log.Warn("the model looks at vectors that a command made of texts: clients have to send them, in the field vector", "command", by.Name)
	}
	if err := hideTurns(c, m, &options, log); err != nil {
		return err
	}
	k, err := live.New(m, kept, keeperOptions(c, log))
	if err != nil {
		return err
	}
	server, err := serve.New(k, options, log)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.String("listen"))
	if err != nil {
		return err
	}
	_, name := k.Model()
	log.Info("listening", "url", "http://"+listener.Addr().String(), "model", name, "states", len(m.States), "store", storeKind(c.String("store")))
	return runServer(c.Context, k, server, listener, log)
}

// runServer answers until ctx is done, sweeps, and reloads when the process is hung up.
func runServer(ctx context.Context, k *live.Keeper, server *serve.Server, l net.Listener, log *slog.Logger) error {
	sweeping, stop := context.WithCancel(ctx)
	var group sync.WaitGroup
	defer group.Wait()
	defer stop()
	group.Go(func() { k.Run(sweeping) })
	group.Go(func() { reloadOnHangup(sweeping, server) })
	if err := server.Run(ctx, l); err != nil {
		return err
	}
	log.Info("stopped")
	return nil
}

// reloadOnHangup reads the model again at every SIGHUP. The server logs what came of it.
func reloadOnHangup(ctx context.Context, server *serve.Server) {
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangups:
		}
		server.Reload()
	}
}

// serveOptions are the server's options on the command line.
func serveOptions(c *cli.Context) (serve.Options, error) {
	o := serve.DefaultOptions()
	o.Body, o.Text, o.Rate = c.Int64("body"), c.Int("text"), c.Float64("rate")
	switch {
	case o.Body < 1:
		return o, usage("--body %d, expected at least 1", o.Body)
	case o.Text < 1:
		return o, usage("--text %d, expected at least 1", o.Text)
	case !(o.Rate >= 0):
		return o, usage("--rate %v, expected 0 or more", o.Rate)
	case c.Int("sessions") < 0:
		return o, usage("--sessions %d, expected 0 or more", c.Int("sessions"))
	case c.Int("horizon") < 1:
		return o, usage("--horizon %d, expected at least 1", c.Int("horizon"))
	case c.Duration("idle") < 0:
		return o, usage("--idle %v, expected 0 or more", c.Duration("idle"))
	}
	host, _, err := net.SplitHostPort(c.String("listen"))
	if err != nil {
		return o, usage("--listen %q: expected an address and a port, as in 127.0.0.1:8080", c.String("listen"))
	}
	if path := c.String("model"); path != "-" {
		o.Reload = func() (*intent.Model, error) { return intent.Open(path) }
	}
	if path := c.String("token-file"); path != "" {
		o.Token, err = readToken(path)
	} else if !here(host) {
		err = usage("--listen %s: others can reach that address, so a token is needed: --token-file", c.String("listen"))
	}
	return o, err
}

// readToken is the token in a file.
func readToken(path string) (string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(data))
	if token == "" || strings.ContainsAny(token, " \t\r\n") {
		return "", fmt.Errorf("%s: expected a token: one word", path)
	}
	return token, nil
}

// here reports whether a host to listen at is one that only this machine reaches.
func here(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// keeperOptions are the options of conversations on the command line.
func keeperOptions(c *cli.Context, log *slog.Logger) live.Options {
	o := live.DefaultOptions()
	o.Idle, o.Limit = c.Duration("idle"), c.Int("sessions")
	o.Session = func(m *intent.Model) session.Options {
		options := m.SessionOptions()
		options.Horizon = c.Int("horizon")
		return options
	}
	o.Swept = func(expired int, err error) {
		switch {
		case err != nil:
			log.Error("sessions that are over could not be removed", "error", err)
		case expired > 0:
			log.Info("sessions are over", "silent", o.Idle.Round(time.Second).String(), "sessions", expired)
		}
	}
	return o
}

// newLog writes lines for people on a terminal and JSON elsewhere.
func newLog(w io.Writer, verbose bool) *slog.Logger {
	o := &slog.HandlerOptions{Level: slog.LevelInfo}
	if verbose {
		o.Level = slog.LevelDebug
	}
	if terminal(w) {
		return slog.New(slog.NewTextHandler(w, o))
	}
	return slog.New(slog.NewJSONHandler(w, o))
}
