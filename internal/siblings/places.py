"""Places turns by their words, or finds codes of places, as one does with scikit-learn. Arguments: lsa or codes, a file
of the turns' terms, dimensions, codes, and files of our directions and places."""
import json
import sys
import time

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

what, words, dims, codes = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
files = dict(a.split("=", 1) for a in sys.argv[5:])
with open(words, encoding="utf-8") as f:
    said = json.load(f)
ours = np.fromfile(files["directions"]).reshape(-1, dims)[1:]
places = np.fromfile(files["places"]).reshape(-1, dims)


def place(algorithm):
    """Places, from terms on."""
    tfidf = TfidfVectorizer(analyzer=lambda w: w, vocabulary=said["terms"][1:])
    svd = TruncatedSVD(dims, algorithm=algorithm, random_state=1)
    return svd, normalize(svd.fit_transform(tfidf.fit_transform(said["turns"])))


def apart(svd):
    """The angles between our directions and theirs, as sines."""
    cosines = np.linalg.svd(ours.T @ svd.components_.T, compute_uv=False).clip(0, 1)
    sines = np.sqrt(1 - cosines**2)
    return " (sines of the angles to ours: root mean square %.2g, largest %.2g)" % (np.sqrt((sines**2).mean()), sines.max())


def tell(name, objective, seconds, note="", iterations=0):
    print(json.dumps({"Contender": "scikit-learn, " + name, "Objective": objective, "Seconds": seconds,
                      "Note": note, "Iterations": iterations}))


with threadpool_limits(1):
    place("randomized")  # loaded and warm
    if what == "lsa":
        for algorithm in ("randomized", "arpack"):
            begin = time.process_time()
            svd, _ = place(algorithm)
            tell(algorithm, float((svd.singular_values_**2).sum()), time.process_time() - begin, apart(svd))
    else:
        begin = time.process_time()
        place("randomized")
        placed = time.process_time() - begin
        for starts in (1, 5):
            begin = time.process_time()
            model = KMeans(codes, n_init=starts, random_state=1).fit(places)
            name = "places and k-means, starts: %d" % starts
            tell(name, model.inertia_, placed + time.process_time() - begin, iterations=model.n_iter_)
