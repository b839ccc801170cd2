"""The worklist and the PACS agree again after what happened to either: a lost data base, deleted images, an administrator's wish."""

import pydicom

from tests.harness import report, worklist
from tests.harness.dicom_send import send
from tests.harness.process import wait_until
from tests.harness.session import SEG, Session


def states(session):
    return sorted(worklist.value(workitem, worklist.STATE) for workitem in session.worklist.all())


def lose_worklist(session):
    """As when the worklist's file is gone and the PACS is not."""
    files = list((session.folder / "pacs" / "storage").glob("sonolist*"))
    assert files
    for file in files:
        file.unlink()


def test_results_are_adopted_after_the_loss_of_the_worklist(tmp_path, stills):
    files = stills[:3]
    with Session(tmp_path, network_ms=1) as session:
        session.process(files)
        results = session.instances()
        session.processor.stop()
        session.orthanc.stop()
        lose_worklist(session)
        session.orthanc.start()
        wait_until(lambda: states(session) == ["COMPLETED"] * 3, "the adoption of every result", 60)
        for workitem in session.worklist.all():
            outputs = dict((uid, sop_class) for sop_class, uid in worklist.outputs_of(workitem))
            assert SEG in outputs.values() and set(outputs) <= set(results)
        session.processor.start()
        (new,) = session.process(stills[3:4])
        assert new.state == "COMPLETED"
        assert len(session.instances()) == len(results) + 3, "nothing was processed twice"


def test_images_without_results_are_found_after_the_loss_of_the_worklist(tmp_path, stills):
    with Session(tmp_path, network_ms=1) as session:
        session.processor.stop()
        send(session.orthanc, stills[:2])
        wait_until(lambda: len(states(session)) == 2, "the workitems")
        session.orthanc.stop()
        lose_worklist(session)
        session.orthanc.start()
        session.processor.start()
        wait_until(lambda: states(session) == ["COMPLETED"] * 2, "the results of the images found", 60)
        assert all(counts == {"SEG": 1, "SR": 1} for counts in session.results_by_source().values())


def test_deleted_image_cancels_its_step(tmp_path, stills):
    with Session(tmp_path, network_ms=1) as session:
        session.processor.stop()
        send(session.orthanc, stills[:2])
        wait_until(lambda: len(states(session)) == 2, "the workitems")
        doomed = str(pydicom.dcmread(stills[0], stop_before_pixels=True).SOPInstanceUID)
        status, _, answer = session.orthanc.request("DELETE", f"/instances/{session.instances()[doomed]}")
        assert status == 200, answer
        wait_until(lambda: states(session) == ["CANCELED", "SCHEDULED"], "the cancellation", 60)
        (canceled,) = (item for item in session.worklist.all() if worklist.value(item, worklist.STATE) == "CANCELED")
        assert worklist.source_of(canceled) == doomed
        assert "delete" in worklist.reason_of(canceled).lower()


def test_study_is_processed_again_on_request(tmp_path, stills):
    with Session(tmp_path, network_ms=1) as session:
        (first,) = session.process(stills[:1])
        study = session.orthanc.get("/studies")[0]
        status, _, body = session.orthanc.request("POST", "/sonolist/reprocess", {"Query": {"PatientID": "*"}, "Priority": "LOW"},
                                                  {"Content-Type": "application/json"})
        assert status == 202, body
        wait_until(lambda: states(session) == ["COMPLETED"] * 2, "the second result", 60)
        latest = session.worklist.latest_by_source()[first.sop_instance_uid]
        assert worklist.value(latest, "00741200") == "LOW"
        assert report.read(first.seg) and session.orthanc.get(f"/studies/{study}")
