package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"intenthmm/hmm/session/store"
	"intenthmm/hmm/session/store/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, storetest.Case{New: func() (store.Store, error) { return store.NewMemory(), nil }})
}

func TestMemoryCounts(t *testing.T) {
	ctx, m := context.Background(), store.NewMemory()
	for i := range 1000 {
		if err := m.Save(ctx, fmt.Sprint(i), store.Record{Revision: 1, Touched: time.UnixMilli(int64(i))}); err != nil {
			t.Fatal(err)
		}
	}
	if m.Len() != 1000 {
		t.Errorf("%d records, expected 1000", m.Len())
	}
	if err := m.Save(ctx, "7", store.Record{Revision: 2, Touched: time.UnixMilli(7)}); err != nil {
		t.Fatal(err)
	}
	if err := m.Delete(ctx, "8"); err != nil {
		t.Fatal(err)
	}
	if n, err := m.Expire(ctx, time.UnixMilli(100)); n != 99 || err != nil || m.Len() != 900 {
		t.Errorf("%d expired, error %v, %d left, expected 99 and 900", n, err, m.Len())
	}
}
