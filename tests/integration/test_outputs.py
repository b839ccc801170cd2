"""A rule chooses which objects are written and in what form."""

import pydicom
import pytest

from tests.harness import report, worklist
from tests.harness.session import Session

pytestmark = pytest.mark.processor

LABEL_MAP, SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.66.7", "1.2.840.10008.5.1.4.1.1.7"
DEFLATED = "1.2.840.10008.1.2.1.99"


def rule(outputs):
    return {"Rules": [{"Name": "test", "Model": "anterior-sciatic", "Match": {"Modality": "US"}, "Outputs": outputs}]}


def outputs_of(session, outcome):
    """{SOP class: data set} of what the step wrote."""
    held = session.instances()
    return {sop_class: report.read(session.orthanc.file(held[uid])) for sop_class, uid in worklist.outputs_of(outcome.workitem)}


def test_label_map_chinese_report_and_overlay(tmp_path, stills):
    wanted = {"SegmentationType": "LABELMAP", "Compression": "deflated", "Language": "zh", "Overlay": "yes"}
    with Session(tmp_path, sonolist=rule(wanted)) as session:
        (outcome,) = session.process(stills[:1])
        assert outcome.state == "COMPLETED", outcome.reason
        written = outputs_of(session, outcome)
    source = pydicom.dcmread(outcome.file)
    region = source.SequenceOfUltrasoundRegions[0]

    label_map = written[LABEL_MAP]
    assert label_map.SegmentationType == "LABELMAP" and label_map.file_meta.TransferSyntaxUID == DEFLATED
    assert (label_map.Rows, label_map.Columns) == (source.Rows, source.Columns)

    overlay = written[SECONDARY_CAPTURE]
    assert overlay.Rows == region.RegionLocationMaxY1 - region.RegionLocationMinY0 + 1
    assert overlay.Columns == region.RegionLocationMaxX1 - region.RegionLocationMinX0 + 1
    assert overlay.BurnedInAnnotation == "NO" and overlay.PatientID == source.PatientID

    chinese = pydicom.dcmread(outcome.file, stop_before_pixels=True)
    text = report.read(outcome.sr)
    assert text.SpecificCharacterSet == "ISO_IR 192"
    assert str(text.PatientName) == str(chinese.PatientName)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in text.ConceptNameCodeSequence[0].CodeMeaning)


def test_probabilities_without_geometry(tmp_path, cine):
    with Session(tmp_path, sonolist=rule({"SegmentationType": "FRACTIONAL", "Geometry": "strict", "Overlay": "yes"})) as session:
        (outcome,) = session.process([cine])
        assert outcome.state == "COMPLETED", outcome.reason
        written = outputs_of(session, outcome)
    segmentation = report.read(outcome.seg)
    assert segmentation.SegmentationType == "FRACTIONAL" and segmentation.SegmentationFractionalType == "PROBABILITY"
    assert "FrameOfReferenceUID" not in segmentation
    assert len(set(segmentation.pixel_array.ravel().tolist())) > 100, "probabilities, not masks"
    overlay = written["1.2.840.10008.5.1.4.1.1.7.4"]
    assert overlay.NumberOfFrames == pydicom.dcmread(outcome.file, stop_before_pixels=True).NumberOfFrames
