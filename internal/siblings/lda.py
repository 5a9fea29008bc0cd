"""Lets scikit-learn and tomotopy make some steps; arguments: the step, numbers of documents, words and topics, files."""
import json
import sys
import time

import numpy as np
import scipy.sparse

ALPHA, ETA, BATCH, BATCHES, SWEEPS, JUDGED = 0.1, 0.05, 256, 8, 20, 2000  # as in lda.go

step = sys.argv[1]
documents, words, topics = map(int, sys.argv[2:5])
files = {name: np.fromfile(path) for name, path in (a.split("=", 1) for a in sys.argv[5:])}
counts = files["counts"], (files["of"].astype(int), files["words"].astype(int))
x = scipy.sparse.csr_matrix(counts, shape=(documents, words))


def sklearn():
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.decomposition._online_lda_fast import _dirichlet_expectation_2d

    class Alike(LatentDirichletAllocation):
        """Looks for documents' topics from all topics alike, as it does for new documents, not from random ones."""

        def _e_step(self, x, cal_sstats, random_init, parallel=None):
            return super()._e_step(x, cal_sstats, False, parallel)

    def model():
        m = Alike(topics, doc_topic_prior=ALPHA, topic_word_prior=ETA, learning_offset=10, learning_decay=0.7)
        m._init_latent_vars(words, dtype=np.float64)
        m.components_ = files["topics"].reshape(topics, words).copy()
        m.exp_dirichlet_component_ = np.exp(_dirichlet_expectation_2d(m.components_))
        return m

    model()._em_step(x[:50], total_samples=50, batch_update=True)  # loaded and warm
    m = model()
    begin = time.process_time()
    if step == "batch":
        m._em_step(x, total_samples=documents, batch_update=True)
    else:
        for i in range(BATCHES):
            m._em_step(x[i * BATCH : (i + 1) * BATCH], total_samples=documents, batch_update=False)
    seconds = time.process_time() - begin
    judged = x[:JUDGED]
    shares, _ = m._e_step(judged, cal_sstats=False, random_init=False)
    return "scikit-learn", m._approx_bound(judged, shares, sub_sampling=False), 1 if step == "batch" else BATCHES, seconds


def tomotopy():
    import tomotopy as tp

    m = tp.LDAModel(k=topics, alpha=ALPHA, eta=ETA, seed=1)
    m.optim_interval = 0
    for d in range(documents):
        row = x[d]
        tokens = [str(w) for w, n in zip(row.indices, row.data) for _ in range(int(n))]
        if tokens:
            m.add_doc(tokens)
    begin = time.process_time()
    m.train(SWEEPS, workers=1)
    return "tomotopy", float(m.num_words), SWEEPS, time.process_time() - begin


contender, objective, iterations, seconds = tomotopy() if step == "gibbs" else sklearn()
print(json.dumps({"Contender": contender, "Objective": objective, "Iterations": iterations, "Seconds": seconds}))
