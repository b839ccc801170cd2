"""Versions, values and coverage."""

import collections

from tests.harness import worklist

from . import filters
from .asking import in_order, question, structure_key
from .result_questions import filter_queries

ALGORITHM = ("model", "modelVersion", "weights", "producer")
EXAMINATION = ("studyInstanceUid", "patientId", "accessionNumber", "studyDate", "model", "modelVersion", "weights")


def versions_expected(results, query):
    reports = {result["sopInstanceUid"]: result for result in filters.chosen(results, query) if result["kind"] == "report"}
    by_algorithm, by_examination = collections.defaultdict(list), collections.defaultdict(list)
    for one in reports.values():
        by_algorithm[tuple(one[name] for name in ALGORITHM)].append(one)
        by_examination[tuple(one[name] for name in EXAMINATION)].append(one)
    versions = [{**dict(zip(ALGORITHM, key)), "first": min(one["time"] for one in found), "last": max(one["time"] for one in found),
                 "reports": len(found), "studies": len({one["studyInstanceUid"] for one in found}),
                 "patients": len({one["patientId"] for one in found})} for key, found in by_algorithm.items()]
    examinations = [{**dict(zip(EXAMINATION, key)), "reports": len(found), "first": min(one["time"] for one in found)}
                    for key, found in by_examination.items()]
    return {"versions": versions, "examinations": examinations}


def arranged_versions(answer):
    return {name: sorted(rows, key=lambda row: [str(row[key]) for key in sorted(row)]) for name, rows in answer.items()}


def versions_questions(results, seed):
    without = {"structure", "outcome", "kind", "reason", "measurement", "agreement"}
    queries = [query for query in filter_queries(results, seed) if not without & {name for name, _ in query}]
    for query in [[], *queries]:
        expected = versions_expected(results, query)
        yield question("versions", [*query, ("examinations", 1)], arranged_versions(expected), arranged_versions)
    yield question("versions", [], arranged_versions({"versions": versions_expected(results, [])["versions"]}), arranged_versions)


def names(results, field):
    return sorted({result[field] for result in results} - {""})


def arranged_values(answer):
    return {name: sorted(values, key=in_order) for name, values in answer.items()}


def values_question(results):
    measured = {(one["name"], one["unit"]): {"name": one["name"], "concept": one["concept"], "unit": one["unit"]}
                for result in results for one in result["measurements"]}
    structures = {structure_key(result["structure"]): result["structure"] for result in results if result["structure"]}
    expected = {"models": names(results, "model"), "modelVersions": names(results, "modelVersion"),
                "producers": names(results, "producer"), "modalities": names(results, "modality"),
                "manufacturers": names(results, "manufacturer"), "scannerModels": names(results, "scannerModel"),
                "stations": names(results, "station"), "structures": list(structures.values()), "measurements": list(measured.values()),
                "kinds": ["report", "agreement", "failure", "skipped"], "outcomes": ["found", "missing", "compared", "failed", "skipped"]}
    return question("values", [], arranged_values(expected), arranged_values)


RULE = "anterior-sciatic"  # the one that the plug-in has by itself
COMPARISON = "Agreement of a person's segmentation with Sonolist's"


def coverage_questions(truth):
    """Of all images and of none: the worklist tells when each arrived only of those that were left out."""
    nothing = {"images": dict.fromkeys(("queued", "skipped", "deleted", "failed"), 0), "reasons": [], "rules": []}
    yield question("coverage", [("to", "2000-01-01")], nothing)
    whole = coverage_question(truth)
    yield whole
    yield question("coverage", [("from", "2000-01-01")], whole.expected, whole.arrange)


def coverage_question(truth):
    final = truth.workitems
    replaced = {worklist.value(item, "00081155") for workitem in final for item in worklist.items(workitem, worklist.REPLACED)}
    last = [workitem for workitem in final if worklist.value(workitem, worklist.SOP) not in replaced]
    queued = [uid for uid, image in truth.images.items() if image["outcome"] == "queued"]
    of_rule = [uid for uid in queued if uid not in truth.segmentations]
    states = collections.Counter(worklist.value(step, worklist.STATE) for step in last if worklist.source_of(step) in of_rule)
    reasons = collections.Counter((image["outcome"], image["reason"]) for image in truth.images.values() if image["outcome"] != "queued")
    reasons[("queued", "Rule " + RULE)] = len(of_rule)
    reasons[("queued", COMPARISON)] = len(queued) - len(of_rule)
    outcomes = collections.Counter(image["outcome"] for image in truth.images.values())
    expected = {"images": {name: outcomes[name] for name in ("queued", "skipped", "deleted", "failed")},
                "reasons": [{"outcome": outcome, "reason": reason, "count": count}
                            for (outcome, reason), count in reasons.items() if count],
                "rules": [{"rule": RULE, "eligible": len(of_rule), "waiting": states["SCHEDULED"], "running": states["IN PROGRESS"],
                           "completed": states["COMPLETED"], "canceled": states["CANCELED"]}]}

    def arrange(answer):
        return {**answer, "reasons": sorted(answer["reasons"], key=in_order)}

    return question("coverage", [], arrange(expected), arrange)
