package serve

import (
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// rates holds each client to a rate.
type rates struct {
	limit  rate.Limit
	burst  int
	mu     sync.Mutex
	of     map[netip.Addr]*rate.Limiter
	pruned time.Time
}

// pruning is how often clients are forgotten that have been silent.
const pruning = time.Minute

func newRates(limit float64, burst int) *rates {
	return &rates{limit: rate.Limit(limit), burst: burst, of: map[netip.Addr]*rate.Limiter{}, pruned: time.Now()}
}

// admit is a problem where a client asks too often.
func (rs *rates) admit(remote string) error {
	now := time.Now()
	reservation := rs.limiter(client(remote), now).ReserveN(now, 1)
	if wait := reservation.DelayFrom(now); wait > 0 {
		reservation.CancelAt(now)
		return problem{Status: http.StatusTooManyRequests, Code: "rate", Detail: "too many requests from this address", after: wait}
	}
	return nil
}

func (rs *rates) limiter(client netip.Addr, now time.Time) *rate.Limiter {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if now.Sub(rs.pruned) > pruning {
		rs.prune(now)
	}
	l := rs.of[client]
	if l == nil {
		l = rate.NewLimiter(rs.limit, rs.burst)
		rs.of[client] = l
	}
	return l
}

// prune forgets those who may ask as much as somebody new.
func (rs *rates) prune(now time.Time) {
	rs.pruned = now
	for client, l := range rs.of {
		if l.TokensAt(now) >= float64(rs.burst) {
			delete(rs.of, client)
		}
	}
}

// client is who asks from an address: of IPv6, the /64 network, which one household has as a whole. What
// is no address is one client.
func client(remote string) netip.Addr {
	port, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Addr{}
	}
	addr := port.Addr().Unmap().WithZone("")
	if addr.Is6() {
		network, _ := addr.Prefix(64)
		return network.Addr()
	}
	return addr
}
