package npy

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// magic is what a file begins with, before two bytes of its version.
const magic = "\x93NUMPY"

// mostHeader bounds the header's text, which for a matrix has some hundred bytes.
const mostHeader = 1 << 16

// A header says what lies behind it.
type header struct {
	rows, width, size int
	length            int64 // of all before the first row
}

// The entries of the header's text, a dictionary of Python's.
var (
	descrEntry   = regexp.MustCompile(`['"]descr['"]\s*:\s*['"]([^'"]*)['"]`)
	fortranEntry = regexp.MustCompile(`['"]fortran_order['"]\s*:\s*(True|False)`)
	shapeEntry   = regexp.MustCompile(`['"]shape['"]\s*:\s*\(([^()]*)\)`)
)

// readHeader reads a header. Its error says what else than a matrix the file holds.
func readHeader(r io.Reader) (header, error) {
	text, length, err := headerText(r)
	if err != nil {
		return header{}, err
	}
	h := header{length: length}
	descr, fortran, shape := descrEntry.FindSubmatch(text), fortranEntry.FindSubmatch(text), shapeEntry.FindSubmatch(text)
	if descr == nil || fortran == nil || shape == nil {
		return h, fmt.Errorf("header %.100q, expected descr, fortran_order and shape", bytes.TrimSpace(text))
	}
	switch string(descr[1]) {
	case "<f4":
		h.size = 4
	case "<f8":
		h.size = 8
	default:
		return h, fmt.Errorf("numbers of type %q, expected \"<f4\" or \"<f8\": float32 or float64", descr[1])
	}
	if string(fortran[1]) == "True" {
		return h, fmt.Errorf("columns one after the other (fortran_order), expected rows: numpy.ascontiguousarray")
	}
	if h.rows, h.width, err = parseShape(string(shape[1])); err != nil {
		return h, err
	}
	if h.width < 1 || h.rows > 0 && h.width > (math.MaxInt64-int(length))/h.size/h.rows || h.width > math.MaxInt32 {
		return h, fmt.Errorf("shape (%s), expected rows of at least one number", shape[1])
	}
	return h, nil
}

// headerText reads what the header says, and how long all of it is.
func headerText(r io.Reader) ([]byte, int64, error) {
	start := make([]byte, len(magic)+2)
	if _, err := io.ReadFull(r, start); err != nil || string(start[:len(magic)]) != magic {
		return nil, 0, fmt.Errorf("no file of NumPy's (.npy)")
	}
	version := start[len(magic)]
	size := make([]byte, 2)
	switch version {
	case 1:
	case 2, 3:
		size = make([]byte, 4)
	default:
		return nil, 0, fmt.Errorf("version %d of the format, expected 1 to 3", version)
	}
	if _, err := io.ReadFull(r, size); err != nil {
		return nil, 0, fmt.Errorf("cut short in the header")
	}
	n := int64(binary.LittleEndian.Uint32(append(size[:len(size):len(size)], 0, 0, 0, 0)))
	if n > mostHeader {
		return nil, 0, fmt.Errorf("a header of %d bytes, expected at most %d", n, mostHeader)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, 0, fmt.Errorf("cut short in the header")
	}
	return text, int64(len(start)+len(size)) + n, nil
}

// parseShape reads two numbers of a tuple.
func parseShape(text string) (rows, width int, err error) {
	fields := strings.Split(strings.TrimSuffix(strings.TrimSpace(text), ","), ",")
	if len(fields) == 2 {
		rows, err = strconv.Atoi(strings.TrimSpace(fields[0]))
		if err == nil {
			width, err = strconv.Atoi(strings.TrimSpace(fields[1]))
		}
	}
	if len(fields) != 2 || err != nil || rows < 0 || width < 0 {
		return 0, 0, fmt.Errorf("shape (%s), expected (rows, numbers)", text)
	}
	return rows, width, nil
}
