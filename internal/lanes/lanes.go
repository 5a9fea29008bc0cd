// Package lanes holds the inner loops of the recursions: small kernels over panels of
// conversations that lie side by side.
//
// A panel is a K×W block of numbers, row-major: row k is state k, column l is lane l, and a lane is
// one conversation. W is Width where several short conversations run together, and 1 where a
// conversation runs alone. Every kernel works through a lane's numbers in one fixed order, which
// does not depend on W, so that a conversation gives the same bits alone and in company.
//
// The kernels check nothing: their callers own the shapes. Products are written float64(x*y), which
// keeps compilers from fusing them with the addition that follows, so that every machine rounds alike.
package lanes

// Width is the number of conversations that run side by side in one panel.
const Width = 8

// A Layout says where values of a block stand: the value of distribution (or state) e at turn t is
// at [t*Turn + e*Dist]. The owner of the block chooses the strides.
type Layout struct {
	Turn int // distance between the same distribution at two consecutive turns
	Dist int // distance between two consecutive distributions of one turn
}

// RowMajor is the layout of a plain T×n matrix.
func RowMajor(n int) Layout { return Layout{Turn: n, Dist: 1} }

// Tiny is where a probability counts as vanished: a forward probability below it (relative to its
// turn) is set to zero before it can become a denormal number, and its loss is booked.
const Tiny = 1e-290
