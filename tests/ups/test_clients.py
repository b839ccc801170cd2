"""Requests in the shapes of other people's clients and test suites."""

import copy

import pytest

from . import samples
from .client import GLOBAL, new_uid
from .samples import code, values


def conformance_item():
    """As the conformance collections of DICOM servers send it: a diagnosis in words, an empty item, a tag in lower case, attributes
    at the top that belong into sequences."""
    item = samples.item(t00081084=values("SQ", {"00080104": values("LO", "Code Meaning")}), t00380014=values("SQ", {}),
                        t00404010=values("DT", "20211202115531.193"), t00404021=values("SQ"), t00741210=values("SQ"), t00080005=None)
    item["0040e020"] = values("CS", "Type of Instances")
    item["00081199"] = values("SQ", {"00081150": values("UI", "2.5.0000000"), "00081155": values("UI", "2.5.1000000")})
    item["00321033"] = values("LO", "123")
    item["0040A370"]["Value"][0]["0020000D"] = values("UI", "2.25.00000000000000000000000000000000")
    item["00104000"] = values("LT", "Patient Comments")
    return item


def test_conformance_item(worklist):
    uid = new_uid()
    assert worklist.create(conformance_item(), uid).status == 201
    assert worklist.item(uid)["00741204"]["Value"] == ["Test step"]


def test_a_suite_with_the_transaction_in_the_body(worklist):
    """raccoon-api-test: claims, fails to complete, adds what was performed, completes; no Content-Type but JSON."""
    uid, transaction = new_uid(), new_uid()
    assert worklist.create(conformance_item(), uid, content_type="application/json").status == 201
    claim = [{"00741000": values("CS", "IN PROGRESS"), "00081195": values("UI", transaction)}]
    assert worklist.request("PUT", f"/{uid}/state", claim, content_type="application/json").status == 200
    assert "00081195" not in worklist.item(uid)
    complete = copy.deepcopy(claim)
    complete[0]["00741000"]["Value"] = ["COMPLETED"]
    assert worklist.request("PUT", f"/{uid}/state", complete, content_type="application/json").status == 409
    performed = {**samples.performed_item(), "0040E020": values("CS", "DICOM")}
    update = [{**samples.performed(performed), "00081195": values("UI", transaction)}]
    assert worklist.request("POST", f"/{uid}", update, content_type="application/json").status == 200
    assert worklist.request("PUT", f"/{uid}/state", complete, content_type="application/json").status == 200


def test_subscribing_without_a_body_as_a_form(worklist, ae_title):
    """An HTTP library that labels an empty body as a form."""
    answer = worklist.request("POST", f"/{GLOBAL}/subscribers/{ae_title}", headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 201


@pytest.mark.needs_post_query
def test_a_server_client_with_bare_uids(worklist):
    """Microsoft DICOM server: ?{uid} for creation and update, application/dicom+json."""
    uid, transaction = new_uid(), new_uid()
    assert worklist.request("POST", "", [conformance_item()], query=uid).status == 201
    assert worklist.change_state(uid, "IN PROGRESS", transaction).status == 200
    assert worklist.request("POST", f"/{uid}", [samples.progress()], query=transaction).status == 200
    assert worklist.request_cancel(uid, {"00741238": values("LT", "Why")}).status == 202
    assert worklist.change_state(uid, "CANCELED", transaction).status == 200


def test_a_client_with_bare_objects(worklist):
    """dicom-ups-rs-client: data sets without array, contact attributes under neighbouring tags."""
    uid = new_uid()
    body = {**samples.item(), "00080018": values("UI", uid)}
    assert worklist.request("POST", "", body).status == 201
    cancel = {"00741238": values("LT", "Why"), "0074100F": values("UR", "http://a"), "0074100E": values("SQ", code())}
    assert worklist.request("POST", f"/{uid}/cancelrequest", cancel).status == 202


def test_a_client_that_polls(worklist, label):
    """Search by state and start time as performers do, claim, hand back."""
    uid, transaction = worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))[0], new_uid()
    query = {"ProcedureStepState": "SCHEDULED", "InputReadinessState": "READY", "WorklistLabel": label, "limit": 1,
             "ScheduledProcedureStepStartDateTime": "-20991231235959"}
    assert worklist.found(query) == [uid]
    assert worklist.change_state(uid, "IN PROGRESS", transaction).status == 200
    assert worklist.found(query) == []
