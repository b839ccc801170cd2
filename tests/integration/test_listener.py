"""The plug-in's own door beside Orthanc's: the same worklist, with everything that Orthanc's port cannot carry."""

import re
import socket
import subprocess

import pytest

from tests.harness import ups_samples as ups
from tests.harness.door import Door, listener_door, orthanc_door
from tests.harness.orthanc import Orthanc
from tests.harness.process import wait_until
from tests.ups.channel import Channel

WORKITEMS = "/dicom-web/workitems"
GLOBAL = "1.2.840.10008.5.1.4.34.5"
STATE_REPORT, CANCEL_REQUESTED, PROGRESS_REPORT, STATUS_CHANGE = 1, 2, 3, 4


@pytest.fixture(scope="module")
def orthanc(tmp_path_factory):
    with Orthanc(tmp_path_factory.mktemp("listener")) as orthanc:
        yield orthanc


def life(door, uid):
    """The answers to a step's life and to what is wrong on the way, without what names host or workitem."""
    transaction, stranger = "2.25.1", "2.25.2"
    item = f"{WORKITEMS}/{uid}"
    requests = [
        ("POST", WORKITEMS, {**ups.step(), "00080018": ups.element("UI", uid)}),
        ("POST", WORKITEMS, {**ups.step(), "00080018": ups.element("UI", uid)}),
        ("POST", WORKITEMS, {}),
        ("GET", item, None),
        ("GET", f"{WORKITEMS}?SOPInstanceUID={uid}&ProcedureStepState=SCHEDULED", None),
        ("GET", f"{WORKITEMS}?SOPInstanceUID={uid}&00741204=Test%20step&includefield=all", None),
        ("GET", f"{WORKITEMS}?SOPInstanceUID={uid}&00404005=-2099", None),
        ("GET", f"{WORKITEMS}?SOPInstanceUID={uid}&ProcedureStepState=COMPLETED", None),
        ("GET", f"{WORKITEMS}?limit=-1", None),
        ("PUT", f"{item}/state", ups.state("COMPLETED", transaction)),
        ("PUT", f"{item}/state", ups.state("IN PROGRESS", transaction)),
        ("PUT", f"{item}/state", ups.state("IN PROGRESS", stranger)),
        ("POST", item, {**ups.progress(50), "00081195": ups.element("UI", stranger)}),
        ("POST", item, {**ups.progress(50), "00081195": ups.element("UI", transaction)}),
        ("POST", f"{item}/cancelrequest", None),
        ("POST", item, {**ups.performed(), "00081195": ups.element("UI", transaction)}),
        ("PUT", f"{item}/state", ups.state("COMPLETED", transaction)),
        ("PUT", f"{item}/state", ups.state("COMPLETED", transaction)),
        ("GET", item, None),
        ("GET", f"{WORKITEMS}/1.2.3.4", None),
        ("DELETE", item, None),
        ("POST", WORKITEMS, b"no json"),
    ]
    answers = []
    for method, path, body in requests:
        answer = door.ask(method, path, body)
        names = {name: answer.headers.get(name, "").replace(f"{door.host}:{door.port}", "HOST")
                 for name in ("location", "content-location", "warning", "content-type", "allow")}
        if answer.status == 405:  # Orthanc sends it without body
            names["content-type"], answer.body = "", b""
        body = answer.json() if "json" in names["content-type"] else answer.body
        text = repr((method, path, answer.status, names, body)).replace(uid, "UID")
        answers.append(text)
    return answers


def without_times(answers):
    """Modification date-times (0040,4010) differ from second to second."""
    return [re.sub(r"'00404010': \{[^}]*\}", "", answer) for answer in answers]


def test_both_doors_give_the_same_answers(orthanc):
    through_orthanc, through_listener = life(orthanc_door(orthanc), "2.25.11"), life(listener_door(orthanc), "2.25.22")
    assert any("COMPLETED" in answer and "'GET', '/dicom-web/workitems/UID', 200" in answer for answer in through_listener)
    for left, right in zip(without_times(through_orthanc), without_times(through_listener)):
        assert left == right


def test_the_listener_passes_on_the_query_of_every_method(orthanc):
    door, uid, transaction = listener_door(orthanc), "2.25.33", "2.25.34"
    created = door.ask("POST", f"{WORKITEMS}?workitem={uid}", [ups.step()])
    assert (created.status, created.headers["location"]) == (201, f"http://{door.host}:{door.port}{WORKITEMS}/{uid}")
    assert door.ask("PUT", f"{WORKITEMS}/{uid}/state", [ups.state("IN PROGRESS", transaction)]).status == 200
    assert door.ask("POST", f"{WORKITEMS}/{uid}?Transaction-uid=2.25.99", [ups.progress(10)]).status == 400
    assert door.ask("POST", f"{WORKITEMS}/{uid}?Transaction-uid={transaction}", [ups.progress(10)]).status == 200


def test_the_listener_serves_the_status_and_nothing_of_orthanc(orthanc):
    door = listener_door(orthanc)
    assert door.ask("GET", "/sonolist/status").json()["listener"] == {"url": orthanc.listener(), "channels": 0}
    assert b"<html" in door.ask("GET", "/sonolist/app/").body
    for path in ("/", "/instances", "/dicom-web/studies", "/app/explorer.html", "/dicom-web/workitemsx", "/sonolistx"):
        assert door.ask("GET", path).status == 404


@pytest.mark.parametrize("user, password", [("", ""), ("sonolist", "wrong"), ("nobody", "")])
def test_both_doors_ask_for_the_password(orthanc, user, password):
    for url in (orthanc.url, orthanc.listener()):
        answer = Door(url, user, password).ask("GET", WORKITEMS)
        assert answer.status == 401
        assert answer.headers["www-authenticate"].startswith("Basic")


def test_web_pages_of_others_are_refused(orthanc):
    door = listener_door(orthanc)
    assert door.ask("POST", WORKITEMS, [ups.step()], Origin="http://evil.example").status == 403
    assert door.ask("GET", WORKITEMS, Origin=orthanc.listener()).status in (200, 204)


def test_without_users_only_the_loopback_names_are_served(tmp_path):
    with Orthanc(tmp_path, options={"AuthenticationEnabled": False}) as orthanc:
        door = Door(orthanc.listener())
        assert door.ask("GET", WORKITEMS).status == 204
        assert door.ask("GET", WORKITEMS, Host="rebound.example").status == 403


def value(event, tag):
    return event[tag]["Value"][0]


def subscribe(door, ae_title):
    """URL of the event channel that the answer announces."""
    answer = door.ask("POST", f"{WORKITEMS}/{GLOBAL}/subscribers/{ae_title}")
    assert answer.status == 201
    return answer.headers["content-location"]


def test_a_subscriber_hears_of_a_step_in_order(orthanc):
    through_listener, through_orthanc = listener_door(orthanc), orthanc_door(orthanc)
    uid, transaction = "2.25.44", "2.25.45"
    url = subscribe(through_orthanc, "READER")  # announced at Orthanc's port as well
    assert url == orthanc.listener().replace("http", "ws") + "/dicom-web/ws/subscribers/READER"
    item = f"{WORKITEMS}/{uid}"
    with Channel(url, through_listener.authorization) as channel:
        assert orthanc.get("/sonolist/status")["listener"]["channels"] == 1
        for door, method, path, body in (
                (through_orthanc, "POST", WORKITEMS, {**ups.step(), "00080018": ups.element("UI", uid)}),
                (through_listener, "PUT", f"{item}/state", ups.state("IN PROGRESS", transaction)),
                (through_orthanc, "POST", item, {**ups.progress(50), "00081195": ups.element("UI", transaction)}),
                (through_listener, "POST", f"{item}/cancelrequest", None),
                (through_listener, "POST", f"{item}?Transaction-uid={transaction}", ups.performed()),
                (through_orthanc, "PUT", f"{item}/state", ups.state("COMPLETED", transaction))):
            assert door.ask(method, path, body).status in (200, 201, 202)
        events = channel.events(5)
    assert {value(event, "00001000") for event in events} == {uid}
    assert {value(event, "00000002") for event in events} == {ups.CLASS_OF_STEP}
    assert [value(event, "00001002") for event in events] == [
        STATE_REPORT, STATE_REPORT, PROGRESS_REPORT, CANCEL_REQUESTED, STATE_REPORT]
    assert [value(event, "00741000") for event in events if "00741000" in event] == ["SCHEDULED", "IN PROGRESS", "COMPLETED"]
    assert value(value(events[2], "00741002"), "00741004") in ("50", 50)


def test_subscribers_hear_of_stop_and_restart(tmp_path):
    orthanc = Orthanc(tmp_path)
    orthanc.start()
    try:
        door = listener_door(orthanc)
        assert door.ask("POST", WORKITEMS, ups.step()).status == 201
        with Channel(subscribe(door, "READER"), door.authorization) as channel:
            orthanc.stop()
            assert value(channel.event(None, STATUS_CHANGE), "00741242") == "GOING DOWN"
        orthanc.start()
        door = listener_door(orthanc)
        url = orthanc.listener().replace("http", "ws") + "/dicom-web/ws/subscribers/"
        with Channel(url + "READER", door.authorization) as first, Channel(url + "READER", door.authorization) as second, \
                Channel(url + "STRANGER", door.authorization) as stranger:
            assert door.ask("POST", WORKITEMS, ups.step()).status == 201
            restarted, created = first.events(2)
            assert [value(restarted, tag) for tag in ("00001002", "00741242", "00741244", "00741246")] == [
                STATUS_CHANGE, "RESTARTED", "WARM START", "WARM START"]
            assert value(created, "00741000") == "SCHEDULED"
            assert second.events(1) == [created]
            orthanc.stop()
            assert value(stranger.events(1)[0], "00741242") == "GOING DOWN"
    finally:
        orthanc.stop()


def test_tls(tmp_path, monkeypatch):
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                    "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
                   check=True, capture_output=True)
    listener = {"Port": 0, "CertificateFile": str(certificate), "PrivateKeyFile": str(key)}
    with Orthanc(tmp_path / "pacs", {"Listener": listener}) as orthanc:
        assert orthanc.listener().startswith("https://")
        door = listener_door(orthanc, ca_file=certificate)
        created = door.ask("POST", f"{WORKITEMS}?workitem=2.25.1", [ups.step()])
        assert (created.status, created.headers["location"]) == (201, f"{orthanc.listener()}{WORKITEMS}/2.25.1")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        url = subscribe(door, "READER")
        assert url.startswith("wss://")
        with Channel(url, door.authorization) as channel:
            assert door.ask("PUT", f"{WORKITEMS}/2.25.1/state", ups.state("IN PROGRESS", "2.25.2")).status == 200
            assert value(channel.events(1)[0], "00741000") == "IN PROGRESS"


def test_the_pacs_goes_on_when_the_port_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with Orthanc(tmp_path, {"Listener": {"Port": port}}) as orthanc:
            wait_until(lambda: any("Sonolist.Listener.Port" in error["message"] for error in orthanc.get("/sonolist/status")["lastErrors"]),
                       "the report of the port that is taken")
            assert orthanc.get("/sonolist/status")["listener"]["url"] == ""
            assert orthanc_door(orthanc).ask("POST", WORKITEMS, [ups.step()]).status == 201


@pytest.mark.parametrize("listener, named", [
    ({"Address": "0.0.0.0"}, "Sonolist.Listener.Address"),
    ({"CertificateFile": "missing.pem", "PrivateKeyFile": "missing.pem"}, "Sonolist.Listener.CertificateFile"),
    ({"Prot": 1}, "Prot"),
])
def test_a_wrong_setting_is_named(tmp_path, listener, named):
    orthanc = Orthanc(tmp_path, {"Listener": listener}, {"AuthenticationEnabled": False})
    with pytest.raises(RuntimeError, match=named):
        orthanc.start()
