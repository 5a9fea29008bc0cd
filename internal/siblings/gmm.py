"""Lets scikit-learn's mixtures make some iterations from a given start; file, sizes and kind are arguments."""
import json
import sys
import time
import warnings

import numpy as np
from sklearn.mixture import BayesianGaussianMixture, GaussianMixture
from threadpoolctl import threadpool_limits

path, d, k, kind, iterations = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
x = np.fromfile(path).reshape(-1, d)
warnings.simplefilter("ignore")  # that it did not converge


def point_estimate(rounds):
    precisions = {"spherical": np.ones(k), "diagonal": np.ones((k, d)), "tied": np.eye(d)}
    return GaussianMixture(
        k, covariance_type={"diagonal": "diag"}.get(kind, kind), tol=0, reg_covar=0, max_iter=rounds,
        weights_init=np.full(k, 1 / k), means_init=x[:k],
        precisions_init=precisions.get(kind, np.tile(np.eye(d), (k, 1, 1))))


def variational(rounds):
    weights = {"sticks": "dirichlet_process", "dirichlet": "dirichlet_distribution"}[kind]
    model = BayesianGaussianMixture(
        n_components=k, covariance_type="full", tol=0, reg_covar=0, max_iter=rounds,
        weight_concentration_prior_type=weights, weight_concentration_prior=1, mean_precision_prior=1,
        mean_prior=np.zeros(d), degrees_of_freedom_prior=d, covariance_prior=d * np.eye(d))
    dealt = np.eye(k)[np.arange(len(x)) % k]
    model._initialize_parameters = lambda x, *_, **__: model._initialize(x, dealt[: len(x)])
    return model


make = variational if kind in ("dirichlet", "sticks") else point_estimate
with threadpool_limits(1):
    make(1).fit(x[: 100 * k])  # loaded and warm
    model = make(iterations)
    begin = time.process_time()
    model.fit(x)
    seconds = time.process_time() - begin
    print(json.dumps({
        "Contender": "scikit-learn",
        "Objective": model.score_samples(x).sum(),
        "Iterations": model.n_iter_,
        "Seconds": seconds,
    }))
