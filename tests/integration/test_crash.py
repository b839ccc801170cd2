"""Kills what can be killed at awkward moments; afterwards every image must have exactly one SEG and one SR."""

import random
import time

import pydicom
import pytest

from tests.harness import worklist
from tests.harness.dicom_send import send
from tests.harness.process import wait_until
from tests.harness.session import Session

# The lease outlives a restart of the processor: an image of the first kill that is claimed again before the second would rightly be
# quarantined.
SETTINGS = {"sonolist": {"LeaseSeconds": 15, "RetryDelaySeconds": 1, "MaximumAttempts": 10}, "processor": {"HeartbeatSeconds": 1}}


def uid_of(file):
    return str(pydicom.dcmread(file, stop_before_pixels=True).SOPInstanceUID)


def wait_for_all(session, files):
    wanted = {uid_of(file) for file in files}

    def all_completed():
        latest = session.worklist.latest_by_source()
        states = {uid: worklist.value(workitem, worklist.STATE) for uid, workitem in latest.items()}
        return all(states.get(uid) == "COMPLETED" for uid in wanted)

    wait_until(all_completed, "the completion of every image", 240, interval=0.2)


def assert_exactly_one_each(session, files):
    assert session.results_by_source() == {uid_of(file): {"SEG": 1, "SR": 1} for file in files}


def in_progress(session):
    return [workitem for workitem in session.worklist.all() if worklist.value(workitem, worklist.STATE) == "IN PROGRESS"]


@pytest.mark.parametrize("seed", range(3))
def test_processor_killed_during_work(tmp_path, stills, seed):
    moment = random.Random(seed)
    with Session(tmp_path, **SETTINGS) as session:
        send(session.orthanc, stills)
        for _ in range(2):
            wait_until(lambda: in_progress(session), "a claim")
            time.sleep(moment.uniform(0.0, 0.6))  # the awkward moment itself, not a wait for anything
            session.processor.kill()
            session.processor.start()
        wait_for_all(session, stills)
        assert_exactly_one_each(session, stills)


def test_orthanc_killed_after_acknowledged_store(tmp_path, stills):
    with Session(tmp_path, **SETTINGS) as session:
        send(session.orthanc, stills)
        session.orthanc.kill()
        session.orthanc.start()
        wait_for_all(session, stills)
        assert_exactly_one_each(session, stills)


def test_orthanc_killed_while_the_processor_works(tmp_path, stills):
    with Session(tmp_path, **SETTINGS) as session:
        send(session.orthanc, stills)
        wait_until(lambda: in_progress(session), "a claim")
        session.orthanc.kill()
        session.orthanc.start()
        wait_for_all(session, stills)
        assert_exactly_one_each(session, stills)


def test_stopped_processor_loses_nothing(tmp_path, stills, cine):
    files = [*stills, cine]
    with Session(tmp_path, **SETTINGS) as session:
        send(session.orthanc, files)
        wait_until(lambda: in_progress(session), "a claim")
        assert session.processor.stop() == 0
        assert not in_progress(session), "a stopped processor must finish or hand back its step"
        session.processor.start()
        wait_for_all(session, files)
        assert_exactly_one_each(session, files)
