"""Our extension: several claims in one transaction (docs/conformance-statement.md)."""

import uuid

import pytest

from . import samples
from .client import new_uid
from .samples import values

pytestmark = pytest.mark.extension


def parameter(name, text):
    return {**samples.text_parameter(name, text), "0040A043": values("SQ", samples.code(name, "99SONOLIST", name))}


@pytest.fixture
def model():
    return "M" + uuid.uuid4().hex[:10]


def schedule(worklist, model, version=None, **changes):
    parameters = [parameter("MODEL", model)] + ([parameter("MODELVERSION", version)] if version else [])
    uid = new_uid()
    assert worklist.create(samples.item(t00741210=values("SQ", *parameters), **changes), uid).status == 201
    return uid


def claim(worklist, *models, maximum=8, transaction=None, urgent=False, **more):
    body = {"Models": [{"Model": model, "ModelVersion": version} for model, version in models], "Maximum": maximum,
            "TransactionUID": transaction or new_uid(), **({"Priority": "HIGH"} if urgent else {})}
    return worklist.request("POST", "/claims", body, content_type="application/json", **more)


def uids(answer):
    return [item["00080018"]["Value"][0] for item in answer.items()]


def test_claims_in_the_order_of_the_queue(worklist, model):
    queued = [schedule(worklist, model) for _ in range(3)]
    first, second = claim(worklist, (model, "1.0"), maximum=2), claim(worklist, (model, "1.0"))
    assert first.status == 200 and uids(first) == queued[:2]
    assert uids(second) == queued[2:]
    assert claim(worklist, (model, "1.0")).status == 204
    assert all(item["00741000"]["Value"] == ["IN PROGRESS"] and "00081195" not in item for item in first.items())


def test_claims_urgent_steps_alone(worklist, model):
    schedule(worklist, model)
    urgent = schedule(worklist, model, t00741200=values("CS", "HIGH"))
    assert uids(claim(worklist, (model, "1.0"), urgent=True)) == [urgent]
    assert claim(worklist, (model, "1.0"), urgent=True).status == 204


def test_asked_again_gives_the_same(worklist, model):
    transaction = new_uid()
    queued = [schedule(worklist, model) for _ in range(3)]
    assert uids(claim(worklist, (model, ""), maximum=2, transaction=transaction)) == queued[:2]
    assert uids(claim(worklist, (model, ""), maximum=2, transaction=transaction)) == queued[:2]
    assert worklist.item(queued[2])["00741000"]["Value"] == ["SCHEDULED"]


def test_the_claim_is_the_lock(worklist, model):
    transaction = new_uid()
    uid = schedule(worklist, model)
    assert uids(claim(worklist, (model, ""), transaction=transaction)) == [uid]
    assert worklist.update(uid, samples.progress()).status == 400
    assert worklist.update(uid, samples.performed(), transaction).status == 200
    assert worklist.change_state(uid, "COMPLETED", transaction).status == 200


def test_claims_what_is_due_ready_and_served(worklist, model):
    schedule(worklist, model, t00404041=values("CS", "INCOMPLETE"))
    schedule(worklist, model, t00404005=values("DT", "20991231"))
    schedule(worklist, model, version="2.0")
    assert claim(worklist, (model, "1.0"), ("other" + model, "1.0")).status == 204
    assert claim(worklist, (model, "2.0")).status == 200


def test_claims_one_model_at_a_time(worklist, model):
    first = schedule(worklist, model)
    second = schedule(worklist, "other" + model)
    assert uids(claim(worklist, ("other" + model, ""), (model, ""))) == [first]
    assert uids(claim(worklist, ("other" + model, ""), (model, ""))) == [second]


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"Models":[],"TransactionUID":"1.2"}', b'{"Models":[{"Model":"m"}]}',
                                  b'{"Models":[{"Model":"m"}],"TransactionUID":"1.2","Maximum":0}',
                                  b'{"Models":[{"Model":"m"}],"TransactionUID":"x"}'])
def test_malformed(worklist, body):
    assert worklist.request("POST", "/claims", body, content_type="application/json").status == 400


def test_media_types(worklist, model):
    assert worklist.request("POST", "/claims", b"{}", content_type="text/plain").status == 415
    assert claim(worklist, (model, ""), headers={"Accept": "text/html"}).status == 406
    assert worklist.request("GET", "/claims").status == 400
