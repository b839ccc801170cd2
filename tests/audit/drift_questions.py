"""The last days before those before them."""

import collections
import datetime
import random

from . import filters, statistics
from .asking import in_order, key_of, question, structure_key
from .result_questions import filter_values


def days_before(day, number):
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=number)).isoformat()


def rate(trials, hits, word):
    return {"count": trials, word: hits, "rate": hits / trials if trials else 0.0}


def rates(window, baseline, word):
    return {"window": rate(*window, word), "baseline": rate(*baseline, word),
            "pValue": statistics.fisher(baseline[1], baseline[0], window[1], window[0])}


def drifting_series(window, baseline, minimum):
    series = collections.defaultdict(lambda: ([], []))
    for side, results in enumerate((window, baseline)):
        for result in results:
            for measured in result["measurements"]:
                structure = structure_key(result["structure"]) if result["structure"] else None
                series[structure, measured["name"], measured["unit"]][side].append(measured["value"])
    for (structure, name, unit), (now, before) in series.items():
        if min(len(now), len(before)) < minimum:
            continue
        index = statistics.stability_index(before, now)
        statistic, p_value = statistics.kolmogorov_smirnov(before, now)
        sides = {}
        for side, values in (("window", now), ("baseline", before)):
            figures = statistics.describe(values)
            sides[side] = {"count": figures["count"], "mean": figures["mean"], "median": figures["quantiles"]["0.5"]}
        meaning, scheme, value = structure or ("", "", "")
        code = {"value": value, "scheme": scheme, "meaning": meaning} if structure else None
        yield {"structure": code, "name": name, "unit": unit, "psi": index,
               "ks": {"statistic": statistic, "pValue": p_value}, **sides, "verdict": statistics.verdict(index)}


def missing_rates(window, baseline):
    counts = collections.defaultdict(lambda: ([0, 0], [0, 0]))
    codes = {}
    for side, results in enumerate((window, baseline)):
        for result in results:
            if result["kind"] == "report" and result["structure"]:
                key = structure_key(result["structure"])
                codes[key] = result["structure"]
                counts[key][side][0] += 1
                counts[key][side][1] += result["outcome"] == "missing"
    return [{"structure": codes[key], **rates(*both, "missing")} for key, both in counts.items()]


def ended_steps(results):
    """(reports and failures, failures), each counted once however many results it has."""
    records = {key_of(result)[:2]: result for result in results if result["kind"] in ("report", "failure")}
    return len(records), sum(result["kind"] == "failure" for result in records.values())


def arranged_drift(answer):
    def key(entry):
        return in_order(entry["structure"]), entry.get("name", ""), entry.get("unit", "")

    return {**answer, "measurements": sorted(answer["measurements"], key=key), "missing": sorted(answer["missing"], key=key)}


def drift_question(results, query, window=30, baseline=90, minimum=20, to=None):
    end = days_before(to or max(result["time"] for result in results)[:10], -1)
    middle = days_before(end, window)
    begin = days_before(middle, baseline)
    chosen = filters.chosen(results, query)
    now = [result for result in chosen if middle <= result["time"] < end]
    before = [result for result in chosen if begin <= result["time"] < middle]

    def period(first, last):
        return {"from": first + "T00:00:00.000000Z", "to": last + "T00:00:00.000000Z"}

    expected = {"window": period(middle, end), "baseline": period(begin, middle),
                "measurements": list(drifting_series(now, before, minimum)), "missing": missing_rates(now, before),
                "failures": rates(ended_steps(now), ended_steps(before), "failed")}
    query = [*query, ("window", window), ("baseline", baseline), ("minimum", minimum), *([("to", to)] if to else [])]
    return question("drift", query, arranged_drift(expected), arranged_drift)


def drift_questions(results, seed):
    draw = random.Random(seed)
    newest = max(result["time"] for result in results)[:10]
    yield drift_question(results, [])
    yield drift_question(results, [], window=7, baseline=60, minimum=3)
    yield drift_question(results, [], window=20, baseline=40, minimum=5, to=days_before(newest, 12))
    for name in ("model", "modelVersion", "structure", "station", "manufacturer", "modality", "producer", "patient", "study", "kind",
                 "outcome", "agreement"):
        for value in filter_values(results, draw)[name][:2]:
            yield drift_question(results, [(name, value)], minimum=4)
