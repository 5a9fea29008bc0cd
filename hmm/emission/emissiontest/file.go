package emissiontest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"intenthmm/hmm/emission"
)

// encode is the family's JSON.
func (s *subject[O]) encode() ([]byte, error) {
	if _, ok := s.family.(emission.Kind); !ok {
		return nil, fmt.Errorf("%w: no emission.Kind", errSkipped)
	}
	if s.family.(emission.Kind).Kind() == "" {
		return nil, errors.New("Kind is empty")
	}
	return json.Marshal(s.family)
}

// decode reads a family from JSON, by Case.Decode or into a zero value of its type.
func (s *subject[O]) decode(data []byte) (emission.Family[O], error) {
	if s.Decode != nil {
		return s.Decode(data)
	}
	typ := reflect.TypeOf(s.family)
	if typ.Kind() != reflect.Pointer {
		return nil, fmt.Errorf("%w: the family is no pointer and Case.Decode is nil", errSkipped)
	}
	f := reflect.New(typ.Elem()).Interface()
	u, ok := f.(json.Unmarshaler)
	if !ok {
		return nil, fmt.Errorf("%w: no json.Unmarshaler and Case.Decode is nil", errSkipped)
	}
	return f.(emission.Family[O]), u.UnmarshalJSON(data)
}

// file: JSON keeps everything that a family is, its prior too.
func file[O any](s *subject[O]) error {
	data, err := s.encode()
	if err != nil {
		return err
	}
	f, err := s.decode(data)
	if err != nil {
		return fmt.Errorf("reading what it wrote: %w", err)
	}
	again, err := json.Marshal(f)
	if err != nil {
		return err
	}
	if !bytes.Equal(again, data) {
		return fmt.Errorf("written, read and written again:\n%s\n%s", data, again)
	}
	p := s.posterior(len(s.turns))
	for _, when := range []string{"read", "read and trained"} {
		if err := errors.Join(
			same("parameters "+when, params(f), params(s.family)),
			same("densities "+when, densities(f, s.turns), densities(s.family, s.turns)),
			same("LogPrior "+when, []float64{f.LogPrior()}, []float64{s.family.LogPrior()}),
		); err != nil {
			return err
		}
		if err := errors.Join(learn(f, s.turns, p), learn(s.family, s.turns, p)); err != nil {
			return err
		}
	}
	return nil
}

// damage: of damaged JSON nothing comes but an error, or a family that is whole.
func damage[O any](s *subject[O]) error {
	data, err := s.encode()
	if err != nil {
		return err
	}
	for cut := range data {
		if err := s.damaged(data[:cut], nil); err != nil {
			return fmt.Errorf("cut after %d of %d bytes: %w", cut, len(data), err)
		}
	}
	for _, text := range []string{"null", "{}", "[]", "[{}]", "7", `"text"`, "true", "[[]]", string(data) + "]"} {
		if err := s.damaged([]byte(text), nil); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	for _, e := range edits(data) {
		if e.fatal {
			err = s.damaged(e.data, e.names)
		} else {
			err = s.edited(e.data, e.names)
		}
		if err != nil {
			return fmt.Errorf("%s: %w\n%s", e.what, err, e.data)
		}
	}
	return nil
}

// damaged reports that data are read, or that the error does not name the field, or that a family
// which refused them has changed all the same.
func (s *subject[O]) damaged(data []byte, fields []string) error {
	_, err := s.decode(data)
	if errors.Is(err, errSkipped) {
		return err
	}
	if err == nil {
		return errors.New("read without an error")
	}
	if !named(err, fields) {
		return fmt.Errorf("the error does not name the field %q: %w", fields, err)
	}
	f := s.New()
	if u, ok := f.(json.Unmarshaler); ok && s.Decode == nil {
		before, _ := json.Marshal(f)
		_ = u.UnmarshalJSON(data)
		after, _ := json.Marshal(f)
		if !bytes.Equal(before, after) {
			return fmt.Errorf("was refused (%w), but changed the family it was read into:\n%s\n%s", err, before, after)
		}
	}
	return nil
}

// named reports whether an error speaks of one of the fields, in the singular or in the plural; it
// need not where there are none.
func named(err error, fields []string) bool {
	text := strings.ToLower(err.Error())
	return len(fields) == 0 || slices.ContainsFunc(fields, func(field string) bool {
		return strings.Contains(text, strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(field), "s"), "ie"))
	})
}

// edited reports a family that was read from edited data and cannot be used, or an error that does
// not name the field.
func (s *subject[O]) edited(data []byte, fields []string) error {
	f, err := s.decode(data)
	if err != nil && !named(err, fields) {
		return fmt.Errorf("the error does not name the field %q: %w", fields, err)
	}
	if err != nil {
		return nil
	}
	if checker, ok := f.(emission.Checker[O]); ok {
		for _, obs := range s.turns {
			if checker.Check(obs) != nil {
				return nil // another family, to which the data mean nothing
			}
		}
		if err := s.usable(f); err != nil {
			return err
		}
	}
	_, err = json.Marshal(f)
	return err
}
