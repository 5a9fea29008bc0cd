// Package topic finds topics in documents: latent Dirichlet allocation (Blei, Ng and Jordan 2003), in which
// a topic is a distribution over words and a document a mixture of topics.
package topic
