"""Two hosts on one PostgreSQL: two Orthancs that hold the same images, and a processor for each."""

import contextlib

import pydicom

from tests.harness import report
from tests.harness.dicom_send import send
from tests.harness.orthanc import Orthanc
from tests.harness.postgresql import Postgresql
from tests.harness.process import wait_until
from tests.harness.session import SEG, SR, Session
from tests.harness.worklist import Worklist, value, STATE


def settings(postgresql):
    return {"LeaseSeconds": 4, "RetryDelaySeconds": 1, "MaximumAttempts": 10,
            "Database": {"Engine": "PostgreSQL", "Connection": postgresql.url, "Connections": 4}}


def uids_of(files):
    return {str(pydicom.dcmread(file, stop_before_pixels=True).SOPInstanceUID) for file in files}


def results(sessions):
    """{source SOP Instance UID: (UIDs of SEGs, UIDs of SRs)} over all hosts."""
    found = {}
    for session in sessions:
        for place, sop_class in enumerate((SEG, SR)):
            for uid, identifier in session.instances(sop_class).items():
                source = report.source_of(report.read(session.orthanc.file(identifier)))
                found.setdefault(source, (set(), set()))[place].add(uid)
    return found


def test_server_killed_while_two_hosts_work(tmp_path, stills):
    with contextlib.ExitStack() as ends:
        postgresql = ends.enter_context(Postgresql())
        sessions = [Session(tmp_path / name, settings(postgresql), processor={"HeartbeatSeconds": 1}, network_ms=1000)
                    for name in ("first", "second")]
        for session in sessions:
            ends.enter_context(session.orthanc)
        for session in sessions:
            send(session.orthanc, stills)
        worklist = sessions[0].worklist
        wait_until(lambda: worklist.latest_by_source().keys() == uids_of(stills), "a step for every image")
        for session in sessions:
            ends.enter_context(session.processor)
        wait_until(lambda: any(value(step, STATE) == "IN PROGRESS" for step in worklist.all()), "a claim")
        postgresql.kill9()
        status, headers, _ = sessions[0].orthanc.request("GET", "/dicom-web/workitems")
        assert status == 503 and headers["Retry-After"]
        postgresql.start()
        wait_until(lambda: all(value(step, STATE) == "COMPLETED" for step in worklist.latest_by_source().values()),
                   "the completion of every image", 240, interval=0.2)
        completed = postgresql.query("SELECT source_sop_uid FROM workitem WHERE state = 'COMPLETED'")
        assert sorted(row[0] for row in completed) == sorted(uids_of(stills)), "each image once"
        found = results(sessions)
        assert found.keys() == uids_of(stills)
        assert all(len(segs) == 1 and len(reports) == 1 for segs, reports in found.values())


def test_orthanc_waits_for_the_server(tmp_path):
    with Postgresql() as postgresql:
        postgresql.stop()
        orthanc = Orthanc(tmp_path / "pacs", settings(postgresql))
        orthanc.process.start()
        try:
            wait_until(lambda: "waits for its data base" in orthanc.process.log_tail(), "the word that it waits")
            postgresql.start()
            wait_until(orthanc.watch(), "Orthanc's readiness")
            assert Worklist(orthanc).all() == []
        finally:
            orthanc.stop()


def test_orthanc_refuses_a_wrong_connection(tmp_path):
    with Postgresql() as postgresql:
        wrong = settings(postgresql)
        wrong["Database"]["Connection"] += " dbname=nobody password=hush"
        orthanc = Orthanc(tmp_path / "pacs", wrong)
        orthanc.process.start()
        wait_until(lambda: not orthanc.process.running(), "Orthanc's end")
        log = orthanc.process.log_tail(1000)
        assert "Sonolist.Database.Connection" in log and "nobody" in log and "hush" not in log
