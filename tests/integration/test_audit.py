"""What the chain did is in the audit index: results, trace, logs, reindex, deletion."""

import contextlib
import json

import pydicom
import pytest

from tests.harness.postgresql import Postgresql
from tests.harness.process import wait_until
from tests.harness.session import Session


class Audit:
    def __init__(self, orthanc):
        self.orthanc = orthanc

    def get(self, path):
        return self.orthanc.get("/sonolist/audit/" + path)

    def results(self, query=""):
        return self.get("results?limit=1000&" + query)["results"]

    def body(self, path):
        status, _, body = self.orthanc.request("GET", "/sonolist/audit/" + path)
        assert status == 200, body
        return body


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def session(request, tmp_path_factory):
    with contextlib.ExitStack() as ends:
        section = {}
        if request.param == "PostgreSQL":
            section["Database"] = ends.enter_context(Postgresql()).section
        yield ends.enter_context(Session(tmp_path_factory.mktemp("audit"), section, network_ms=1))


@pytest.fixture(scope="module")
def outcomes(session, stills):
    return session.process(stills[:3])


@pytest.fixture(scope="module")
def audit(session, outcomes):
    audit, reports = Audit(session.orthanc), {outcome.sr_uid for outcome in outcomes}
    wait_until(lambda: {result["sopInstanceUid"] for result in audit.results("kind=report")} == reports, "the index")
    return audit


def test_results_are_the_groups_of_the_reports(audit, outcomes):
    for outcome in outcomes:
        results = audit.results(f"report={outcome.sr_uid}&outcome=found&sort=time")
        assert [result["structure"]["meaning"] for result in results] == [group["finding"] for group in outcome.groups]
        for result, group in zip(results, outcome.groups):
            measured = {one["name"]: (one["value"], one["unit"]) for one in result["measurements"]}
            assert measured == {name: value for name, value in group["measurements"].items() if value[0] is not None}
            assert (result["trackingUid"], result["segmentationUid"]) == (group["tracking_uid"], outcome.seg_uid)
            assert result["sourceSopInstanceUid"] == outcome.sop_instance_uid
            assert result["patientId"] == pydicom.dcmread(outcome.file, stop_before_pixels=True).PatientID


def test_trace_leads_from_the_image_to_its_results(audit, outcomes):
    outcome = outcomes[0]
    traces = [audit.get("trace/" + uid) for uid in (outcome.sop_instance_uid, outcome.sr_uid, outcome.seg_uid)]
    for trace in traces:
        assert trace["image"]["sopInstanceUid"] == outcome.sop_instance_uid
        assert [step["state"] for step in trace["steps"]] == ["COMPLETED"]
        states = [event["state"] for event in trace["steps"][0]["events"] if event["state"]]
        assert states == ["SCHEDULED", "IN PROGRESS", "COMPLETED"]
        assert {output["sopInstanceUid"] for output in trace["outputs"]} == {outcome.sr_uid, outcome.seg_uid}


def test_logs_are_intact_and_know_who_read(audit, session):
    verified = audit.get("verify")
    assert verified["intact"] and all(log["rows"] for log in verified["logs"])
    newest = audit.get("accesses?limit=1")["accesses"][0]
    assert (newest["user"], newest["path"]) == (session.orthanc.user, "/sonolist/audit/verify")


def test_reindex_changes_no_answer(audit):
    paths = ["results?limit=1000", "results?format=csv", "aggregate?by=structure&measurement=Area", "versions?examinations=1", "values"]
    before = [audit.body(path) for path in paths]
    status, _, _ = audit.orthanc.request("POST", "/sonolist/audit/reindex", b"")
    assert status == 202
    progress = wait_until(lambda: (now := audit.get("reindex"))["finished"] and not now["running"] and now, "the end of the reindex")
    assert progress["done"] == progress["total"] and progress["failures"] == 0, json.dumps(progress)
    assert [audit.body(path) for path in paths] == before


def test_what_is_deleted_is_gone(audit, session, outcomes):
    deleted = outcomes[2]
    for uid, identifier in session.instances().items():
        if uid in (deleted.sr_uid, deleted.sop_instance_uid, deleted.seg_uid):
            assert session.orthanc.request("DELETE", "/instances/" + identifier)[0] == 200
    wait_until(lambda: not audit.results("report=" + deleted.sr_uid), "the end of the results")
    assert deleted.sr_uid in {one["sopInstanceUid"] for one in audit.get("trace/" + deleted.sop_instance_uid)["deletions"]}
