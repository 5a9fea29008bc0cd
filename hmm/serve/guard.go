package serve

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"strings"
)

// A guard says who may ask.
type guard struct {
	token  *[sha256.Size]byte // the digest of the token; nil: none is wanted
	origin *http.CrossOriginProtection
	rates  *rates // nil: no limit
}

func newGuard(o Options) guard {
	g := guard{origin: http.NewCrossOriginProtection()}
	if o.Token != "" {
		sum := sha256.Sum256([]byte(o.Token))
		g.token = &sum
	}
	if o.Rate > 0 {
		g.rates = newRates(o.Rate, o.burst())
	}
	return g
}

// admit is why a request may not be answered, nil if it may.
func (g guard) admit(r *http.Request) error {
	if g.rates != nil {
		if err := g.rates.admit(r.RemoteAddr); err != nil {
			return err
		}
	}
	if err := g.origin.Check(r); err != nil {
		return problem{Status: http.StatusForbidden, Code: "origin", Detail: "a page of another origin asks, expected this server's own page or a program"}
	}
	if g.token != nil {
		return g.authenticate(r)
	}
	return checkHost(r)
}

// authenticate wants the token. Digests are compared, in a time that does not depend on what is in them.
func (g guard) authenticate(r *http.Request) error {
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	sum := sha256.Sum256([]byte(strings.TrimSpace(token)))
	if strings.EqualFold(kind, "Bearer") && subtle.ConstantTimeCompare(sum[:], g.token[:]) == 1 {
		return nil
	}
	return problem{Status: http.StatusUnauthorized, Code: "token", Detail: "expected the header Authorization: Bearer TOKEN with this server's token"}
}

// checkHost refuses names that are not loopback ones: a page of any site may let the name of that site
// point to this machine (DNS rebinding), and is then of the same origin for a browser.
func checkHost(r *http.Request) error {
	if loopback(r.Host) {
		return nil
	}
	return problem{Status: http.StatusForbidden, Code: "host",
		Detail: fmt.Sprintf("Host is %.80q: without a token this server answers to localhost, 127.0.0.1 and [::1] only", r.Host)}
}

// loopback reports whether a host, with or without a port, is this machine.
func loopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
