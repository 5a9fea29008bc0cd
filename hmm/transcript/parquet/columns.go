package parquet

import (
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// A column is a column as people see it: a leaf of the schema, or a list of such.
type column struct {
	name    string
	leaf    *parquet.Column // nil: something that is neither a value nor a list of numbers
	list    bool
	defined int                                      // definition level from which on a list holds something
	text    func(dst []byte, v parquet.Value) []byte // of a value that is not null; nil: it counts as null. No such function: values are texts
}

// columnsOf are the columns in a group. Those of structs are named by the way to them.
func columnsOf(parent *parquet.Column, path string) []column {
	var list []column
	for _, c := range parent.Columns() {
		name := path + c.Name()
		switch {
		case c.Leaf() && !c.Repeated():
			list = append(list, column{name: name, leaf: c, text: textOf(c.Type())})
		case c.Repeated() || nested(c):
			leaf, defined := numbers(c)
			list = append(list, column{name: name, leaf: leaf, list: true, defined: defined})
		default:
			list = append(list, columnsOf(c, name+".")...)
		}
	}
	return list
}

// nested says whether a group is a list or a map.
func nested(c *parquet.Column) bool {
	if t := c.Type().LogicalType(); t != nil {
		switch t.Value.(type) {
		case *format.ListType, *format.MapType:
			return true
		}
	}
	return len(c.Columns()) == 1 && c.Columns()[0].Repeated() // how lists were written before they were named
}

// numbers is the leaf of a list of numbers, and the definition level of what is repeated; nil: of another list.
func numbers(c *parquet.Column) (leaf *parquet.Column, defined int) {
	for {
		if c.Repeated() {
			defined = c.MaxDefinitionLevel()
		}
		if c.Leaf() {
			break
		}
		if len(c.Columns()) != 1 {
			return nil, 0
		}
		c = c.Columns()[0]
	}
	if c.MaxRepetitionLevel() != 1 {
		return nil, 0
	}
	switch c.Type().Kind() {
	case parquet.Int32, parquet.Int64, parquet.Float, parquet.Double:
		return c, defined
	case parquet.FixedLenByteArray:
		if c.Type().Length() == halfBytes { // the only numbers stored so; the library does not know their name
			return c, defined
		}
	}
	return nil, 0
}
