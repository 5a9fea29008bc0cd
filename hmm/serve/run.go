package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
)

// longestHeader is how many bytes the header of a request may have.
const longestHeader = 16 << 10

// Run answers requests that come through l until ctx is done, then shuts down: no new requests are
// taken, streams are ended, and those under way have Options.Grace to finish. The error is of the
// listener, or says that requests had to be cut off.
func (s *Server) Run(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: s.options.Read,
		ReadTimeout:       s.options.Read,
		WriteTimeout:      s.options.Read + s.options.Timeout + s.options.Write, // from the end of the header on
		IdleTimeout:       s.options.Idle,
		MaxHeaderBytes:    longestHeader,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	return s.shutdown(server)
}

// shutdown ends a server.
func (s *Server) shutdown(server *http.Server) error {
	s.once.Do(func() { close(s.closing) })
	ctx, cancel := context.WithTimeout(context.Background(), s.options.Grace)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(fmt.Errorf("serve: requests were cut off that took longer than %v to finish", s.options.Grace), server.Close())
	}
	return err
}
