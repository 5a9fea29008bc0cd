package serve_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkPush is what a push costs without a network, twenty turns to a session in memory.
func BenchmarkPush(b *testing.B) {
	s := defaults().server(b)
	for i := 0; b.Loop(); i++ {
		r := httptest.NewRequest("POST", fmt.Sprintf("http://localhost/v1/sessions/a%d/turns?create=true", i/20), strings.NewReader(`{"id":"`+fmt.Sprint(i)+`","speaker":"customer","text":"hello, where is my order?"}`))
		r.Header.Set("Content-Type", "application/json")
		if w := once(s, r); w.Code != http.StatusOK {
			b.Fatal(w.Body)
		}
	}
}
