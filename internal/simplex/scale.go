package simplex

// Scale scales n numbers, which lie stride apart and are not negative, so that they sum to total. It is for probabilities
// that are handed out: those of a recursion are off by a few units of the last place, and then some are above 1. A
// rounded sum of such numbers is no less than any of them, so that none is above total afterwards. Zeros stay, and so do
// numbers that are all 0. O(n).
func Scale(values []float64, n, stride int, total float64) {
	sum := 0.0
	for i := range n {
		sum += values[i*stride]
	}
	if sum == 0 {
		return
	}
	for i := range n {
		values[i*stride] = float64(values[i*stride]/sum) * total
	}
}
