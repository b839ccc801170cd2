"""A step of priority HIGH passes what is in work."""

import pytest

from tests.harness import worklist
from tests.harness.dicom_send import send
from tests.harness.process import wait_until
from tests.harness.session import Session

pytestmark = pytest.mark.processor

STILL, CINE = "1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1"
NETWORK_MS = 700  # of a frame: the cine of eight is in work for more than five seconds


def rule(name, sop_class, priority):
    return {"Name": name, "Model": "anterior-sciatic", "Priority": priority, "Match": {"SOPClassUID": [sop_class], "Modality": "US"}}


def test_an_urgent_still_is_done_while_a_cine_has_the_only_place(tmp_path, stills, cine):
    rules = [rule("retrospective", CINE, "LOW"), rule("urgent", STILL, "HIGH")]
    with Session(tmp_path, sonolist={"Rules": rules}, network_ms=NETWORK_MS, processor={"BatchImages": 1}) as session:
        def states():
            return [worklist.value(item, worklist.STATE) for item in session.worklist.all()]

        send(session.orthanc, [cine])
        wait_until(lambda: states() == ["IN PROGRESS"], "the beginning of the cine")
        send(session.orthanc, stills[:1])
        wait_until(lambda: "COMPLETED" in states(), "the end of the still")
        assert sorted(states()) == ["COMPLETED", "IN PROGRESS"], "the cine goes on"
        wait_until(lambda: states() == ["COMPLETED"] * 2, "the end of the cine")
