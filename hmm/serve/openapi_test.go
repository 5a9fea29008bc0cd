package serve_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"intenthmm/hmm/intent"
)

// Requests and answers are as the description says, those of all operations; and what it says of
// requests that are wrong is so too.
func TestOpenAPI(t *testing.T) {
	m, _ := models(t)
	u := defaults()
	u.options.Reload = func() (*intent.Model, error) { return m, nil }
	s := u.server(t)
	doc, err := openapi3.NewLoader().LoadFromData(once(s, get("/openapi.json")).Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	operations := map[string]bool{}
	for _, test := range []struct {
		method, path, body string
		status             int
		wrong              bool // the request is not as described
	}{
		{"POST", "/v1/sessions", `{"id":"a"}`, 201, false},
		{"POST", "/v1/sessions", `{"id":"a"}`, 409, false},
		{"POST", "/v1/sessions", ``, 201, false},
		{"POST", "/v1/sessions", `{"id":".a"}`, 422, true},
		{"POST", "/v1/sessions", `{"name":"a"}`, 400, true},
		{"GET", "/v1/sessions/a", "", 200, false},
		{"POST", "/v1/sessions/a/turns", hello, 200, false},
		{"POST", "/v1/sessions/a/turns", `{"id":"1","text":"qqqq zzzz"}`, 200, false},
		{"POST", "/v1/sessions/a/turns", `{"id":"1","text":"qqqq zzzz"}`, 200, false},
		{"POST", "/v1/sessions/b/turns?create=true", hello, 200, false},
		{"POST", "/v1/sessions/c/turns?create=2", hello, 400, true},
		{"POST", "/v1/sessions/c/turns", hello, 404, false},
		{"POST", "/v1/sessions/a/turns", `{"txt":"a"}`, 400, true},
		{"POST", "/v1/sessions/a/turns", `{"text":1}`, 400, true},
		{"POST", "/v1/sessions/a/turns", `{}`, 422, false},
		{"POST", "/v1/sessions/a/turns", `{"text":"a","id":"` + strings.Repeat("x", 257) + `"}`, 422, true},
		{"GET", "/v1/sessions/a", "", 200, false},
		{"GET", "/v1/sessions/nobody", "", 404, false},
		{"GET", "/v1/sessions/nobody/events", "", 404, false},
		{"DELETE", "/v1/sessions/a", "", 200, false},
		{"DELETE", "/v1/sessions/a", "", 404, false},
		{"GET", "/v1/model", "", 200, false},
		{"GET", "/v1/model?states=1", "", 400, false},
		{"POST", "/v1/model/reload", "", 200, false},
		{"GET", "/healthz", "", 200, false},
		{"GET", "/readyz", "", 200, false},
		{"GET", "/metrics", "", 200, false},
		{"GET", "/openapi.json", "", 200, false},
	} {
		ask := func() *http.Request {
			r := get(test.path)
			r.Method, r.Body, r.ContentLength = test.method, io.NopCloser(strings.NewReader(test.body)), int64(len(test.body))
			if test.body == "" {
				r.Body = nil
			} else {
				r.Header.Set("Content-Type", "application/json")
			}
			return r
		}
		route, parameters, err := router.FindRoute(ask())
		if err != nil {
			t.Errorf("%s %s: %v", test.method, test.path, err)
			continue
		}
		operations[route.Operation.OperationID] = true
		in := &openapi3filter.RequestValidationInput{Request: ask(), PathParams: parameters, Route: route,
			Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc}}
		if err := openapi3filter.ValidateRequest(t.Context(), in); (err != nil) != test.wrong {
			t.Errorf("%s %s %s: wrong is %v: %v", test.method, test.path, test.body, test.wrong, err)
		}
		w := once(s, ask())
		if w.Code != test.status {
			t.Errorf("%s %s %s: status %d, want %d: %s", test.method, test.path, test.body, w.Code, test.status, w.Body)
		}
		if _, described := route.Operation.Responses.Map()[http.StatusText(w.Code)]; described || route.Operation.Responses.Status(w.Code) == nil {
			t.Errorf("%s %s: status %d is not described", test.method, test.path, w.Code)
		}
		out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: w.Code, Header: w.Result().Header, Body: io.NopCloser(bytes.NewReader(w.Body.Bytes()))}
		if err := openapi3filter.ValidateResponse(t.Context(), out); err != nil {
			t.Errorf("%s %s %s: %v", test.method, test.path, test.body, err)
		}
	}
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			if !operations[operation.OperationID] {
				t.Errorf("%s %s is described and not tried", method, path)
			}
		}
	}
}
