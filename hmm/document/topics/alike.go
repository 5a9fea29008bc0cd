package topics

// alikeShares is the difference in the share of a topic below which documents are alike.
const alikeShares = 0.05

// alike says that documents do not differ by their topics: no topic has a share of one that is far from its share of
// another.
func alike(shares []Shares) bool {
	for k := range shares[0].Of {
		least, most := 1.0, 0.0
		for i := range shares {
			if shares[i].Main != None {
				least, most = min(least, shares[i].Of[k]), max(most, shares[i].Of[k])
			}
		}
		if most-least >= alikeShares {
			return false
		}
	}
	return len(shares[0].Of) > 1
}
