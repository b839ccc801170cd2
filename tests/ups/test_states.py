"""11.7 Change State and 11.8 Request Cancellation: PS3.4 table CC.1.1-2, every cell, and the final state requirements."""

import pytest

from . import samples
from .client import new_uid
from .samples import values

STATES = ["unknown", "SCHEDULED", "IN PROGRESS", "COMPLETED", "CANCELED"]
MISSING, INCORRECT = "The Transaction UID is missing.", "The Transaction UID is incorrect."
INCONSISTENT = "The submitted request is inconsistent with the state of the UPS Instance."
IS_CANCELED, IS_COMPLETED = ("The UPS is already in the requested state of CANCELED.", "The UPS is already in the requested state of COMPLETED.")
UNKNOWN = (404, None)
CONFLICT = (409, INCONSISTENT)

# requested state, Transaction UID: (status, warning) for each of STATES
TABLE = {
    ("IN PROGRESS", "right"): [UNKNOWN, (200, None), CONFLICT, CONFLICT, CONFLICT],
    ("IN PROGRESS", "none"): [UNKNOWN] + [(400, MISSING)] * 4,
    ("IN PROGRESS", "malformed"): [UNKNOWN] + [(400, INCORRECT)] * 4,
    ("IN PROGRESS", "other"): [UNKNOWN, (200, None)] + [(400, INCORRECT)] * 3,
    ("SCHEDULED", "right"): [UNKNOWN] + [CONFLICT] * 4,
    ("SCHEDULED", "none"): [UNKNOWN] + [CONFLICT] * 4,
    ("COMPLETED", "right"): [UNKNOWN, CONFLICT, (200, None), (200, IS_COMPLETED), CONFLICT],
    ("COMPLETED", "none"): [UNKNOWN] + [(400, MISSING)] * 4,
    ("COMPLETED", "malformed"): [UNKNOWN] + [(400, INCORRECT)] * 4,
    ("COMPLETED", "other"): [UNKNOWN, CONFLICT] + [(400, INCORRECT)] * 3,
    ("CANCELED", "right"): [UNKNOWN, CONFLICT, (200, None), CONFLICT, (200, IS_CANCELED)],
    ("CANCELED", "none"): [UNKNOWN] + [(400, MISSING)] * 4,
    ("CANCELED", "malformed"): [UNKNOWN] + [(400, INCORRECT)] * 4,
    ("CANCELED", "other"): [UNKNOWN, CONFLICT] + [(400, INCORRECT)] * 3,
}
CELLS = [(requested, given, state, *expected) for (requested, given), row in TABLE.items() for state, expected in zip(STATES, row)]


def state_of(worklist, uid):
    return worklist.item(uid)["00741000"]["Value"][0]


@pytest.mark.parametrize("requested, given, state, status, warning", CELLS)
def test_cell(worklist, requested, given, state, status, warning):
    if state == "unknown":
        uid, transaction = new_uid(), new_uid()
    else:
        uid, transaction = worklist.step(state)
    if state == "IN PROGRESS" and requested == "COMPLETED":
        assert worklist.update(uid, samples.performed(), transaction).status == 200
    uids = {"right": transaction, "other": new_uid(), "none": None, "malformed": "no uid"}
    answer = worklist.change_state(uid, requested, uids[given])
    assert answer.status == status, answer
    if warning:
        assert answer.warned(warning), answer
    else:
        assert not answer.warnings
    if state != "unknown":
        changes = status == 200 and warning is None
        assert state_of(worklist, uid) == (requested if changes else state)


@pytest.mark.parametrize("state, status, warning, after", [
    ("unknown", 404, None, None), ("SCHEDULED", 202, None, "CANCELED"), ("IN PROGRESS", 202, None, "IN PROGRESS"),
    ("COMPLETED", 409, "The UPS is already COMPLETED.", "COMPLETED"), ("CANCELED", 202, IS_CANCELED, "CANCELED")])
def test_cancel_request(worklist, state, status, warning, after):
    uid = new_uid() if state == "unknown" else worklist.step(state)[0]
    answer = worklist.request_cancel(uid, {})
    assert answer.status == status, answer
    if warning:
        assert answer.warned(warning), answer
    if after:
        assert state_of(worklist, uid) == after


@pytest.mark.parametrize("state", STATES[1:])
def test_create_again(worklist, state):
    uid, _ = worklist.step(state)
    assert worklist.create(samples.item(), uid).status == 409


@pytest.mark.parametrize("state", ["CANCELLED", "canceled", "DONE", ""])
def test_no_state(worklist, state):
    uid, transaction = worklist.step("IN PROGRESS")
    assert worklist.change_state(uid, state, transaction).status == 400


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'[{"00741000":{"vr":"CS"}}]', b"[{},{}]"])
def test_malformed_change(worklist, body):
    uid, _ = worklist.step("SCHEDULED")
    assert worklist.request("PUT", f"/{uid}/state", body).status == 400


def test_cancel_request_without_a_body(worklist):
    uid, _ = worklist.step("SCHEDULED")
    assert worklist.request_cancel(uid).status == 202


def test_cancel_request_keeps_the_reason(worklist):
    uid, _ = worklist.step("SCHEDULED")
    body = {"00741238": values("LT", "Patient left"), "0074100E": values("SQ", samples.code("110514", "DCM", "Incorrect worklist entry selected")),
            "0074100A": values("UR", "tel:1"), "0074100C": values("LO", "Ward 1")}
    assert worklist.request_cancel(uid, body, requester="WARD1").status == 202
    progress = worklist.item(uid)["00741002"]["Value"][0]
    assert progress["00741238"]["Value"] == ["Patient left"]
    assert progress["0074100E"]["Value"][0]["00080100"]["Value"] == ["110514"]
    assert progress["00404052"]["Value"][0]


def test_cancel_request_minds_its_code(worklist):
    uid, _ = worklist.step("SCHEDULED")
    assert worklist.request_cancel(uid, {"0074100E": values("SQ", {"00080100": values("SH", "1")})}).status == 400


@pytest.mark.parametrize("requester", ["A_TITLE_OF_MORE_THAN_16", "%C3%84ETITLE"])
def test_requester_is_an_ae_title(worklist, requester):
    uid, _ = worklist.step("IN PROGRESS")
    assert worklist.request_cancel(uid, {}, requester=requester).status == 400


def test_requester_of_a_state_change(worklist):
    uid, transaction = worklist.step("SCHEDULED")
    assert worklist.change_state(uid, "IN PROGRESS", transaction, requester="PERFORMER").status == 200
    assert worklist.change_state(uid, "CANCELED", transaction, query={"requester": "PERFORMER"}).status == 200


@pytest.mark.parametrize("missing", ["00404028", "00404050", "00404019", "00404051"])
def test_completed_needs(worklist, missing):
    uid, transaction = worklist.step("IN PROGRESS")
    item = {key: value for key, value in samples.performed_item().items() if key != missing}
    assert worklist.update(uid, samples.performed(item), transaction).status == 200
    answer = worklist.change_state(uid, "COMPLETED", transaction)
    assert answer.status == 409 and answer.warned(INCONSISTENT)
    assert b"C304" in answer.body and f"({missing[:4]},{missing[4:]})".encode() in answer.body
    assert worklist.update(uid, samples.performed(), transaction).status == 200
    assert worklist.change_state(uid, "COMPLETED", transaction).status == 200


def test_completed_needs_the_performed_sequence(worklist):
    uid, transaction = worklist.step("IN PROGRESS")
    assert worklist.change_state(uid, "COMPLETED", transaction).status == 409


def test_completed_without_outputs(worklist):
    uid, transaction = worklist.step("IN PROGRESS")
    assert worklist.update(uid, samples.performed({**samples.performed_item(), "00404033": values("SQ")}), transaction).status == 200
    assert worklist.change_state(uid, "COMPLETED", transaction).status == 200


def test_canceled_gets_time_and_reason(worklist):
    uid, _ = worklist.step("CANCELED")
    progress = worklist.item(uid)["00741002"]["Value"][0]
    assert progress["00404052"]["Value"][0]
    assert progress["0074100E"]["Value"][0]["00080104"]["Value"][0]


def test_canceled_keeps_the_performers_reason(worklist):
    uid, transaction = worklist.step("IN PROGRESS")
    assert worklist.update(uid, samples.cancellation(), transaction).status == 200
    assert worklist.change_state(uid, "CANCELED", transaction).status == 200
    assert worklist.item(uid)["00741002"]["Value"][0]["00741238"]["Value"] == ["Not needed"]


def test_retrieve(worklist):
    assert worklist.retrieve(new_uid()).status == 404
    assert worklist.retrieve("not-a-uid").status == 400
    uid, _ = worklist.step("SCHEDULED")
    assert isinstance(worklist.retrieve(uid).items(), list)


@pytest.mark.parametrize("method, path, allowed", [
    ("DELETE", "/1.2.3", {"GET", "POST"}), ("POST", "/1.2.3/state", {"PUT"}), ("GET", "/1.2.3/cancelrequest", {"POST"}), ("PUT", "", {"GET", "POST"})])
def test_methods(worklist, method, path, allowed):
    answer = worklist.request(method, path)
    assert answer.status == 405
    assert allowed <= set(answer.headers["Allow"].replace(" ", "").split(","))
