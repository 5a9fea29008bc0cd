"""Clusters documents as one would with scikit-learn. Standard input: a line {"words": [...], "label": "..."} a document.
Standard output: a line a pipeline, NAME TAB NMI of each seed TAB seconds of one."""
import json
import sys
import time

from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import normalized_mutual_info_score
from sklearn.mixture import GaussianMixture
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

clusters, seeds = int(sys.argv[1]), int(sys.argv[2])
documents = [json.loads(line) for line in sys.stdin]
words = [d["words"] for d in documents]
labels = [d["label"] for d in documents]
labelled = [i for i, label in enumerate(labels) if label]


def pipeline(seed):
    tfidf = TfidfVectorizer(analyzer=lambda w: w, min_df=3)
    return make_pipeline(tfidf, TruncatedSVD(50, random_state=seed), Normalizer(copy=False))


def report(name, cluster):
    figures, start = [], time.time()
    for seed in range(seeds):
        found = cluster(pipeline(seed).fit_transform(words), seed)
        figures.append(normalized_mutual_info_score([labels[i] for i in labelled], [found[i] for i in labelled]))
    print(name, *figures, (time.time() - start) / seeds, sep="\t", flush=True)


report("k-means on LSA", lambda x, seed: KMeans(clusters, n_init=5, random_state=seed).fit_predict(x))
report("Gaussian mixture on LSA", lambda x, seed: GaussianMixture(
    clusters, covariance_type="diag", n_init=5, random_state=seed).fit(x).predict(x))
