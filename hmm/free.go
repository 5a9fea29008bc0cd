package hmm

import "intenthmm/hmm/emission"

// FreeParams is the number of free parameters of the model: the chain's (chain.Chain.FreeParams,
// where zeros are structure) and the emission family's (emission.FreeParams). It is what information
// criteria charge for.
func (m *Model[O]) FreeParams() int { return m.Chain.FreeParams() + emission.FreeParams(m.Emission) }
