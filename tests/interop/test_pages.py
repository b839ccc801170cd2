"""Our own pages in a real browser: the button of Orthanc Explorer and the worklist with its dead letters."""

import json
import os
import subprocess

from tests.harness import paths, phantom_studies, ups_samples
from tests.harness.orthanc import Orthanc
from tests.harness.process import wait_until
from tests.harness.worklist import Worklist, value
from tests.interop import tools

LOOK = paths.ROOT / "tests" / "interop" / "pages" / "look.mjs"
PICTURES = paths.ROOT / "build" / "check" / "pages"
TRANSACTION = "2.25.77"
REASON = "SIMULATED: the image cannot be read"
INPUT = ups_samples.code("INPUT", "99SONOLIST", "Unsuitable input")


def fail_for_good(orthanc, uid):
    """As a performer that cannot read the image."""
    root = f"/dicom-web/workitems/{uid}"
    dicom_json = {"Content-Type": "application/dicom+json"}
    reason = {"00081195": ups_samples.element("UI", TRANSACTION), "00741002": ups_samples.element("SQ", {
        "00741238": ups_samples.element("LT", REASON), "0074100E": ups_samples.element("SQ", INPUT)})}
    for method, path, body in (("PUT", f"{root}/state", ups_samples.state("IN PROGRESS", TRANSACTION)),
                               ("POST", root, reason),
                               ("PUT", f"{root}/state", ups_samples.state("CANCELED", TRANSACTION))):
        status, _, answer = orthanc.request(method, path, [body], dicom_json)
        assert status == 200, answer


def look(orthanc, folder, study):
    PICTURES.mkdir(parents=True, exist_ok=True)
    request = folder / "request.json"
    request.write_text(json.dumps({"url": orthanc.url, "user": orthanc.user, "password": orthanc.password, "study": study,
                                   "pictures": str(PICTURES)}))
    answer = subprocess.run(["node", LOOK, request], stdout=subprocess.PIPE, text=True, check=True, timeout=180,
                            env={**os.environ, "NODE_MODULES": str(tools.NODE_MODULES)}).stdout
    return json.loads(answer)


def test_a_person_processes_a_study_and_queues_a_dead_letter_again(tmp_path):
    (still,) = phantom_studies.make(tmp_path / "stills", stills=1, cine_frames=0)
    with Orthanc(tmp_path / "pacs") as orthanc:
        status, _, stored = orthanc.request("POST", "/instances", still.read_bytes())
        assert status == 200, stored
        worklist = Worklist(orthanc)
        wait_until(lambda: len(worklist.all()) == 1, "a workitem for the image")
        fail_for_good(orthanc, value(worklist.all()[0], "00080018"))
        seen = look(orthanc, tmp_path, json.loads(stored)["ParentStudy"])
    assert seen["errors"] == []
    assert seen["button"] == "Sonolist: 1 image noted"
    assert len(seen["dead"]) == 1 and REASON in seen["dead"][0] and "Unsuitable image" in seen["dead"][0]
    assert seen["paused"] == "No step will be claimed"
    assert seen["resumed"] == "Steps are claimed again"
    assert seen["action"] == "1 step(s) queued again"
    assert seen["deadAfter"] == ["None"]
