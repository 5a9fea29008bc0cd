package serve

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

func badQuery(format string, args ...any) problem {
	return problem{Status: http.StatusBadRequest, Code: "query", Detail: fmt.Sprintf(format, args...)}
}

// query is the query of a request, which may have the parameters of these names and no others.
func query(r *http.Request, names ...string) (url.Values, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badQuery("the query cannot be read: %v", err)
	}
	for name := range values {
		if !slices.Contains(names, name) {
			expected := strings.Join(names, ", ")
			if expected == "" {
				expected = "none"
			}
			return nil, badQuery("unknown parameter %.40q, expected %s", name, expected)
		}
	}
	return values, nil
}

// bare is an endpoint that takes no query.
func bare(e endpoint) endpoint {
	return func(w http.ResponseWriter, r *http.Request) error {
		if _, err := query(r); err != nil {
			return err
		}
		return e(w, r)
	}
}

// wantsCreate reads the parameter create.
func wantsCreate(r *http.Request) (bool, error) {
	values, err := query(r, "create")
	if err != nil {
		return false, err
	}
	switch v := values.Get("create"); v {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	default:
		return false, badQuery("create is %.20q, expected true or false", v)
	}
}
