//go:build amd64 && !purego

package lanes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func fill(n int, f func() float64) []float64 {
	return guard(n, func(int) float64 { return f() }).values
}

// blank is room for n values between margins; done checks all margins at the end of a test.
type fences struct{ all []guarded }

func (f *fences) blank(n int) []float64 {
	g := guard(n, func(int) float64 { return 0 })
	f.all = append(f.all, g)
	return g.values
}

func (f *fences) copy(v []float64) []float64 {
	g := guard(len(v), func(i int) float64 { return v[i] })
	f.all = append(f.all, g)
	return g.values
}

func (f *fences) done(t *testing.T, name string) {
	t.Helper()
	for _, g := range f.all {
		if !g.fenced() {
			t.Fatalf("%s: a margin was written", name)
		}
	}
}

// atLevels runs f once with each instruction set and compares what it leaves in its outputs.
func atLevels(t *testing.T, name string, f func() [][]float64) {
	t.Helper()
	best := level
	defer func() { level = best }()
	level = plain
	want := f()
	for l := avx2; l <= best; l++ {
		level = l
		for o, got := range f() {
			for i := range got {
				if math.Float64bits(got[i]) != math.Float64bits(want[o][i]) {
					t.Fatalf("%s: level %d, output %d, value %d: %v, plain Go has %v", name, l, o, i, got[i], want[o][i])
				}
			}
		}
	}
}

func TestKernelsMatchTheirTwins(t *testing.T) {
	for _, k := range []int{4, 8, 12, 16, 20, 24, 28, 32, 36, 44, 64, 100} {
		for _, width := range []int{1, Width} {
			name := fmt.Sprintf("K=%d/W=%d", k, width)
			var f fences
			rng := rand.New(rand.NewPCG(uint64(k), uint64(width)))
			n := k * width
			probability := func() float64 {
				if rng.IntN(5) == 0 {
					return 0
				}
				return math.Exp(-20 * rng.Float64())
			}
			src, m := fill(n, probability), fill(k*k, probability)
			atLevels(t, name+"/MatMul", func() [][]float64 {
				dst := f.blank(n)
				MatMul(dst, src, m, k, width)
				return [][]float64{dst}
			})
			for _, columns := range []int{4, 2*k + 4} {
				tall := fill(k*columns, probability)
				atLevels(t, fmt.Sprintf("%s/Project to %d", name, columns), func() [][]float64 {
					dst := f.blank(columns * width)
					Project(dst, src, tall, k, columns, width)
					return [][]float64{dst}
				})
			}
			ls, lm := fill(n, func() float64 { return math.Log(probability()) }), fill(k*k, func() float64 { return math.Log(probability()) })
			atLevels(t, name+"/MaxPlus", func() [][]float64 {
				dst := f.blank(n)
				MaxPlus(dst, ls, lm, k, width)
				return [][]float64{dst}
			})
			alpha, b := fill(n, probability), fill(n, func() float64 { return math.Exp(-700 * rng.Float64()) })
			active := [Width]uint64{}
			for l := range active {
				if width == 1 || rng.IntN(4) > 0 {
					active[l] = math.MaxUint64
				}
			}
			atLevels(t, name+"/Scale", func() [][]float64 {
				a, inv := f.copy(alpha), f.blank(width)
				var s Scales
				s.Reset()
				for range 3 {
					Scale(a, b, inv, &active, &s, k, width)
				}
				out := slices.Concat(s.Mantissa[:], s.Least[:])
				for _, e := range s.Exponent {
					out = append(out, float64(e))
				}
				return [][]float64{a, inv, out}
			})
			beta, inv := fill(n, probability), fill(width, probability)
			atLevels(t, name+"/Weigh", func() [][]float64 {
				gamma, w := f.blank(n), f.copy(b)
				Weigh(gamma, w, alpha, beta, inv, k, width)
				return [][]float64{gamma, w}
			})
			for _, odd := range []float64{0, math.Inf(-1), math.Inf(1), math.NaN()} {
				logs := fill(n, func() float64 { return -900 * rng.Float64() })
				logs[rng.IntN(n)] = odd
				if odd == math.Inf(-1) {
					for i := 0; i < n; i += width {
						logs[i] = odd
					}
				}
				atLevels(t, fmt.Sprintf("%s/Reach/%v", name, odd), func() [][]float64 {
					reach, delta, ok := f.blank(2*n), f.blank(n), active
					copy(reach, src)
					Reach(reach, logs, delta, lm, &ok, &active, k, 1, width)
					var fine []float64
					for l := range ok {
						fine = append(fine, float64(ok[l]))
					}
					if !(odd <= math.MaxFloat64) { // NaN has many bits
						return [][]float64{fine}
					}
					return [][]float64{reach, delta, fine}
				})
				atLevels(t, fmt.Sprintf("%s/Linear/%v", name, odd), func() [][]float64 {
					dst := f.blank(n)
					var shift [Width]float64
					ok := [Width]uint64{}
					for l := range ok {
						ok[l] = math.MaxUint64
					}
					Linear(dst, logs, &shift, &ok, &active, k, k, 1, width)
					var fine []float64
					for l := range ok {
						fine = append(fine, float64(ok[l]))
						if ok[l] == 0 { // unspecified
							shift[l] = 0
							for i := l; i < n; i += width {
								dst[i] = 0
							}
						}
						if active[l] == 0 {
							for i := l; i < n; i += width {
								dst[i] = 0
							}
						}
					}
					return [][]float64{dst, shift[:], fine}
				})
			}
			for _, turns := range []int{1, 2, 7} {
				rows := k + 4*(turns%2) // panels one after the other, or with room between
				n := rows * width
				alphas, bs := fill(n*(turns+1), probability), fill(n*(turns+1), probability)
				scales := fill(width*(turns+1), func() float64 { return 1 + rng.Float64() })
				atLevels(t, name+"/Forward", func() [][]float64 {
					a, scale := f.copy(alphas), f.copy(scales)
					var s Scales
					s.Reset()
					Forward(a, bs, scale, m, &active, &s, k, rows, turns, width)
					out := slices.Concat(s.Mantissa[:], s.Least[:])
					for _, e := range s.Exponent {
						out = append(out, float64(e))
					}
					return [][]float64{a, scale, out}
				})
				atLevels(t, name+"/Backward", func() [][]float64 {
					gamma, w := f.blank(n*turns), f.copy(bs)
					Backward(gamma, w, alphas, scales, m, k, rows, turns, width)
					return [][]float64{gamma, w}
				})
				logs := fill(n*turns, func() float64 { return -900 * rng.Float64() })
				atLevels(t, name+"/Reach", func() [][]float64 {
					reach, ok := f.blank(k*width*(turns+1)), active
					copy(reach, ls)
					Reach(reach, logs, f.blank(k*width), lm, &ok, &active, k, turns, width)
					return [][]float64{reach}
				})
				atLevels(t, name+"/Trace", func() [][]float64 {
					reach, ok := f.blank(k*width*(turns+1)), active
					copy(reach, ls)
					Reach(reach, logs, f.blank(k*width), lm, &ok, &active, k, turns, width)
					rows := f.blank(k * k)
					for i := range k {
						for j := range k {
							rows[j*k+i] = lm[At(k, i, j)]
						}
					}
					states := make([]int32, width*(turns+1))
					for l := range width {
						states[width*turns+l] = int32((l + 1) % k)
					}
					Trace(states, reach, logs, rows, k, turns, width)
					var out []float64
					for _, s := range states {
						out = append(out, float64(s))
					}
					return [][]float64{out}
				})
				atLevels(t, name+"/Linear", func() [][]float64 {
					dst, ok := f.blank(n*turns), active
					var shift [Width]float64
					Linear(dst, logs, &shift, &ok, &active, k, rows, turns, width)
					return [][]float64{dst, shift[:]}
				})
				p, q := fill(n*turns, probability), fill(n*turns, probability)
				atLevels(t, name+"/Outer", func() [][]float64 {
					acc := f.copy(fill(k*k*width, func() float64 { return 1 }))
					Outer(acc, p, q, k, rows, turns, width)
					return [][]float64{acc}
				})
			}
			counts := []Count{{2, 0.5}, {0, 1}, {1, 0}, {2, 0.25}}
			atLevels(t, name+"/SumRows", func() [][]float64 {
				dst := f.blank(k)
				table := f.copy(m[:3*k])
				table[k] = math.Inf(-1) // a word that counts for nothing
				SumRows(dst, table, counts, k)
				return [][]float64{dst}
			})
			atLevels(t, name+"/AddRows", func() [][]float64 {
				d := k - width%3
				table := f.copy(m[:3*d])
				AddRows(table, counts, alpha[:d])
				return [][]float64{table}
			})
			symbols := []int{2, 0, -1, 2, 1}
			layout := Layout{Turn: k * width, Dist: width}
			atLevels(t, name+"/LookUp", func() [][]float64 {
				dst := f.blank(len(symbols) * n)
				LookUp(dst[width-1:], layout, m[:4*k], symbols, k-width%3, k)
				return [][]float64{dst}
			})
			atLevels(t, name+"/AddUp", func() [][]float64 {
				d := k - width%3
				stats := f.copy(m[:3*d])
				AddUp(stats, symbols, fill(len(symbols)*n, func() float64 { return 0.1 }), layout, d)
				return [][]float64{stats}
			})
			if width == Width {
				var eight [Width][]int
				for l := range eight {
					for range 3 + l%3 {
						eight[l] = append(eight[l], rng.IntN(4)-1)
					}
				}
				panels := fill(3*(n+Width), func() float64 { return rng.Float64() })
				atLevels(t, name+"/LookUpPanels", func() [][]float64 {
					dst := f.blank(3 * (n + Width))
					clear(dst)
					if turns := LookUpPanels(dst, n+Width, m[:4*k], &eight, k); turns != 3 {
						panic(turns)
					}
					return [][]float64{dst}
				})
				for _, d := range []int{k, k - 1, k - 3} {
					atLevels(t, name+"/AddUpPanels", func() [][]float64 {
						stats := f.copy(m[:3*d])
						if turns := AddUpPanels(stats, make([]float64, k), &eight, panels, n+Width, d); turns != 3 {
							panic(turns)
						}
						return [][]float64{stats}
					})
				}
			}
			means, weights := fill(6*k, probability), fill(6*k, probability)
			for n := 1; n <= 6; n++ {
				atLevels(t, name+"/Distances", func() [][]float64 {
					dst := f.blank(n * 2)
					clear(dst)
					d := k - width%3
					Distances(dst, 2, src[:d], means[:n*d], weights[:n*d], n)
					return [][]float64{dst}
				})
			}
			f.done(t, name)
		}
	}
}

// TestNearestMatchesItsTwin: and so do the kernels beside it, for every remainder of K and D.
func TestNearestMatchesItsTwin(t *testing.T) {
	for _, d := range []int{1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 31, 70, 384} {
		for _, k := range []int{1, 2, 3, 4, 5, 8, 11, 33} {
			name := fmt.Sprintf("K=%d/D=%d", k, d)
			var f fences
			rng := rand.New(rand.NewPCG(uint64(k), uint64(d)))
			const n = 21
			points, centres, weight := fill(n*d, rng.NormFloat64), fill(k*d, rng.NormFloat64), fill(n, rng.Float64)
			copy(points[5*d:6*d], centres) // at distance 0
			own := make([]int32, n)
			for i := range own {
				own[i] = int32(rng.IntN(k))
			}
			var packed []float64
			PackCentres(&packed, centres, k, d)
			panels := f.blank(3 * d * Width)
			atLevels(t, name+"/Gather", func() [][]float64 {
				Gather(panels, points, []int32{0, 5, 3, 20, 20, 7, 1, 19}, d)
				Gather(panels[d*Width:], points, []int32{20}, d)
				Gather(panels[2*d*Width:], points, []int32{8, 9, 10, 2, 4}, d)
				return [][]float64{panels}
			})
			atLevels(t, name+"/Nearest", func() (out [][]float64) {
				near := make([]Nearby, 3)
				Nearest(near, panels, packed, k, d)
				for i := range near {
					out = append(out, near[i].Least[:], near[i].Second[:], near[i].Centre[:])
				}
				return out
			})
			atLevels(t, name+"/OwnDistances", func() [][]float64 {
				dst := f.blank(n)
				OwnDistances(dst, points, centres, own, d)
				return [][]float64{dst}
			})
			atLevels(t, name+"/OwnMoments", func() [][]float64 {
				dst, sums := f.blank(n), f.copy(centres)
				OwnMoments(sums, dst, points, centres, own, weight, d)
				return [][]float64{dst, sums}
			})
			f.done(t, name)
		}
	}
}

// TestPick: what is more than negligible, in its order, with every instruction set and one lane at a time.
func TestPick(t *testing.T) {
	values := []float64{0, Negligible, math.Nextafter(Negligible, 1), 1e-29, 0.5, 1, -1, math.NaN(), math.Inf(1)}
	for turns := range 9 {
		rng := rand.New(rand.NewPCG(9, uint64(turns)))
		const turn = 3 * Width
		p := fill(max(turns*turn-turn+Width, 0), func() float64 { return values[rng.IntN(len(values))] })
		if turns == 3 {
			clear(p)
		}
		var f fences
		var want []float64
		for i := range turns * Width {
			if w := p[i/Width*turn+i%Width]; w > Negligible {
				want = append(want, float64(i), w)
			}
		}
		check := func(what string, which []int32, weight []float64, count int) {
			t.Helper()
			var got []float64
			for i, w := range weight[:count] {
				got = append(got, float64(which[i]), w)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d turns, %s: %v, expected %v", turns, what, got, want)
			}
		}
		best := level
		for level = plain; level <= best; level++ {
			which, weight := make([]int32, turns*Width), f.blank(turns*Width)
			check(fmt.Sprint("level ", level), which, weight, PickPanel(which, weight, p, turn, turns))
		}
		level = best
		f.done(t, "Pick")
		flat := make([]float64, 2*turns*Width)
		for i := range turns * Width {
			flat[2*i] = p[i/Width*turn+i%Width]
		}
		which, weight := make([]int32, turns*Width), f.blank(turns*Width)
		check("one by one", which, weight, Pick(which, weight, flat, 2, turns*Width))
	}
}

// TestMoments: with every instruction set the bits of plain Go, and the sums by their formula.
func TestMoments(t *testing.T) {
	for d := 4; d <= 44; d += 4 {
		rng := rand.New(rand.NewPCG(10, uint64(d)))
		name, rows := fmt.Sprintf("D=%d", d), []int32{0, 0, 1, 3, 4}
		points, mean, weight := fill(5*d, rng.NormFloat64), fill(d, rng.NormFloat64), fill(len(rows), rng.Float64)
		first, second := fill(d, rng.NormFloat64), fill(d, rng.NormFloat64)
		for n := range len(rows) + 1 {
			var f fences
			var one, two []float64
			atLevels(t, name+"/Moments", func() [][]float64 {
				one, two = f.copy(first), f.copy(second)
				Moments(one, two, mean, points, rows[:n], weight, d)
				return [][]float64{one, two}
			})
			z, pz := make([]float64, n*d), make([]float64, n*d)
			atLevels(t, name+"/Centre", func() [][]float64 {
				sum := f.copy(first)
				z, pz = f.blank(n*d), f.blank(n*d)
				Centre(z, pz, sum, mean, points, rows[:n], weight, d)
				return [][]float64{z, pz, sum, one}
			})
			for i := range d {
				wantOne, wantTwo := first[i], second[i]
				for r, row := range rows[:n] {
					x := points[int(row)*d+i] - mean[i]
					wantOne, wantTwo = wantOne+weight[r]*x, wantTwo+weight[r]*x*x
					if z[r*d+i] != x || pz[r*d+i] != weight[r]*x {
						t.Errorf("%s: row %d, dimension %d: %v and %v, expected %v and %v", name, r, i, z[r*d+i], pz[r*d+i], x, weight[r]*x)
					}
				}
				if math.Abs(one[i]-wantOne) > 1e-14*(1+math.Abs(wantOne)) || math.Abs(two[i]-wantTwo) > 1e-14*(1+math.Abs(wantTwo)) {
					t.Errorf("%s: dimension %d: %v and %v, expected %v and %v", name, i, one[i], two[i], wantOne, wantTwo)
				}
			}
			f.done(t, name)
		}
	}
}

// TestDistancePanel: with every instruction set the bits of each lane alone; and their log densities.
func TestDistancePanel(t *testing.T) {
	for d := 1; d <= 21; d++ {
		rng := rand.New(rand.NewPCG(11, uint64(d)))
		name, n := fmt.Sprintf("D=%d", d), 1+d%5
		x, means, w, constant := fill(d*Width, rng.NormFloat64), fill(n*d, rng.NormFloat64), fill(n*d, rng.Float64), fill(n, rng.NormFloat64)
		var f fences
		var got []float64
		atLevels(t, name+"/DistancePanel", func() [][]float64 {
			got = f.blank(n * Width)
			DistancePanel(got, x, means, w, n, d)
			return [][]float64{got}
		})
		for l := range Width {
			alone := make([]float64, n)
			Distances(alone, 1, lane(x, d, l), means, w, n)
			same(t, name+": a lane", lane(got, n, l), alone)
		}
		got[0], got[3], got[Width-1] = math.Inf(1), math.NaN(), 1e308
		logs := f.blank(n * Width)
		atLevels(t, name+"/Normals", func() [][]float64 {
			copy(logs, got)
			Normals(logs, constant, n)
			return [][]float64{logs}
		})
		for i, distance := range got {
			want := constant[i/Width] - 0.5*distance
			if !(want > -math.MaxFloat64) {
				want = -math.MaxFloat64
			}
			if logs[i] != want {
				t.Errorf("%s: log density %d is %v, expected %v", name, i, logs[i], want)
			}
		}
		f.done(t, name)
	}
}

// TestWhiten: with every instruction set the bits of a matrix product and a squared length for each vector
// alone.
func TestWhiten(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	for d := 1; d <= 21; d++ {
		var f fences
		p, n := Pad(d), 1+d%3
		x, means := fill(p*Width, rng.NormFloat64), fill(n*p, rng.NormFloat64)
		var w []float64
		for range n {
			w = append(w, Pack(d, 0, func(i, j int) float64 {
				if i > j {
					return 0
				}
				return rng.NormFloat64()
			})...)
		}
		name := fmt.Sprintf("D=%d", d)
		var got []float64
		atLevels(t, name, func() [][]float64 {
			got = f.blank(n * Width)
			Whiten(got, x, means, w, n, p)
			return [][]float64{got}
		})
		z, y := make([]float64, p), make([]float64, p)
		for i, g := range got {
			e, l := i/Width, i%Width
			for j := range p {
				z[j] = x[j*Width+l] - means[e*p+j]
			}
			MatMul(y, z, w[e*p*p:], p, 1)
			if want := SquaredLength(y); math.Float64bits(g) != math.Float64bits(want) {
				t.Errorf("%s: vector %d, mean %d: %v, alone %v", name, l, e, g, want)
			}
		}
		f.done(t, name)
	}
}
