"""Writes places.json, what scikit-learn makes of the first turns of the help-desk sample. python3 places.py"""

import json
import pathlib
import re

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

TURNS, DIMS, CODES = 240, 8, 12
here = pathlib.Path(__file__).parent
with open(here / "../../../testdata/helpdesk/chats.jsonl", encoding="utf-8") as chats:
    texts = [" ".join(re.findall("[a-z]+", json.loads(line)["text"].lower())) for line, _ in zip(chats, range(TURNS))]


def terms(text):
    """Words, and the first and the last as features of their own."""
    words = text.split()
    return words + ["^" + words[0], words[-1] + "$"] if words else []


tfidf = TfidfVectorizer(analyzer=terms, binary=True, min_df=3)
x = tfidf.fit_transform(texts)
svd = TruncatedSVD(DIMS, algorithm="arpack", random_state=1)
places = normalize(svd.fit_transform(x)).round(12)
places = places[np.abs(places).sum(axis=1) > 0]
start = places[:: len(places) // CODES][:CODES]
rows = x.tocoo()
json.dump({
    "source": "scikit-learn " + sklearn.__version__,
    "texts": texts,
    "terms": list(tfidf.get_feature_names_out()),
    "rows": rows.row.tolist(),
    "columns": rows.col.tolist(),
    "values": rows.data.round(13).tolist(),
    "components": svd.components_.round(10).tolist(),
    "singular_values": svd.singular_values_.tolist(),
    "places": places.tolist(),
    "start": start.tolist(),
    "inertia_from_start": KMeans(CODES, init=start, n_init=1, max_iter=1000, tol=0).fit(places).inertia_,
    "inertia": KMeans(CODES, n_init=10, random_state=1).fit(places).inertia_,
}, open(here / "places.json", "w", encoding="utf-8"), separators=(",", ":"))
