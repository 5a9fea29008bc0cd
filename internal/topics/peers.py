"""Finds topics with a library and prints them as JSON. Usage: peers.py LIBRARY FILE WORDS TOPICS SEED"""

import json
import sys


def sklearn(documents, words, topics, seed):
    import numpy as np
    import scipy.sparse
    from sklearn.decomposition import LatentDirichletAllocation

    rows = [d for d, bag in enumerate(documents) for _ in bag]
    columns = [w for bag in documents for w, _ in bag]
    counts = [float(n) for bag in documents for _, n in bag]
    x = scipy.sparse.csr_matrix((counts, (rows, columns)), shape=(len(documents), words))
    model = LatentDirichletAllocation(topics, random_state=seed).fit(x)
    return np.full(topics, model.doc_topic_prior_), model.components_


def gensim(documents, words, topics, seed):
    from gensim.models import LdaModel

    corpus = [[(w, float(n)) for w, n in bag] for bag in documents]
    names = {w: str(w) for w in range(words)}
    model = LdaModel(corpus, num_topics=topics, id2word=names, random_state=seed, passes=5, alpha="auto", eta="auto", eval_every=None)
    return model.alpha, model.state.get_lambda()


def tomotopy(documents, words, topics, seed):
    import numpy as np
    import tomotopy as tp

    model = tp.LDAModel(k=topics, seed=seed)
    for bag in documents:
        tokens = [str(w) for w, n in bag for _ in range(n)]
        if tokens:
            model.add_doc(tokens)
    model.train(300, workers=1)
    found = np.full((topics, words), model.eta)
    names = [int(w) for w in model.used_vocabs]
    for k, n in enumerate(model.get_count_by_topics()):
        found[k, names] = model.get_topic_word_dist(k) * (n + model.eta * words)
    return model.alpha, found


if __name__ == "__main__":
    library, path, words, topics, seed = sys.argv[1:]
    with open(path) as file:
        documents = json.load(file)
    alpha, found = globals()[library](documents, int(words), int(topics), int(seed))
    json.dump({"Alpha": [float(a) for a in alpha], "Topics": [[float(v) for v in row] for row in found]}, sys.stdout)
