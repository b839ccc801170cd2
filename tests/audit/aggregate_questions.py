"""Counts and values by every key."""

import collections
import itertools
import random

from . import filters, statistics
from .asking import question
from .result_questions import filter_queries

KEYS = ("day", "month", "model", "modelVersion", "structure", "scanner", "outcome", "kind")


def scanner_name(result):
    name = " ".join(filter(None, (result["manufacturer"], result["scannerModel"])))
    return ", ".join(filter(None, (name, result["station"])))


def key_parts(result, key):
    if key == "structure":
        code = result["structure"] or {"value": "", "scheme": "", "meaning": ""}
        return {"structure": code["meaning"], "structureCode": f"{code['scheme']}:{code['value']}" if code["scheme"] else ""}
    value = {"day": result["time"][:10], "month": result["time"][:7], "scanner": scanner_name(result)}.get(key)
    return {key: result[key] if value is None else value}


def grouped(items, keys, result_of):
    groups = collections.defaultdict(list)
    for item in items:
        parts = {}
        for key in keys:
            parts.update(key_parts(result_of(item), key))
        groups[tuple(parts.items())].append(item)
    return groups


def arranged_groups(answer):
    return {**answer, "groups": sorted(answer["groups"], key=lambda group: sorted(group["key"].items()))}


def count_question(results, keys, query):
    groups = grouped(filters.chosen(results, query), keys, lambda result: result)
    expected = {"by": list(keys), "measurement": None,
                "groups": [{"key": dict(key), "count": len(found)} for key, found in groups.items()]}
    return question("aggregate", [("by", ",".join(keys)), *query], arranged_groups(expected), arranged_groups)


def value_question(results, keys, query, name, unit, more):
    measurement, holds, _ = filters.comparison(name)
    values = [(result, measured["value"]) for result in filters.chosen(results, query) for measured in result["measurements"]
              if filters.is_named(measured, measurement) and measured["unit"] == unit and holds(measured["value"])]
    numbers = [value for _, value in values]
    options = dict(more)
    expected = {"by": list(keys), "measurement": {"name": measurement, "unit": unit}}
    edges = statistics.edges_of(numbers, options["histogram"]) if options.get("histogram") and numbers else []
    if options.get("histogram"):
        expected["edges"] = edges
    quantiles = options.get("quantiles", "0.25,0.5,0.75").split(",")
    expected["groups"] = [{"key": dict(key), **statistics.describe([value for _, value in found], quantiles, edges)}
                          for key, found in grouped(values, keys, lambda item: item[0]).items()]
    query = [("by", ",".join(keys)), ("measurement", name), ("unit", unit), *query, *more]  # the first measurement is described
    return question("aggregate", query, arranged_groups(expected), arranged_groups)


def aggregate_questions(results, seed):
    draw = random.Random(seed)
    subsets = [(), *((key,) for key in KEYS), *itertools.combinations(KEYS, 2), KEYS]
    queries = list(filter_queries(results, seed + 1))
    counted = [query for query in queries if "measurement" not in dict(query)]  # with it values are described
    for keys in subsets:
        yield count_question(results, keys, [])
        yield count_question(results, keys, draw.choice(counted))
    units = {(measured["name"], measured["unit"]) for result in results for measured in result["measurements"]}
    for name, unit in sorted(units):
        keys = [key for key in draw.sample(KEYS, 2) if key not in ("outcome", "kind")]
        yield value_question(results, (), [], name, unit, [])
        yield value_question(results, keys, [], name, unit, [("histogram", draw.choice([1, 7, 20]))])
        yield value_question(results, keys, draw.choice(queries), name, unit, [("quantiles", "0,0.1,0.9,1"), ("histogram", 5)])
    yield value_question(results, ("model",), [("structure", "Sciatic nerve")], "Area>50", "mm2", [])
