package serve

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"reflect"
	"strings"
)

// decode reads the JSON object of a request's body into the struct that dst points to, and says what was
// expected where it is not one of that form.
func (s *Server) decode(w http.ResponseWriter, r *http.Request, dst any) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return problem{Status: http.StatusUnsupportedMediaType, Code: "content_type",
			Detail: fmt.Sprintf("Content-Type is %q, expected application/json", r.Header.Get("Content-Type"))}
	}
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, s.options.Body))
	d.DisallowUnknownFields()
	body := dst // null makes it nil, anything else fills what it points to
	if err := d.Decode(&body); err != nil {
		return s.bodyProblem(err, dst)
	}
	if body == nil {
		return badJSON("the body is a JSON null, expected an object")
	}
	if _, err := d.Token(); err != io.EOF {
		return badJSON("something follows the JSON object, expected nothing")
	}
	return nil
}

func badJSON(format string, args ...any) problem {
	return problem{Status: http.StatusBadRequest, Code: "json", Detail: fmt.Sprintf(format, args...)}
}

// bodyProblem says what is wrong with a body that was to fill dst.
func (s *Server) bodyProblem(err error, dst any) problem {
	var large *http.MaxBytesError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	unknown, isUnknown := strings.CutPrefix(err.Error(), "json: unknown field ")
	switch {
	case errors.As(err, &large):
		return problem{Status: http.StatusRequestEntityTooLarge, Code: "body", Detail: fmt.Sprintf("the body is too long, expected at most %d bytes", s.options.Body)}
	case errors.Is(err, os.ErrDeadlineExceeded):
		return problem{Status: http.StatusRequestTimeout, Code: "slow", Detail: fmt.Sprintf("the request took too long to arrive, expected at most %v", s.options.Read)}
	case errors.As(err, &kind):
		return badJSON("%s is a JSON %s, expected %s", place(kind), kind.Value, wanted(kind.Type))
	case isUnknown:
		return badJSON("unknown field %s, expected %s", unknown, strings.Join(fields(dst), ", "))
	case errors.As(err, &syntax):
		return badJSON("no JSON at byte %d: %v", syntax.Offset, syntax)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return badJSON("the JSON object is cut short")
	case errors.Is(err, io.EOF):
		return badJSON("the body is empty, expected a JSON object")
	}
	return badJSON("the body cannot be read: %v", err)
}

func place(e *json.UnmarshalTypeError) string {
	if e.Field == "" {
		return "the body"
	}
	return "field " + e.Field
}

// wanted is a Go type in the words of JSON.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Slice:
		return "an array of numbers"
	case reflect.Struct:
		return "an object"
	}
	return "a number that fits"
}

// fields are the names in JSON of the fields of the struct that dst points to.
func fields(dst any) []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(dst).Elem()) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}
