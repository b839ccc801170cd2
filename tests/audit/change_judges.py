"""The index follows the PACS: built anew, an image that comes late, a study that is deleted."""

import json
import urllib.parse

import pydicom

from tests.harness.dicom_send import send
from tests.harness.process import wait_until

from . import truth
from .compare import difference
from .judging import SHOWN


def judge_reindex(bounds, audit, asked):
    """Bodies are the same to the byte before and after; `next` holds the moment of a snapshot."""
    paths = [question.path for question in asked]
    paths += ["results?sort=time&limit=100", "results?format=csv&limit=10000", "results?format=ndjson&limit=10000"]

    def bodies():
        found = {}
        for path in paths:
            body = audit.body(path)
            if path.startswith("results") and b'"next":' in body:
                body = body[:body.rindex(b'"next":')]
            found[path] = body
        return found

    before = bodies()
    status, _, body = audit.orthanc.request("POST", "/sonolist/audit/reindex", b"")
    bounds.equal("POST reindex", status, 202)
    started = json.loads(body)["started"]

    def finished():
        progress = audit.get("reindex")[1]
        return progress if progress["finished"] and progress["started"] != started and not progress["running"] else None

    progress = wait_until(finished, "the end of the reindex", 120, interval=0.1)
    bounds.true("reindex: progress", progress["done"] == progress["total"] > 0, json.dumps(progress))
    after = bodies()
    differing = [path for path in paths if before[path] != after[path]]
    for path in differing[:SHOWN]:
        print(f"    {path}: {before[path][:300]!r} became {after[path][:300]!r}")
    bounds.true("answers before and after reindex, byte by byte", not differing,
                f"{len(paths)} answers, {len(differing)} differ (bound: 0)")
    return progress


def judge_late_image(bounds, audit, filled):
    path = "results?report=" + filled.late_report
    before = audit.get(path)[1]["results"]
    bounds.true("a report without its image has no scanner", before and not any(result["manufacturer"] for result in before))
    send(audit.orthanc, [filled.late_image])
    image = truth.scanner_of(pydicom.dcmread(filled.late_image, stop_before_pixels=True))

    def has_scanner():
        after = audit.get(path)[1]["results"]
        return after if any(result["manufacturer"] for result in after) else None

    after = wait_until(has_scanner, "the scanner of the late image", 30)
    expected = [{**result, **image} for result in before]
    bounds.true("it has one once the image is there", not difference(expected, after), difference(expected, after))


def judge_deletion(bounds, audit, known):
    """A study leaves the PACS: its results vanish, and the trace of its image tells of them."""
    victim = next(result for result in known.results if result["kind"] == "agreement")
    study, image = victim["studyInstanceUid"], victim["sourceSopInstanceUid"]
    of_study = [result for result in known.results if result["studyInstanceUid"] == study and result["kind"] != "failure"]
    gone = {result["sopInstanceUid"] for result in of_study}
    of_image = {result["sopInstanceUid"] for result in of_study if result["sourceSopInstanceUid"] == image}
    (orthanc_id,) = [identifier for identifier in audit.orthanc.get("/studies")
                     if audit.orthanc.get("/studies/" + identifier)["MainDicomTags"]["StudyInstanceUID"] == study]
    assert audit.orthanc.request("DELETE", "/studies/" + orthanc_id)[0] == 200
    path = "results?" + urllib.parse.urlencode([("study", study), ("limit", 10000)])

    def rest():
        found = audit.get(path)[1]["results"]
        return [True, found] if all(result["kind"] == "failure" for result in found) else None

    try:
        wait_until(rest, "the end of the results of a deleted study", 30)
    except TimeoutError as error:
        print(f"    {error}")
    left = {result["sopInstanceUid"] for result in audit.get(path)[1]["results"]}
    bounds.true("results of a deleted study", not left & gone, f"{len(gone)} records, {len(left & gone)} left (bound: 0)")
    status, trace = audit.get("trace/" + image)
    told = {deletion["sopInstanceUid"] for deletion in trace["deletions"]} if status == 200 else set()
    bounds.true("the trace tells of each", told >= of_image, f"{len(of_image)} records, {len(of_image - told)} not told (bound: 0)")
    kept = {record["sopInstanceUid"] for record in trace["outputs"] + trace["agreement"]} & gone if status == 200 else gone
    bounds.equal("deleted reports that the trace still lists", len(kept), 0)
