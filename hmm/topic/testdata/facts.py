"""Writes sklearn.json and gensim.json, what peers make of small cases. python3 facts.py"""

import json

import gensim
import numpy as np
import scipy.sparse
import sklearn
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.decomposition._online_lda_fast import _dirichlet_expectation_2d

rng = np.random.RandomState(5)


def lda(topics=3, words=12, documents=20, alpha=1.2, eta=0.3, iterations=8):
    """Iterations from given topics; alpha is above 1 so that every E-step has one optimum."""
    phi = rng.dirichlet([0.3] * words, topics)
    counts = np.zeros((documents, words))
    for d in range(documents):
        theta = rng.dirichlet([0.4] * topics)
        for _ in range(rng.randint(0, 25)):
            counts[d, rng.choice(words, p=phi[rng.choice(topics, p=theta)])] += 1
    counts[3] = 0
    sparse = scipy.sparse.csr_matrix(counts)
    start = np.round(rng.gamma(100, 0.01, (topics, words)), 4)
    model = LatentDirichletAllocation(
        topics, doc_topic_prior=alpha, topic_word_prior=eta, max_doc_update_iter=200000, mean_change_tol=1e-13
    )
    model._init_latent_vars(words, dtype=np.float64)

    def take(parameters):
        model.components_ = parameters
        model.exp_dirichlet_component_ = np.exp(_dirichlet_expectation_2d(parameters))

    take(start)
    bounds = []
    for _ in range(iterations):
        gamma, shares = model._e_step(sparse, cal_sstats=True, random_init=False)
        bounds.append(model._approx_bound(sparse, gamma, sub_sampling=False))
        take(eta + shares)
    gamma, _ = model._e_step(sparse, cal_sstats=False, random_init=False)
    return {
        "source": f"scikit-learn {sklearn.__version__}, LatentDirichletAllocation: _e_step from all topics alike, _approx_bound",
        "alpha": alpha,
        "eta": eta,
        "documents": [[[int(w), int(n)] for w, n in enumerate(row) if n] for row in counts],
        "start": start.tolist(),
        "bounds": bounds,
        "topics": model.components_.tolist(),
        "shares": (gamma / gamma.sum(1, keepdims=True)).tolist(),
    }


def coherence(words=140):
    """Documents do not repeat words: where a word leaves gensim's window, it forgets that it is in there twice."""
    topics = [list(map(int, rng.choice(30, 6, replace=False))) for _ in range(3)]
    reference = []
    for length in [3, 40, 7, 1, 25, 60, 12, 130, 9, 2, 33, 18, 125]:
        weight = np.where(np.isin(np.arange(words), topics[len(reference) % 3]), 6.0, 1.0)
        reference.append(list(map(int, rng.choice(words, length, replace=False, p=weight / weight.sum()))))
    texts = [[str(w) for w in doc] for doc in reference]
    lists = [[str(w) for w in topic] for topic in topics]
    figures = []
    for window in (5, 10, 110):
        row = {"window": window}
        for measure, key in (("c_npmi", "npmi"), ("c_v", "cv")):
            model = CoherenceModel(
                topics=lists, texts=texts, dictionary=Dictionary(texts), coherence=measure, window_size=window, processes=1
            )
            row[key] = list(map(float, model.get_coherence_per_topic()))
        figures.append(row)
    return {
        "source": f"gensim {gensim.__version__}, CoherenceModel: c_npmi and c_v with window_size",
        "topics": topics,
        "reference": reference,
        "figures": figures,
    }


if __name__ == "__main__":
    for name, facts in (("sklearn", lda()), ("gensim", coherence())):
        with open(name + ".json", "w") as file:
            json.dump(facts, file)
            file.write("\n")
