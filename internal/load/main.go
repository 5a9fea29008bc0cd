// Command load measures a server of conversations (intenthmm serve) for a model that observes words:
//
//	go run ./internal/load -connections 100 -for 10s http://127.0.0.1:8080
//
// Each connection is a client that pushes the next turn as soon as the one before was answered, twenty to
// a session, and checks that every answer counts every turn once. It prints requests a second and
// latencies as clients see them; where both run on one machine, they share its processors.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	connections := flag.Int("connections", 100, "`number` of connections, each a client")
	length := flag.Duration("for", 10*time.Second, "how long to go on")
	flag.Parse()
	if flag.NArg() != 1 || *connections < 1 || *length <= 0 {
		log.Fatal("usage: load -connections N -for TIME URL")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, *length)
	defer cancel()
	r := run(ctx, flag.Arg(0), *connections)
	fmt.Print(r)
	if r.failed > 0 {
		os.Exit(1)
	}
}

// run has clients push until ctx is done.
func run(ctx context.Context, url string, connections int) *result {
	transport := &http.Transport{MaxIdleConnsPerHost: connections, MaxConnsPerHost: connections}
	defer transport.CloseIdleConnections()
	results := make([]result, connections)
	begun := time.Now()
	var group sync.WaitGroup
	for i := range results {
		c := client{http: http.Client{Transport: transport}, url: url, name: fmt.Sprintf("load-%d-%d", os.Getpid(), i)}
		group.Go(func() { results[i] = c.run(ctx) })
	}
	group.Wait()
	return merge(results, time.Since(begun))
}
