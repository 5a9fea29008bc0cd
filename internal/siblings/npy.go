package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"regexp"
	"strconv"

	"intenthmm/hmm/mixture"
)

// What a file of version 1.0 of NumPy's format begins with, the length of the header, and the header of rows of
// 32-bit numbers.
const npyMagic, npyLength = "\x93NUMPY\x01\x00", 2

var npyHeader = regexp.MustCompile(`^\{'descr': '<f4', 'fortran_order': False, 'shape': \((\d+), (\d+)\), \} *\n`)

// readNPY reads the rows of a file of NumPy's.
func readNPY(path string) (mixture.Points, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return mixture.Points{}, err
	}
	data, ok := bytes.CutPrefix(data, []byte(npyMagic))
	data = data[min(npyLength, len(data)):]
	header := npyHeader.FindSubmatch(data)
	if !ok || header == nil {
		return mixture.Points{}, fmt.Errorf("%s: expected rows of 32-bit numbers, version 1.0", path)
	}
	rows, err := strconv.Atoi(string(header[1]))
	if err != nil {
		return mixture.Points{}, err
	}
	width, err := strconv.Atoi(string(header[2]))
	if err != nil {
		return mixture.Points{}, err
	}
	raw := make([]float32, rows*width)
	if err := binary.Read(bytes.NewReader(data[len(header[0]):]), binary.LittleEndian, raw); err != nil {
		return mixture.Points{}, fmt.Errorf("%s: %w", path, err)
	}
	p := mixture.Points{Width: width}
	for _, v := range raw {
		p.Values = append(p.Values, float64(v))
	}
	return p, nil
}
