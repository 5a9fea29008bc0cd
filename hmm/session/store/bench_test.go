package store_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"intenthmm/hmm/session/store"
)

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkMemory is 1,000,000 records of 1,000 bytes: what one takes, and how long Expire looks at all.
func BenchmarkMemory(b *testing.B) {
	const records = 1_000_000
	for b.Loop() {
		ctx, m, data := context.Background(), store.NewMemory(), make([]byte, 1000)
		before := heap()
		begin := time.Now()
		for i := range records {
			if err := m.Save(ctx, fmt.Sprintf("%016x", i), store.Record{Revision: 1, Data: data}); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(time.Since(begin).Nanoseconds())/records, "ns/save")
		b.ReportMetric(float64(heap()-before)/records, "bytes/record")
		begin = time.Now()
		if n, err := m.Expire(ctx, time.Time{}); n != 0 || err != nil {
			b.Fatal(n, err)
		}
		b.ReportMetric(time.Since(begin).Seconds()*1e3, "ms/Expire")
		runtime.KeepAlive(m)
	}
}
