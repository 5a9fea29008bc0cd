package parquet

import (
	"math"
	"math/big"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// textOf says how values of a type are written: as CSV would have them. Times name their zone if the file
// says that they are UTC. NaN is how pandas writes that there is no number: it counts as null.
// It is nil where values are texts themselves.
func textOf(t parquet.Type) func(dst []byte, v parquet.Value) []byte {
	var logical format.LogicalTypeValue
	if l := t.LogicalType(); l != nil {
		logical = l.Value
	}
	switch l := logical.(type) {
	case *format.TimestampType:
		unit := nanoseconds(l.Unit)
		return func(dst []byte, v parquet.Value) []byte { return appendTime(dst, v.Int64(), unit, l.IsAdjustedToUTC) }
	case *format.TimeType:
		unit := nanoseconds(l.Unit)
		return func(dst []byte, v parquet.Value) []byte {
			return time.Unix(0, 0).UTC().Add(time.Duration(integer(v)*unit)).AppendFormat(dst, "15:04:05.999999999")
		}
	case *format.DateType:
		return func(dst []byte, v parquet.Value) []byte {
			return time.Unix(int64(v.Int32())*24*60*60, 0).UTC().AppendFormat(dst, time.DateOnly)
		}
	case *format.DecimalType:
		return func(dst []byte, v parquet.Value) []byte { return appendDecimal(dst, v, int(l.Scale)) }
	case *format.IntType:
		if !l.IsSigned {
			return func(dst []byte, v parquet.Value) []byte { return strconv.AppendUint(dst, unsigned(v), 10) }
		}
	case *format.UUIDType:
		return func(dst []byte, v parquet.Value) []byte { return appendUUID(dst, v.ByteArray()) }
	}
	return plainText(t)
}

// plainText writes values of a type without further meaning.
func plainText(t parquet.Type) func(dst []byte, v parquet.Value) []byte {
	switch t.Kind() {
	case parquet.Boolean:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendBool(dst, v.Boolean()) }
	case parquet.Int32, parquet.Int64:
		return func(dst []byte, v parquet.Value) []byte { return strconv.AppendInt(dst, integer(v), 10) }
	case parquet.Int96:
		return appendInt96
	case parquet.Float:
		return func(dst []byte, v parquet.Value) []byte {
			x, _ := strconv.ParseFloat(strconv.FormatFloat(float64(v.Float()), 'g', -1, 32), 64)
			return appendFloat(dst, x)
		}
	case parquet.Double:
		return func(dst []byte, v parquet.Value) []byte { return appendFloat(dst, v.Double()) }
	case parquet.ByteArray:
		return nil
	}
	return func(_ []byte, v parquet.Value) []byte {
		if b := v.ByteArray(); b != nil {
			return b
		}
		return []byte{}
	}
}

func integer(v parquet.Value) int64 {
	if v.Kind() == parquet.Int32 {
		return int64(v.Int32())
	}
	return v.Int64()
}

func unsigned(v parquet.Value) uint64 {
	if v.Kind() == parquet.Int32 {
		return uint64(v.Uint32())
	}
	return v.Uint64()
}

// appendFloat writes whole numbers without a point, so that identifiers that pandas made floats of stay what they
// were.
func appendFloat(dst []byte, x float64) []byte {
	const exact = 1 << 53
	switch {
	case math.IsNaN(x):
		return nil
	case math.Abs(x) <= exact:
		return strconv.AppendFloat(dst, x, 'f', -1, 64)
	}
	return strconv.AppendFloat(dst, x, 'g', -1, 64)
}

// nanoseconds is the length of a unit.
func nanoseconds(u format.TimeUnit) int64 {
	switch u.Value.(type) {
	case *format.MilliSeconds:
		return 1e6
	case *format.MicroSeconds:
		return 1e3
	}
	return 1
}

// appendTime writes a number of units since 1970.
func appendTime(dst []byte, n, unit int64, utc bool) []byte {
	perSecond := int64(1e9) / unit
	seconds, rest := n/perSecond, n%perSecond
	layout := "2006-01-02T15:04:05.999999999"
	if utc {
		layout += "Z07:00"
	}
	return time.Unix(seconds, rest*unit).UTC().AppendFormat(dst, layout)
}

// appendInt96 writes what Spark and Impala have for a time: nanoseconds of the day, and the Julian day.
func appendInt96(dst []byte, v parquet.Value) []byte {
	const epoch = 2440588 // the Julian day of 1970-01-01
	i := v.Int96()
	nanos, day := int64(uint64(i[1])<<32|uint64(i[0])), int64(i[2])
	return time.Unix((day-epoch)*24*60*60+nanos/1e9, nanos%1e9).UTC().AppendFormat(dst, time.RFC3339Nano)
}

// appendDecimal writes a number that is stored as a whole number of units of 10 to the power of -scale.
func appendDecimal(dst []byte, v parquet.Value, scale int) []byte {
	const longest = 76 // digits that any writer gives them
	n := new(big.Int)
	switch v.Kind() {
	case parquet.Int32, parquet.Int64:
		n.SetInt64(integer(v))
	default:
		b := v.ByteArray()
		if len(b) > longest {
			return nil
		}
		if n.SetBytes(b); len(b) > 0 && b[0]&0x80 != 0 {
			n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
		}
	}
	if scale < 0 || scale > longest {
		return nil
	}
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	return append(dst, new(big.Rat).SetFrac(n, unit).FloatString(scale)...)
}

// appendUUID writes sixteen bytes as people write them.
func appendUUID(dst, b []byte) []byte {
	const hex = "0123456789abcdef"
	for i, x := range b {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			dst = append(dst, '-')
		}
		dst = append(dst, hex[x>>4], hex[x&15])
	}
	return dst
}
