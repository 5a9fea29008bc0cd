// Package agreement measures how well the states that a model found agree with gold labels.
//
// Labels never take part in training, and states have numbers, not names. All figures therefore see
// only which turns fall together: they come from the table n[s,l], the number of turns in state s that
// people labelled l, with row sums a[s], column sums b[l] and N turns in all.
//
//	figure          1 means                                    range     chance gives
//	NMI             states and labels determine each other     [0, 1]    above 0, more with more states
//	AMI             the same                                   up to 1   0
//	ARI             the same                                   up to 1   0
//	Homogeneity     a state holds turns of one label only      [0, 1]    above 0
//	Completeness    a label has turns in one state only        [0, 1]    above 0
//	Accuracy        every state is the one for its label       (0, 1]    above 0
//	Purity          as homogeneity, in turns                   (0, 1]    above 0; 1 if every turn is a state
//	InversePurity   as completeness, in turns                  (0, 1]    above 0; 1 for a single state
//
// To compare models of different numbers of states, use AMI or ARI, which allow for chance.
//
// Fill a [Tally] turn by turn, or call [Count] on two slices; then ask the [Table] for its [Figures],
// for the best [Pair] of each state, or for the counts to print.
//
// Where a figure is not defined, it is what scikit-learn makes of it: a single state against a single
// label agree perfectly, a single state against several labels (or the other way round) has NMI, ARI
// and AMI 0. The exception is a table of no turns: scikit-learn calls that perfect agreement, here
// every figure is 0 and Figures.Turns says why. No figure is ever NaN.
//
// Logarithms are natural; figures are ratios and have no unit.
package agreement
