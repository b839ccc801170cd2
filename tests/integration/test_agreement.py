"""A person's segmentation of an image that Sonolist segmented is compared with ours, whichever comes first."""

import numpy
import pydicom
import pytest

from tests.harness import report, worklist
from tests.harness.dicom_send import send
from tests.harness.persons_segmentation import SHIFT, persons_segmentation
from tests.harness.process import wait_until
from tests.harness.session import Session

pytestmark = pytest.mark.processor


def agreement_of(session, ours):
    """The report of the completed step whose first input is our SEG."""
    def completed():
        for workitem in session.worklist.all():
            if worklist.source_of(workitem) == ours and worklist.value(workitem, worklist.STATE) in worklist.FINAL:
                return workitem
        return None

    workitem = wait_until(completed, "the end of the agreement step", 120, interval=0.2)
    assert worklist.value(workitem, worklist.STATE) == "COMPLETED", worklist.reason_of(workitem)
    ((_, uid),) = worklist.outputs_of(workitem)
    return report.read(session.orthanc.file(session.instances()[uid]))


def dice_by_structure(seg):
    drawn = report.read(seg)
    found = {}
    for mask, number, _ in report.masks_of(drawn):
        moved = numpy.roll(mask, SHIFT, axis=1)
        label = drawn.SegmentSequence[number - 1].SegmentedPropertyTypeCodeSequence[0].CodeMeaning
        found[label] = 2.0 * (mask & moved).sum() / (mask.sum() + moved.sum())
    return found


def check(agreement, seg):
    expected = dice_by_structure(seg)
    groups = report.groups_of(agreement)
    assert {group["finding"] for group in groups} == set(expected)
    for group in groups:
        (dice,) = [value for name, (value, _) in group["measurements"].items() if "Dice" in name]
        assert dice == pytest.approx(expected[group["finding"]], abs=1e-4)  # written with four decimals
        ((_, unit),) = [measured for name, measured in group["measurements"].items() if "Hausdorff" in name]
        assert unit == "mm"
    evidence = {str(instance.ReferencedSOPInstanceUID)
                for study in agreement.CurrentRequestedProcedureEvidenceSequence
                for series in study.ReferencedSeriesSequence for instance in series.ReferencedSOPSequence}
    assert str(report.read(seg).SOPInstanceUID) in evidence and len(evidence) == 3


def test_a_persons_segmentation_after_ours(tmp_path, stills):
    with Session(tmp_path / "session") as session:
        (outcome,) = session.process(stills[:1])
        send(session.orthanc, [persons_segmentation(outcome.seg, tmp_path / "person.dcm")])
        agreement = agreement_of(session, outcome.seg_uid)
        check(agreement, outcome.seg)
        assert agreement.PatientID == pydicom.dcmread(outcome.file, stop_before_pixels=True).PatientID


def test_a_persons_segmentation_before_ours(tmp_path, stills):
    with Session(tmp_path / "first") as session:
        (outcome,) = session.process(stills[:1])
    file = persons_segmentation(outcome.seg, tmp_path / "person.dcm")
    with Session(tmp_path / "second") as session:
        send(session.orthanc, [file])
        (again,) = session.process(stills[:1])
        check(agreement_of(session, again.seg_uid), again.seg)
