"""11.10 Subscribe, 11.11 Unsubscribe, 11.12 Suspend, 11.13 Send Event Report: PS3.4 tables CC.2.3-2 and CC.2.4-1."""

import contextlib

import pytest

from . import samples
from .client import FILTERED, GLOBAL, PUSH, new_uid
from .samples import values


@pytest.mark.parametrize("lock", [None, True, False])
@pytest.mark.parametrize("target", ["one", "global", "filtered"])
def test_subscribe(worklist, ae_title, target, lock):
    uid = {"one": lambda: worklist.step("SCHEDULED")[0], "global": lambda: GLOBAL, "filtered": lambda: FILTERED}[target]()
    answer = worklist.subscribe(uid, ae_title, lock, "WorklistLabel=NONE" if target == "filtered" else None)
    assert answer.status == 201, answer
    location = answer.headers["Content-Location"]
    assert location is None or (location.startswith("ws") and location.endswith("/ws/subscribers/" + ae_title))
    assert worklist.unsubscribe(uid, ae_title).status == 200


@pytest.mark.parametrize("ae_title", ["A_TITLE_OF_MORE_THAN_16", "BACK\\SLASH", "   "])
def test_bad_ae_titles(worklist, ae_title):
    refused = (400, 404) if "\\" in ae_title else (400,)  # some HTTP servers take a backslash for a slash
    assert worklist.subscribe(GLOBAL, ae_title).status in refused
    assert worklist.unsubscribe(GLOBAL, ae_title).status in refused
    assert worklist.suspend(GLOBAL, ae_title).status in refused


def test_unknown_workitem(worklist, ae_title):
    assert worklist.subscribe(new_uid(), ae_title).status == 404
    assert worklist.unsubscribe(new_uid(), ae_title).status == 404
    assert worklist.subscribe("no-uid", ae_title).status == 400


def test_filters(worklist, ae_title):
    assert worklist.subscribe(FILTERED, ae_title).status == 400
    assert worklist.subscribe(FILTERED, ae_title, filter_text="PatientNam=x").status == 400
    assert worklist.subscribe(GLOBAL, ae_title, filter_text="PatientName=x").status == 400


@pytest.mark.needs_post_query
def test_spellings_of_the_filter(worklist, ae_title):
    path = f"/{FILTERED}/subscribers/{ae_title}"
    for query in ("filter=WorklistLabel%3DA%2CPatientID%3DB", "filter=WorklistLabel=A%252CB", "WorklistLabel=A&PatientID=B", "deletionlock=TRUE&PatientID=B"):
        assert worklist.request("POST", path, query=query).status == 201, query
    assert worklist.request("POST", path, query="deletionlock=perhaps&PatientID=B").status == 400


@pytest.mark.extension
def test_options_in_the_body(worklist, ae_title):
    path = f"/{FILTERED}/subscribers/{ae_title}"
    body = {"DeletionLock": "TRUE", "Filter": "WorklistLabel=A,PatientID=B"}
    assert worklist.request("POST", path, body, content_type="application/json").status == 201
    assert worklist.request("POST", path, headers={"X-Original-URI": path + "?filter=PatientID%3DB"}).status == 201
    assert worklist.request("POST", path, b"x", content_type="application/json").status == 400


def test_suspend(worklist, ae_title):
    assert worklist.suspend(GLOBAL, ae_title).status == 200
    assert worklist.suspend(FILTERED, ae_title).status == 200
    uid, _ = worklist.step("SCHEDULED")
    assert worklist.suspend(uid, ae_title).status == 400


# --- Through the event channel ---


@pytest.fixture
def channel(request, worklist, ae_title):
    """The open channel of the subscriber, where the server offers one."""
    location = worklist.subscribe(GLOBAL, ae_title, False).headers["Content-Location"]
    worklist.unsubscribe(GLOBAL, ae_title)
    if location is None:
        pytest.skip("the server names no event channel")
    from .channel import Channel
    with Channel(location, worklist.authorization) as opened:
        yield opened


def state(event):
    return event["00741000"]["Value"][0]


@pytest.mark.channel
@pytest.mark.parametrize("lock", [True, False])
def test_initial_event_of_one(worklist, ae_title, channel, lock):
    uid, _ = worklist.step("SCHEDULED")
    for _ in range(2):
        assert worklist.subscribe(uid, ae_title, lock).status == 201
        event = channel.event(uid, 1)
        assert event["00000002"]["Value"] == [PUSH] and "00000110" in event
        assert state(event) == "SCHEDULED" and event["00404041"]["Value"] == ["READY"]


@pytest.mark.channel
def test_initial_events_of_a_global_subscription(worklist, ae_title, channel, label):
    uids = {worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))[0] for _ in range(2)}
    assert worklist.subscribe(FILTERED, ae_title, True, f"WorklistLabel={label}").status == 201
    assert {event["00001000"]["Value"][0] for event in channel.events(2)} == uids


@pytest.mark.channel
def test_no_initial_event_without_lock(worklist, ae_title, channel, label):
    worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))
    assert worklist.subscribe(FILTERED, ae_title, False, f"WorklistLabel={label}").status == 201
    later, _ = worklist.step("SCHEDULED", samples.item(t00741202=values("LO", label)))
    assert channel.nothing_before(later) == []


@pytest.mark.channel
def test_state_reports(worklist, ae_title, channel):
    uid, transaction = worklist.step("SCHEDULED")
    worklist.subscribe(uid, ae_title)
    assert state(channel.event(uid, 1)) == "SCHEDULED"
    worklist.update(uid, {"00404041": values("CS", "INCOMPLETE")})
    assert channel.event(uid, 1)["00404041"]["Value"] == ["INCOMPLETE"]
    worklist.change_state(uid, "IN PROGRESS", transaction)
    assert state(channel.event(uid, 1)) == "IN PROGRESS"
    worklist.update(uid, samples.performed(), transaction)
    worklist.change_state(uid, "COMPLETED", transaction)
    assert state(channel.event(uid, 1)) == "COMPLETED"


@pytest.mark.channel
def test_canceling_a_scheduled_step_reports_both_states(worklist, ae_title, channel):
    uid, _ = worklist.step("SCHEDULED")
    worklist.subscribe(uid, ae_title)
    assert state(channel.event(uid, 1)) == "SCHEDULED"
    worklist.request_cancel(uid, {"00741238": values("LT", "Patient left")})
    assert state(channel.event(uid, 1)) == "IN PROGRESS"
    last = channel.event(uid, 1)
    assert state(last) == "CANCELED" and last["00741238"]["Value"] == ["Patient left"]


@pytest.mark.channel
@pytest.mark.parametrize("in_path", [True, False])
def test_cancel_requested(worklist, ae_title, channel, in_path):
    uid, _ = worklist.step("IN PROGRESS")
    worklist.subscribe(uid, ae_title)
    body = {"00741238": values("LT", "Why"), "0074100E": values("SQ", samples.code()), "0074100A": values("UR", "tel:1"), "0074100C": values("LO", "Ward")}
    if in_path or not worklist.post_query:
        assert worklist.request_cancel(uid, body, requester="WARD1").status == 202
    else:
        assert worklist.request_cancel(uid, body, query={"requester": "WARD1"}).status == 202
    event = channel.event(uid, 2)
    assert event["00741236"]["Value"] == ["WARD1"]
    assert all(event[tag]["Value"] == body[tag]["Value"] for tag in body)


@pytest.mark.channel
def test_progress_report(worklist, ae_title, channel):
    uid, transaction = worklist.step("IN PROGRESS")
    worklist.subscribe(uid, ae_title)
    item = {**samples.progress()["00741002"]["Value"][0], "00741008": values("SQ", {"0074100A": values("UR", "http://gpu1"), "0074100C": values("LO", "Log")})}
    assert worklist.update(uid, {"00741002": values("SQ", item)}, transaction).status == 200
    [reported] = channel.event(uid, 3)["00741002"]["Value"]
    assert reported["00741004"]["Value"] == [50] and reported["00741008"]["Value"][0]["0074100A"]["Value"] == ["http://gpu1"]
    communication = {"00741008": item["00741008"]}
    assert worklist.update(uid, {"00741002": values("SQ", communication)}, transaction).status == 200
    assert "00741008" in channel.event(uid, 3)["00741002"]["Value"][0]


@pytest.mark.channel
def test_assigned(worklist, ae_title, channel):
    uid, _ = worklist.step("SCHEDULED")
    worklist.subscribe(uid, ae_title)
    assert worklist.update(uid, {"00404025": values("SQ", samples.code("OTHER", "99TEST", "Other"))}).status == 200
    event = channel.event(uid, 5)
    assert event["00404025"]["Value"][0]["00080100"]["Value"] == ["OTHER"]
    assert event["00404009"]["Value"][0]["00080100"]["Value"] == ["121"]
    assert event["00404036"]["Value"] == ["Department"]


@pytest.mark.channel
def test_creation_reports_to_global_subscribers(worklist, ae_title, channel):
    worklist.subscribe(GLOBAL, ae_title, False)
    uid, _ = worklist.step("SCHEDULED")
    assert state(channel.event(uid, 1)) == "SCHEDULED"
    assert channel.event(uid, 5)["00404025"]["Value"]


@pytest.mark.channel
def test_leaving_one(worklist, ae_title, channel, label):
    item = samples.item(t00741202=values("LO", label), t00404025=values("SQ"), t00404034=None)
    worklist.subscribe(FILTERED, ae_title, False, f"WorklistLabel={label}")
    first, second = worklist.step("SCHEDULED", item)[0], worklist.step("SCHEDULED", item)[0]
    channel.events(2)
    assert worklist.unsubscribe(first, ae_title).status == 200
    worklist.request_cancel(first)
    worklist.request_cancel(second)
    assert channel.nothing_before(second) == []


@pytest.mark.channel
@pytest.mark.parametrize("leave", ["suspend", "unsubscribe"])
def test_ending_a_global_subscription(worklist, ae_title, channel, label, leave):
    item = samples.item(t00741202=values("LO", label), t00404025=values("SQ"), t00404034=None)
    worklist.subscribe(FILTERED, ae_title, False, f"WorklistLabel={label}")
    old = worklist.step("SCHEDULED", item)[0]
    channel.events(1)
    assert getattr(worklist, leave)(FILTERED, ae_title).status == 200
    new = worklist.step("SCHEDULED", item)[0]
    worklist.request_cancel(old)
    worklist.subscribe(new, ae_title)
    before = channel.nothing_before(new)
    assert [event["00001000"]["Value"][0] for event in before] == ([old, old] if leave == "suspend" else [])


@pytest.mark.channel
def test_one_subscriber_does_not_hear_for_another(worklist, ae_title, channel):
    other = ae_title[:-1] + "_"
    first, second = worklist.step("SCHEDULED")[0], worklist.step("SCHEDULED")[0]
    worklist.subscribe(first, other)
    worklist.subscribe(second, ae_title)
    assert channel.nothing_before(second) == []
    with contextlib.suppress(Exception):
        worklist.unsubscribe(GLOBAL, other)
