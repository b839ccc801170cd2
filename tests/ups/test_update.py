"""11.6 Update Workitem: column set, and the lock."""

import pytest

from . import samples
from .client import new_uid
from .samples import values

FORBIDDEN = {"00741000": "CS", "00080016": "UI", "00080018": "UI", "00100010": "PN", "00100020": "LO", "00100021": "LO", "00100024": "SQ",
             "00100030": "DA", "00100040": "CS", "00380010": "LO", "00380014": "SQ", "00081080": "LO", "00081084": "SQ", "0040A370": "SQ",
             "00741224": "SQ"}
NOT_EMPTY = {"00741200": "CS", "00741204": "LO", "00741202": "LO", "00404005": "DT", "00404011": "DT", "00404018": "SQ", "00400400": "LT",
             "00404041": "CS"}
MAY_BE_EMPTY = {"00741210": "SQ", "00404025": "SQ", "00404026": "SQ", "00404027": "SQ", "00404034": "SQ", "00404021": "SQ", "0020000D": "UI",
                "00404070": "SQ", "00101002": "SQ"}
LABEL = {"00741204": values("LO", "Other")}
UNCLAIMED = "The target URI did not reference a claimed Workitem."
INCONSISTENT = "The submitted request is inconsistent with the current state of the Workitem."


@pytest.mark.parametrize("tag", FORBIDDEN)
def test_forbidden(worklist, tag):
    uid, _ = worklist.step("SCHEDULED")
    before = worklist.item(uid)
    answer = worklist.update(uid, {tag: values(FORBIDDEN[tag])})
    assert answer.status == 400 and f"({tag[:4]},{tag[4:]})".encode() in answer.body
    assert worklist.item(uid) == before


@pytest.mark.parametrize("tag", NOT_EMPTY)
def test_must_not_be_emptied(worklist, tag):
    uid, _ = worklist.step("SCHEDULED")
    assert worklist.update(uid, {tag: values(NOT_EMPTY[tag])}).status == 400


@pytest.mark.parametrize("tag", MAY_BE_EMPTY)
def test_may_be_emptied(worklist, tag):
    uid, _ = worklist.step("SCHEDULED")
    assert worklist.update(uid, {tag: values(MAY_BE_EMPTY[tag])}).status == 200
    assert "Value" not in worklist.item(uid)[tag]


def test_is_atomic(worklist):
    uid, _ = worklist.step("SCHEDULED")
    assert worklist.update(uid, {**LABEL, "00741200": values("CS", "URGENT")}).status == 400
    assert worklist.item(uid)["00741204"]["Value"] == ["Test step"]


def test_replaces_sequences_as_a_whole(worklist):
    uid, _ = worklist.step("SCHEDULED")
    assert worklist.update(uid, {"00404025": values("SQ", samples.code("A"), samples.code("B"))}).status == 200
    assert worklist.update(uid, {"00404025": values("SQ", samples.code("C"))}).status == 200
    assert len(worklist.item(uid)["00404025"]["Value"]) == 1


def test_sets_the_modification_time(worklist):
    uid, _ = worklist.step("SCHEDULED")
    before = worklist.item(uid)["00404010"]["Value"][0]
    answer = worklist.update(uid, LABEL)
    assert answer.status == 200 and not answer.warnings
    assert worklist.item(uid)["00404010"]["Value"][0] > before


@pytest.mark.parametrize("attributes", [{"00404010": values("DT", "20200101")}, {"00080005": values("CS", "ISO_IR 100")}])
def test_says_what_it_changed(worklist, attributes):
    uid, _ = worklist.step("SCHEDULED")
    answer = worklist.update(uid, {**LABEL, **attributes})
    assert answer.status == 200 and answer.warned("The Workitem was updated with modifications.")
    assert worklist.item(uid)["00080005"]["Value"] == ["ISO_IR 192"]


@pytest.mark.parametrize("state, given, status, warning", [
    ("SCHEDULED", "none", 200, None), ("SCHEDULED", "other", 409, UNCLAIMED),
    ("IN PROGRESS", "right", 200, None),
    ("IN PROGRESS", "none", 400, "The Transaction UID is missing."), ("IN PROGRESS", "other", 400, "The Transaction UID is incorrect."),
    ("COMPLETED", "right", 400, INCONSISTENT), ("COMPLETED", "none", 400, INCONSISTENT),
    ("CANCELED", "right", 400, INCONSISTENT), ("CANCELED", "other", 400, INCONSISTENT)])
def test_lock(worklist, state, given, status, warning):
    uid, transaction = worklist.step(state)
    answer = worklist.update(uid, LABEL, {"right": transaction, "other": new_uid(), "none": None}[given])
    assert answer.status == status, answer
    if warning:
        assert answer.warned(warning), answer


def test_unknown(worklist):
    assert worklist.update(new_uid(), LABEL).status == 404


@pytest.mark.needs_post_query
@pytest.mark.parametrize("spelling", ["Transaction-uid={}", "transaction-uid={}", "transactionUID={}", "transaction={}", "{}"])
def test_spellings_of_the_transaction_uid(worklist, spelling):
    uid, transaction = worklist.step("IN PROGRESS")
    assert worklist.request("POST", "/" + uid, [samples.progress()], query=spelling.format(transaction)).status == 200


@pytest.mark.extension
def test_transaction_uid_in_a_header(worklist):
    uid, transaction = worklist.step("IN PROGRESS")
    assert worklist.request("POST", "/" + uid, [samples.progress()], headers={"X-Transaction-UID": transaction}).status == 200


def test_transaction_uid_in_the_body_is_never_shown(worklist):
    uid, transaction = worklist.step("IN PROGRESS")
    body = {**samples.progress(), "00081195": values("UI", transaction)}
    assert worklist.request("POST", "/" + uid, body).status == 200
    assert transaction.encode() not in worklist.retrieve(uid).body
    assert transaction.encode() not in worklist.search({"SOPInstanceUID": uid, "includefield": "all"}).body


PROGRESS = samples.progress()["00741002"]["Value"][0]
COMMUNICATION = {"0074100A": values("UR", "http://gpu1/log"), "0074100C": values("LO", "Log")}


@pytest.mark.parametrize("item, status", [
    ({**PROGRESS, "00741007": values("SQ", samples.text_parameter())}, 200),
    ({**PROGRESS, "00741007": values("SQ", {"0040A040": values("CS", "TEXT")})}, 400),
    ({**PROGRESS, "00741008": values("SQ", COMMUNICATION)}, 200),
    ({**PROGRESS, "00741008": values("SQ", {"0074100C": values("LO", "Log")})}, 400),
    ({"00741004": values("DS")}, 400), ({"00741006": values("ST")}, 400), ({"00741238": values("LT")}, 400),
    ({"0074100E": values("SQ", {"00080104": values("LO", "m")})}, 400), ({"00404052": values("DT", "soon")}, 400)])
def test_progress(worklist, item, status):
    uid, transaction = worklist.step("IN PROGRESS")
    assert worklist.update(uid, {"00741002": values("SQ", item)}, transaction).status == status


@pytest.mark.parametrize("change, status", [
    ({"00404033": None}, 400), ({"00404050": values("DT")}, 400), ({"00404019": values("SQ")}, 400),
    ({"00404033": values("SQ", {"0040E020": values("CS", "DICOM")})}, 400),
    ({"00404035": values("SQ", samples.human_performer())}, 200),
    ({"00404035": values("SQ", {"00404036": values("LO", "Department")})}, 400),
    ({"00741212": values("SQ", samples.text_parameter())}, 200), ({"00741212": values("SQ", {"0040A160": values("UT", "x")})}, 400)])
def test_performed(worklist, change, status):
    uid, transaction = worklist.step("IN PROGRESS")
    item = {key: value for key, value in {**samples.performed_item(), **change}.items() if value is not None}
    assert worklist.update(uid, samples.performed(item), transaction).status == status


@pytest.mark.parametrize("tag, item", [("00741002", PROGRESS), ("00741216", samples.performed_item())])
def test_one_item_only(worklist, tag, item):
    uid, transaction = worklist.step("IN PROGRESS")
    assert worklist.update(uid, {tag: values("SQ", item, item)}, transaction).status == 400
