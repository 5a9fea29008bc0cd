package agreement

// Figures are all the figures of a table, for printing and as JSON.
type Figures struct {
	NMI           float64 `json:"nmi"`
	ARI           float64 `json:"ari"`
	AMI           float64 `json:"ami"`
	Accuracy      float64 `json:"accuracy"`
	Purity        float64 `json:"purity"`
	InversePurity float64 `json:"inverse_purity"`
	Homogeneity   float64 `json:"homogeneity"`
	Completeness  float64 `json:"completeness"`
	Turns         int     `json:"turns"`  // labelled turns; if 0, every figure is 0 and means nothing
	States        int     `json:"states"` // that have a labelled turn
	Labels        int     `json:"labels"` // different gold labels
}

// Figures computes all figures. The cost is that of [Table.AMI] and [Table.Match].
func (t *Table) Figures() Figures {
	return Figures{
		NMI:           t.NMI(),
		ARI:           t.ARI(),
		AMI:           t.AMI(),
		Accuracy:      t.Accuracy(),
		Purity:        t.Purity(),
		InversePurity: t.InversePurity(),
		Homogeneity:   t.Homogeneity(),
		Completeness:  t.Completeness(),
		Turns:         t.Turns,
		States:        len(t.States),
		Labels:        len(t.Labels),
	}
}
