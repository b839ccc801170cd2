"""Gathers what the judge needs to know: the worklist, its events and every SEG and SR, read with programs of others too."""

import json
import subprocess

from tests.harness import paths, report, worklist
from tests.harness.session import SEG, SR
from tests.interop.judges import dciodvfy
from tests.interop.judges.whitelist import WHITELIST, Sieve

from .judge import Evidence, Result

PAGE = 1000


def gather(pacs, expected, folder):
    """`expected` as in Evidence; `folder` takes the results as files."""
    folder.mkdir()
    outcomes = {uid: outcome_of(pacs, uid) for uid in expected}
    return Evidence(expected, outcomes, worklist.Worklist(pacs).all(), results_of(pacs, folder), events_of(pacs))


def outcome_of(pacs, uid):
    """What the intake says became of an image, or None when it has not seen it."""
    status, _, body = pacs.request("GET", f"/sonolist/instances/{uid}")
    return json.loads(body)["outcome"] if status == 200 else None


def events_of(pacs):
    events = []
    while True:
        page = pacs.get(f"/sonolist/events?since={events[-1]['id'] if events else 0}&limit={PAGE}")
        events += page
        if len(page) < PAGE:
            return events


def results_of(pacs, folder):
    files = {}
    for sop_class in (SEG, SR):
        query = {"Level": "Instance", "Query": {"SOPClassUID": sop_class}}
        status, _, body = pacs.request("POST", "/tools/find", query)
        if status != 200:
            raise RuntimeError(f"the search for results failed: HTTP {status} {body[:200]!r}")
        for identifier in json.loads(body):
            file = folder / f"{identifier}.dcm"
            file.write_bytes(pacs.file(identifier))
            files[file] = sop_class
    complaints = complaints_about(files)
    return [result_in(file, sop_class, complaints.get(file.name, [])) for file, sop_class in files.items()]


def result_in(file, sop_class, complaints):
    data = report.read(file.read_bytes())
    sources = {str(element.value) for element in data.iterall() if element.keyword == "ReferencedSOPInstanceUID"}
    return Result(str(data.SOPInstanceUID), sop_class, frozenset(sources), tuple(complaints))


def complaints_about(files):
    """{file name: [sentence]} of our validator and, where it is installed, of dciodvfy."""
    if not files:
        return {}
    found = {}
    folder = next(iter(files)).parent
    said = subprocess.run([paths.DICOM_TOOL, "validate", "--json", folder], stdout=subprocess.PIPE, text=True, check=False).stdout
    for finding in json.loads(said)["findings"]:
        found.setdefault(finding["file"].split("/")[-1], []).append(str(finding))
    try:
        sieve = Sieve([excuse for excuse in WHITELIST if excuse.judge == dciodvfy.NAME])
        for file in files:
            findings = [dciodvfy.Finding(file.name, message) for message in dciodvfy.messages(file)]
            for refused in sieve.refused(dciodvfy.NAME, findings):
                found.setdefault(file.name, []).append(f"dciodvfy: {refused.message}")
    except FileNotFoundError:
        pass  # dicom3tools is not installed
    return found
