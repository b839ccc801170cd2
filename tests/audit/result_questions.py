"""Results by every filter, and by two at a time."""

import itertools
import random

from . import filters
from .asking import arranged_results, key_of, question


def filter_values(results, draw):
    """{parameter: values} drawn from a few results, so that two of one result go together."""
    def some(values, number=3):
        values = sorted(set(values))
        return draw.sample(values, min(number, len(values)))

    values = {name: some(result[field] for result in results) for name, field in filters.FIELDS.items()}
    structures = [result["structure"] for result in results if result["structure"]]
    code = draw.choice(structures)
    values["structure"] = [code["value"], f"{code['scheme']}:{code['value']}", draw.choice(structures)["meaning"].upper(), "Liver"]
    reasons = [result["reason"] for result in results if result["reason"]]
    values["reason"] = [reasons[0], reasons[0][:8].lower() + "*", "*", "no such reason"]
    values["from"] = values["to"] = [*some((result["time"][:10] for result in results), 2), draw.choice(results)["time"],
                                     draw.choice(results)["time"][:19] + "Z"]
    measured = [one for result in results for one in result["measurements"]]
    one, other = draw.choice(measured), draw.choice(measured)
    values["measurement"] = [
        one["name"], f"{one['name']}>{one['value']}", f"{other['name'].lower()} <= {other['value']} {other['unit']}",
        f"{one['concept']['scheme']}:{one['concept']['value']}" + (f" ({one['modifier']})" if one["modifier"] else "") + f"={one['value']}",
        f"{other['name']}>=0 furlong", "Area>=40 mm2"]
    values["agreement"] = ["<0.9", ">=0.5", ">2"]
    return {name: list(found) for name, found in values.items()}


def of_one_result(result, draw):
    """{parameter: a value that lets this result pass}."""
    values = {name: result[field] for name, field in filters.FIELDS.items()}
    values["from"] = values["to"] = result["time"]
    if result["structure"]:
        values["structure"] = result["structure"]["value"]
    if result["reason"]:
        values["reason"] = result["reason"]
    if result["measurements"]:
        one = draw.choice(result["measurements"])
        values["measurement"] = f"{one['name']}>={one['value']} {one['unit']}"
    if result["kind"] == "agreement":
        values["agreement"] = ">=0"
    return values


def filter_queries(results, seed):
    draw = random.Random(seed)
    values = filter_values(results, draw)
    for name, found in values.items():
        for value in found:
            yield [(name, value)]
        yield [(name, value) for value in found[:2]]
    for first, second in itertools.combinations(values, 2):
        yield [(first, draw.choice(values[first])), (second, draw.choice(values[second]))]
        together = of_one_result(draw.choice(results), draw)
        if first in together and second in together:
            yield [(first, together[first]), (second, together[second])]


def result_questions(results, seed):
    for query in filter_queries(results, seed):
        yield question("results", [*query, ("limit", 10000)],
                       {"results": sorted(filters.chosen(results, query), key=key_of), "next": None}, arranged_results)


def round_trip_questions(audit, results):
    """Whatever GET values names can be asked for."""
    answer = audit.get("values")[1]
    lists = {"models": "model", "modelVersions": "modelVersion", "producers": "producer", "manufacturers": "manufacturer",
             "scannerModels": "scannerModel", "stations": "station", "modalities": "modality", "kinds": "kind", "outcomes": "outcome"}
    asked = [(parameter, value) for name, parameter in lists.items() for value in answer[name]]
    asked += [("structure", code["scheme"] + ":" + code["value"]) for code in answer["structures"]]
    asked += [("structure", code["meaning"]) for code in answer["structures"]]
    asked += [("measurement", measured["name"]) for measured in answer["measurements"]]
    for name, value in asked:
        expected = sorted(filters.chosen(results, [(name, value)]), key=key_of)
        yield question("results", [(name, value), ("limit", 10000)], {"results": expected, "next": None},
                       arranged_results)
