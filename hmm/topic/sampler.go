package topic

import "math/rand/v2"

// A sampler is the state of collapsed Gibbs sampling: the topic of every token, and the counts of them. What
// the topic of a token is drawn from is cut in three,
//
//	(n_dk + α_k) (n_kw + η) / (n_k + V η)  =  α_k η / (n_k + V η)               smoothing: all topics
//	                                        + n_dk η / (n_k + V η)              the document's topics
//	                                        + (n_dk + α_k) n_kw / (n_k + V η)   the word's topics
//
// of which the sum of the first changes little from token to token, and the others have few terms.
//
// Source: Yao, Mimno and McCallum (2009), section 3.4.
type sampler struct {
	topics, words int
	alpha         []float64
	eta           float64
	rng           *rand.Rand

	tokens []int32 // words, document after document
	z      []int32 // their topics, -1 before the first sweep
	ends   []int   // of documents, in tokens

	lists    wordTopics
	inTopic  []int32   // K: n_k
	inverse  []float64 // K: 1 / (n_k + V η)
	factor   []float64 // K: (n_dk + α_k) / (n_k + V η), of the present document
	inDoc    []int32   // K: n_dk of the present document
	docs     []int32   // topics of the present document, in no order that matters
	smooth   float64   // sum of the first part over η
	document float64   // sum of the second part over η
	weights  []float64 // scratch: the third part
}

func newSampler(docs []Document, words, topics int, prior Prior, rng *rand.Rand) *sampler {
	s := &sampler{
		topics: topics, words: words, eta: prior.Eta, rng: rng, alpha: make([]float64, topics),
		inTopic: make([]int32, topics), inverse: make([]float64, topics), factor: make([]float64, topics),
		inDoc: make([]int32, topics), weights: make([]float64, topics),
	}
	for k := range s.alpha {
		s.alpha[k] = prior.Alpha
	}
	frequency := make([]int, words)
	for i := range docs {
		for _, c := range docs[i].known() {
			for range int(c.N) {
				s.tokens = append(s.tokens, c.Word)
				s.z = append(s.z, -1)
			}
			frequency[c.Word] += int(c.N)
		}
		s.ends = append(s.ends, len(s.tokens))
	}
	s.lists = newWordTopics(frequency, topics)
	s.rescale()
	return s
}

// rescale computes what depends on the priors and the topics' counts anew. No document is present.
func (s *sampler) rescale() {
	s.smooth = 0
	for k, n := range s.inTopic {
		s.inverse[k] = 1 / (float64(n) + float64(float64(s.words)*s.eta))
		s.factor[k] = s.alpha[k] * s.inverse[k]
		s.smooth += s.factor[k]
	}
}

// sweep draws the topic of every token once; the first time among those drawn before.
func (s *sampler) sweep() {
	s.rescale()
	first := 0
	for _, end := range s.ends {
		s.open(s.z[first:end])
		for i := first; i < end; i++ {
			w := int(s.tokens[i])
			if k := s.z[i]; k >= 0 {
				s.lists.less(w, k)
				s.move(int(k), -1)
			}
			k := s.draw(w)
			s.lists.more(w, k)
			s.move(int(k), 1)
			s.z[i] = k
		}
		s.close()
		first = end
	}
}

// open makes a document present.
func (s *sampler) open(z []int32) {
	s.document = 0
	for _, k := range z {
		if k >= 0 {
			if s.inDoc[k] == 0 {
				s.docs = append(s.docs, k)
			}
			s.inDoc[k]++
		}
	}
	for _, k := range s.docs {
		s.document += float64(float64(s.inDoc[k]) * s.inverse[k])
		s.factor[k] = (float64(s.inDoc[k]) + s.alpha[k]) * s.inverse[k]
	}
}

// close puts it away.
func (s *sampler) close() {
	for _, k := range s.docs {
		s.inDoc[k] = 0
		s.factor[k] = s.alpha[k] * s.inverse[k]
	}
	s.docs = s.docs[:0]
}

// move changes the number of tokens of topic k, of the document and altogether, by one.
func (s *sampler) move(k int, by int32) {
	if s.inDoc[k] == 0 {
		s.docs = append(s.docs, int32(k))
	}
	before := s.inverse[k]
	s.document -= float64(float64(s.inDoc[k]) * before)
	s.inDoc[k] += by
	s.inTopic[k] += by
	after := 1 / (float64(s.inTopic[k]) + float64(float64(s.words)*s.eta))
	s.inverse[k] = after
	s.smooth += float64(s.alpha[k] * (after - before))
	s.document += float64(float64(s.inDoc[k]) * after)
	s.factor[k] = (float64(s.inDoc[k]) + s.alpha[k]) * after
	if s.inDoc[k] == 0 {
		for i, t := range s.docs {
			if t == int32(k) {
				s.docs[i] = s.docs[len(s.docs)-1]
				s.docs = s.docs[:len(s.docs)-1]
				break
			}
		}
	}
}

// draw draws the topic of a token of word w that is not counted.
func (s *sampler) draw(w int) int32 {
	list, word := s.lists.of(w), 0.0
	for i, e := range list {
		word += float64(s.factor[e.topic()] * float64(e.count()))
		s.weights[i] = word
	}
	smooth, document := s.eta*max(s.smooth, 0), s.eta*max(s.document, 0)
	u := s.rng.Float64() * (word + document + smooth)
	if u < word {
		for i := range list {
			if u < s.weights[i] {
				return list[i].topic()
			}
		}
	}
	if u = (u - word) / s.eta; u < s.document {
		for _, k := range s.docs {
			if u -= float64(float64(s.inDoc[k]) * s.inverse[k]); u < 0 {
				return k
			}
		}
	}
	return s.drawSmooth(u - max(s.document, 0))
}

// drawSmooth draws by the first part alone. The last topic takes what rounding leaves over.
func (s *sampler) drawSmooth(u float64) int32 {
	for k, v := range s.inverse {
		if u -= float64(s.alpha[k] * v); u < 0 {
			return int32(k)
		}
	}
	return int32(s.topics - 1)
}

// addCounts adds n_kw to V×K sums.
func (s *sampler) addCounts(sums []float64) {
	for w := range s.words {
		for _, e := range s.lists.of(w) {
			sums[w*s.topics+int(e.topic())] += float64(e.count())
		}
	}
}

// used is the number of topics that have tokens.
func (s *sampler) used() (n int) {
	for _, count := range s.inTopic {
		if count > 0 {
			n++
		}
	}
	return n
}
