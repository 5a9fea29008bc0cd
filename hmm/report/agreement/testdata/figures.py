"""Makes figures.json: contingency tables and what scikit-learn says about them.

    python figures.py > figures.json

Needs scikit-learn, scipy and mpmath. Rows of a table are states, columns are gold labels.
NMI, homogeneity, completeness, ARI and AMI are scikit-learn's own; accuracy comes from
scipy.optimize.linear_sum_assignment; purities are row and column maxima.

ami_exact is the adjusted mutual information with every hypergeometric probability a ratio of
integers and every logarithm taken with 50 digits: scikit-learn goes through differences of lgamma,
which loses about five digits on a table of 30,000 turns.
"""

import json
from math import comb

import mpmath
import numpy as np
import scipy
import sklearn
from scipy.optimize import linear_sum_assignment
from sklearn import metrics

mpmath.mp.dps = 50


def entropy(sums):
    total = sum(sums)
    return -sum(mpmath.mpf(n) / total * mpmath.log(mpmath.mpf(n) / total) for n in sums)


def expected_cell(a, b, total):
    """E[n/N log(n N / (a b))] of one cell, n hypergeometric."""
    out, ways = mpmath.mpf(0), comb(total, b)
    low = max(0, a + b - total)
    weight = comb(a, low) * comb(total - a, b - low)
    for n in range(low, min(a, b) + 1):
        if n > 0 and weight << 200 > ways:  # below 2^-200 a term is nothing to 50 digits
            out += mpmath.mpf(weight) / ways * n / total * mpmath.log(mpmath.mpf(n * total) / (a * b))
        if n < min(a, b):
            weight = weight * (a - n) * (b - n) // ((n + 1) * (total - a - b + n + 1))
    return out


def exact_ami(table):
    rows, cols, total = table.sum(1).tolist(), table.sum(0).tolist(), int(table.sum())
    if len(rows) == 1 or len(cols) == 1:
        return 1.0 if len(rows) == len(cols) else 0.0
    found = sum(
        mpmath.mpf(int(table[i, j])) / total * mpmath.log(mpmath.mpf(int(table[i, j]) * total) / (rows[i] * cols[j]))
        for i in range(len(rows)) for j in range(len(cols)) if table[i, j]
    )
    cells = {}
    expected = mpmath.mpf(0)
    for a in rows:
        for b in cols:
            key = min(a, b), max(a, b)
            if key not in cells:
                cells[key] = expected_cell(*key, total)
            expected += cells[key]
    normalizer = (entropy(rows) + entropy(cols)) / 2
    if normalizer == expected or abs(normalizer - expected) < mpmath.mpf(10) ** -40:
        return 1.0
    return float((found - expected) / (normalizer - expected))


def case(name, table):
    table = np.array(table)
    pruned = table[table.sum(1) > 0][:, table.sum(0) > 0]
    i, j = np.indices(table.shape)
    states, labels = np.repeat(i.ravel(), table.ravel()), np.repeat(j.ravel(), table.ravel())
    total = int(table.sum())
    homogeneity, completeness, v = metrics.homogeneity_completeness_v_measure(labels, states)
    nmi = metrics.normalized_mutual_info_score(labels, states, average_method="arithmetic")
    assert abs(v - nmi) < 1e-12
    match = linear_sum_assignment(table, maximize=True)
    return {
        "name": name,
        "counts": table.tolist(),
        "nmi": float(nmi),
        "homogeneity": float(homogeneity),
        "completeness": float(completeness),
        "ari": float(metrics.adjusted_rand_score(labels, states)),
        "ami": float(metrics.adjusted_mutual_info_score(labels, states, average_method="arithmetic")),
        "ami_exact": exact_ami(pruned),
        "accuracy": int(table[match].sum()) / total,
        "purity": int(table.max(1).sum()) / total,
        "inverse_purity": int(table.max(0).sum()) / total,
        "turns": total,
        "states": pruned.shape[0],
        "labels": pruned.shape[1],
    }


def drawn(rng, turns, states, labels, noise):
    """Gold labels with a skewed distribution; states copy them except for a share of noise."""
    share = rng.dirichlet(np.full(labels, 0.7))
    gold = rng.choice(labels, turns, p=share)
    found = np.where(rng.random(turns) < noise, rng.integers(0, states, turns), gold % states)
    table = np.zeros((states, labels), int)
    np.add.at(table, (found, gold), 1)
    return table


def main():
    rng = np.random.default_rng(7)
    cases = [
        case("one turn", [[1]]),
        case("one state, one label", [[9]]),
        case("one state, three labels", [[4, 2, 1]]),
        case("three states, one label", [[4], [2], [1]]),
        case("perfect, permuted", [[0, 5, 0], [0, 0, 2], [7, 0, 0]]),
        case("singletons on both sides", np.eye(6, dtype=int)),
        case("singleton states, two labels", [[1, 0]] * 4 + [[0, 1]] * 3),
        case("independent", [[6, 3, 9], [4, 2, 6]]),
        case("worse than chance", [[0, 2], [2, 0], [1, 1], [1, 1]]),
        case("empty row and column", [[3, 0, 1], [0, 0, 0], [1, 0, 4]]),
        case("pure states, split labels", [[5, 0], [4, 0], [0, 6], [0, 1]]),
        case("20 turns, 3 x 4", drawn(rng, 20, 3, 4, 0.3)),
        case("200 turns, 12 x 5", drawn(rng, 200, 12, 5, 0.5)),
        case("200 turns, noise only", drawn(rng, 200, 7, 7, 1.0)),
        case("5,000 turns, 8 x 11", drawn(rng, 5000, 8, 11, 0.4)),
        case("30,000 turns, 34 x 34", drawn(rng, 30000, 34, 34, 0.35)),
        case("30,000 turns, 34 x 34, noise only", drawn(rng, 30000, 34, 34, 1.0)),
    ]
    tools = ", ".join(f"{m.__name__} {m.__version__}" for m in (sklearn, scipy, np, mpmath))
    comment = f"Made by figures.py, which lies beside this file and says how; {tools}."
    print('{\n"comment": %s,\n"cases": [' % json.dumps(comment))
    print(",\n".join(json.dumps(c) for c in cases))
    print("]\n}")


main()
