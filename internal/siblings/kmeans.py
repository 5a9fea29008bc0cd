"""Lets scikit-learn's KMeans run to the end from given centres; files and width are arguments."""
import json
import sys
import time
import zlib

import numpy as np
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

points, centres, width = sys.argv[1], sys.argv[2], int(sys.argv[3])
x = np.fromfile(points).reshape(-1, width)
start = np.fromfile(centres).reshape(-1, width)

with threadpool_limits(1):
    KMeans(len(start), init=start, n_init=1, max_iter=1, tol=0).fit(x[: 10 * len(start)])  # loaded and warm
    for algorithm in ("lloyd", "elkan"):
        model = KMeans(len(start), init=start, n_init=1, max_iter=1000, tol=0, algorithm=algorithm)
        begin = time.process_time()
        model.fit(x)
        print(json.dumps({
            "Contender": "scikit-learn, " + algorithm,
            "Objective": model.inertia_,
            "Iterations": model.n_iter_,
            "Seconds": time.process_time() - begin,
            "Labels": zlib.crc32(model.labels_.astype("<i4").tobytes()),
        }))
