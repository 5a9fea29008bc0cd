// Package match finds which articles of a knowledge base answer which intents: for a state of a model, the articles
// that fit; for an article, the states; the intents that no article answers, and the articles that no intent asks for.
//
//	m, err := intent.Open("shop.hmm.json")
//	found, err := match.Articles(m, documents)
//	for _, i := range found.Gaps() { … m.States[i].Name … }
//
// # Score
//
// An article answers an intent if it speaks of what marks the intent. With p_i(w) the probability of a word in state i
// and q(w) that in turns of all states, what marks a state is the words that are likelier in it,
//
//	m_i(w) ∝ p_i(w) max(0, log p_i(w)/q(w)),   Σ_w m_i(w) = 1.
//
// With c_a(w) the count of a word in article a, n_a that of all of them, and g(w) the background, half of it q and half
// the mean article, the words of an article have the probabilities
//
//	p_a(w) = (c_a(w) + μ g(w)) / (n_a + μ),   μ = 50,
//
// so that a short article says less than a long one. The score is how much likelier the article makes a word that marks
// the intent than the background does, in nats a word, less what that would be by chance, in an article of as many words
// drawn from the background:
//
//	score(i, a) = Σ_w m_i(w) (log p_a(w)/g(w) − E log p_C(w)/g(w)),   C(w) ~ Poisson(n_a g(w)).
//
// The first term is the query likelihood of Zhai and Lafferty (2001), with Dirichlet smoothing, of the query "what marks
// this state". The second makes long and short articles compare, and 0 what an article scores that has nothing to do with
// the intent.
//
// # Probability
//
// How far above 0 a score must be depends on how the articles are worded: those of a help centre have less in common with
// chats than chats have. So scores are measured by their spread σ, the root of the mean square of those above 0 of
// all states and articles. Half the probability is for none to begin with, and the rest the same for each of A articles:
//
//	P(a | i) = exp(2 score(i, a)/σ) / (A + Σ_a' exp(2 score(i, a')/σ)),
//
// and with S states in the place of A articles, which state an article is about. The probability of none is what is left.
// It is about these articles and this model, not about articles that there might be.
//
// # Which words
//
// A model of words, or of topics, is compared by all words of its vocabulary but stop words. A model of vectors is
// compared by the words that its training counted in what was said, see intent.State.Terms. A model that knows no words
// is refused.
package match
