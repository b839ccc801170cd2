"""The figures of docs/audit.md, each by the plainest way: numpy's quantiles, exact fractions, one look at every point."""

import fractions
import math

import numpy


def describe(values, quantiles=("0.25", "0.5", "0.75"), edges=None):
    figures = {"count": len(values), "mean": float(numpy.mean(values)),
               "sd": float(numpy.std(values, ddof=1)) if len(values) > 1 else None,
               "minimum": float(min(values)), "maximum": float(max(values)),
               "quantiles": {text: float(numpy.quantile(values, float(text))) for text in quantiles}}  # linear: type 7
    if edges:
        figures["histogram"] = [int(count) for count in numpy.histogram(values, numpy.array(edges))[0]]
    return figures


def edges_of(values, bins):
    least, greatest = min(values), max(values)
    if least == greatest:
        least, greatest = least - 0.5, greatest + 0.5
    return [least + (greatest - least) * place / bins for place in range(bins)] + [greatest]


def stability_index(baseline, window):
    """Deciles of the baseline, each bin with its upper edge; an empty bin counts as half a value."""
    edges = sorted({float(numpy.quantile(baseline, place / 10)) for place in range(1, 10)})

    def shares(values):
        counts = [0] * (len(edges) + 1)
        for value in values:
            counts[sum(edge < value for edge in edges)] += 1
        return [(count or 0.5) / len(values) for count in counts]

    return sum((now - before) * math.log(now / before) for before, now in zip(shares(baseline), shares(window)))


def verdict(index):
    return "stable" if index < 0.1 else "watch" if index < 0.25 else "drift"


def kolmogorov_smirnov(baseline, window):
    """The greatest distance of the two distribution functions, and its asymptotic probability."""
    def share(values, point):
        return fractions.Fraction(sum(value <= point for value in values), len(values))

    distance = float(max(abs(share(baseline, point) - share(window, point)) for point in [*baseline, *window]))
    x = distance * math.sqrt(len(baseline) * len(window) / (len(baseline) + len(window)))
    if x < 0.05:
        return distance, 1.0  # one minus less than 1e-200
    series = sum((-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 2000))
    return distance, min(1.0, max(0.0, 2 * series))


def fisher(hits, trials, other_hits, other_trials):
    """Two-sided: the sum over all tables with the same margins that are no likelier, in whole numbers."""
    all_hits, all_trials = hits + other_hits, trials + other_trials

    def ways(k):
        return math.comb(other_trials, k) * math.comb(trials, all_hits - k)

    tables = [ways(k) for k in range(max(0, all_hits - trials), min(all_hits, other_trials) + 1)]
    return float(fractions.Fraction(sum(table for table in tables if table <= ways(other_hits)), math.comb(all_trials, all_hits)))
