package bolt

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"intenthmm/hmm/session/store"
)

func eight(i int) string { return fmt.Sprintf("%08d", i) }

// loaded is a store with so many records of a kilobyte, touched one millisecond after another.
func loaded(b *testing.B, n int) *Store {
	b.Helper()
	s, err := Open(filepath.Join(b.TempDir(), "sessions.db"), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	for from := 0; from < n; from += 20_000 {
		err := s.db.Update(func(tx *bbolt.Tx) error {
			for i := from; i < min(from+20_000, n); i++ {
				touched := time.UnixMilli(int64(i * 7919 % n)) // neighbours by id are far apart in time
				if _, err := save(tx, eight(i), store.Record{Revision: 1, Data: kilobyte(i), Touched: touched}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// BenchmarkSave is saves of a kilobyte by goroutines with a conversation each, among 100,000 others.
func BenchmarkSave(b *testing.B) {
	s := loaded(b, 100_000)
	for _, goroutines := range []int{1, 16, 256} {
		b.Run(fmt.Sprint(goroutines), func(b *testing.B) {
			ctx, data := context.Background(), kilobyte(1)
			var next atomic.Int64
			var mu sync.Mutex
			var waits []time.Duration
			var group sync.WaitGroup
			for i := range goroutines {
				group.Go(func() {
					id := fmt.Sprint("of goroutine ", i)
					var own []time.Duration
					r, _ := s.Load(ctx, id)
					for next.Add(1) <= int64(b.N) {
						begin := time.Now()
						r.Revision++
						r.Data, r.Touched = data, begin
						if err := s.Save(ctx, id, r); err != nil {
							b.Error(err)
							return
						}
						own = append(own, time.Since(begin))
					}
					mu.Lock()
					waits = append(waits, own...)
					mu.Unlock()
				})
			}
			group.Wait()
			report(b, waits)
		})
	}
}

// report gives the rate and the times of single calls.
func report(b *testing.B, waits []time.Duration) {
	slices.Sort(waits)
	if len(waits) == 0 {
		return
	}
	at := func(q float64) float64 { return waits[int(q*float64(len(waits)-1))].Seconds() * 1e3 }
	b.ReportMetric(float64(len(waits))/b.Elapsed().Seconds(), "saves/s")
	b.ReportMetric(at(0.5), "ms-median")
	b.ReportMetric(at(0.99), "ms-p99")
	b.ReportMetric(at(1), "ms-max")
}

func BenchmarkLoad(b *testing.B) {
	s := loaded(b, 100_000)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i = (i + 7919) % 100_000
		if _, err := s.Load(context.Background(), eight(i)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkExpire deletes half of 1,000,000 records while one goroutine saves: what that one waits,
// during Expire and then, with all that room free in the file.
func BenchmarkExpire(b *testing.B) {
	const records = 1_000_000
	for range b.N {
		b.StopTimer()
		ctx, s := context.Background(), loaded(b, records)
		b.StartTimer()
		stop, during := make(chan struct{}), make(chan []time.Duration)
		go func() { during <- saves(s, stop) }()
		begin := time.Now()
		if n, err := s.Expire(ctx, time.UnixMilli(records/2)); n != records/2 || err != nil {
			b.Fatalf("%d expired, error %v", n, err)
		}
		took := time.Since(begin)
		close(stop)
		report(b, <-during)
		stop = make(chan struct{})
		time.AfterFunc(5*time.Second, func() { close(stop) })
		after := saves(s, stop)
		slices.Sort(after)
		b.Logf("Expire took %v; afterwards a save takes %v (median)", took, after[len(after)/2])
		begin = time.Now()
		if n, err := s.Expire(ctx, time.UnixMilli(records/2)); n != 0 || err != nil {
			b.Fatalf("%d expired, error %v", n, err)
		}
		b.Logf("with nothing to do Expire takes %v", time.Since(begin))
	}
}

// saves saves one conversation until stop.
func saves(s *Store, stop chan struct{}) (waits []time.Duration) {
	r, _ := s.Load(context.Background(), "live")
	for {
		select {
		case <-stop:
			return waits
		default:
		}
		begin := time.Now()
		r.Revision++
		r.Data, r.Touched = kilobyte(1), begin
		if err := s.Save(context.Background(), "live", r); err != nil {
			panic(err)
		}
		waits = append(waits, time.Since(begin))
	}
}
