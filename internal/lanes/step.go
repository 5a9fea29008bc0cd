package lanes

// MatMul multiplies a panel with a packed matrix from the right,
//
//	dst[j,l] = Σ_i src[i,l] m[i,j]
//
// summing over i in ascending order. The forward step takes the transition matrix, the backward step
// its transpose. dst and src may not overlap. k is a multiple of 4. 2k²W operations.
func MatMul(dst, src, m []float64, k, width int) { Project(dst, src, m, k, k, width) }

// Project is MatMul with a matrix of k rows and n columns, both multiples of 4: element (i,j) stands at
// At(k, i, j). 2knW operations.
func Project(dst, src, m []float64, k, n, width int) {
	checkPanel(len(dst) >= n*width && len(src) >= k*width && len(m) >= k*n)
	byColumns(k, n, width, func(first, n int) {
		if width == Width {
			matMul8(dst[first*Width:], src, m[first*k:], k, n)
		} else {
			matMul1(dst[first:], src, m[first*k:], k, n)
		}
	})
}

// MaxPlus is MatMul over another semiring, with logs in place of probabilities,
//
//	dst[j,l] = max_i (src[i,l] + m[i,j])
//
// whose values are finite or -Inf; the padding of m is -Inf.
func MaxPlus(dst, src, m []float64, k, width int) {
	checkPanel(len(dst) >= k*width && len(src) >= k*width && len(m) >= k*k)
	byColumns(k, k, width, func(first, n int) {
		if width == Width {
			maxPlus8(dst[first*Width:], src, m[first*k:], k, n)
		} else {
			maxPlus1(dst[first:], src, m[first*k:], k, n)
		}
	})
}

// byColumns cuts the n columns of a matrix of k rows into what single calls may do.
func byColumns(k, n, width int, call func(first, n int)) {
	if k*n*width <= callWork {
		call(0, n)
		return
	}
	most := max(4, callWork/(k*width)&^3)
	for first := 0; first < n; first += most {
		call(first, min(most, n-first))
	}
}
