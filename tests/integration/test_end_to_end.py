"""The main job: what is stored comes back as SEG and SR that other people's readers understand."""

import pydicom
import pytest

from tests.harness import paths, report, worklist
from tests.harness.session import SEG, SR, Session

pytestmark = pytest.mark.processor

STRUCTURES = {"Femur", "Adductor magnus", "Semitendinosus", "Sciatic nerve", "Femoral artery"}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with Session(tmp_path_factory.mktemp("session")) as running:
        yield running


@pytest.fixture(scope="module")
def outcomes(session, stills, cine):
    return session.process([*stills, cine])


def test_every_image_has_segmentation_and_report(outcomes):
    assert [(outcome.state, bool(outcome.seg), bool(outcome.sr)) for outcome in outcomes] == [("COMPLETED", True, True)] * len(outcomes)


def test_results_stay_with_their_patient(outcomes):
    for outcome in outcomes:
        source = pydicom.dcmread(outcome.file, stop_before_pixels=True)
        for result in (report.read(outcome.seg), report.read(outcome.sr)):
            assert report.source_of(result) == source.SOPInstanceUID
            for keyword in ("PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyDate",
                            "AccessionNumber"):
                assert result[keyword].value == source[keyword].value, keyword
            assert result.ContentQualification == "RESEARCH"
            assert "SIMULATED" in result.SeriesDescription


def test_segments_and_report_tell_the_same(outcomes):
    for outcome in outcomes:
        segments = {str(item.TrackingUID): item for item in report.read(outcome.seg).SegmentSequence}
        assert {group["tracking_uid"] for group in outcome.groups} == set(segments)
        assert {item.SegmentLabel for item in segments.values()} <= STRUCTURES


def test_area_of_the_report_is_the_pixel_count_of_the_segment(outcomes):
    for outcome in outcomes:
        source = pydicom.dcmread(outcome.file, stop_before_pixels=True)
        if "NumberOfFrames" in source:
            continue
        region = source.SequenceOfUltrasoundRegions[0]
        pixel_mm2 = 100.0 * region.PhysicalDeltaX * region.PhysicalDeltaY
        segmentation = report.read(outcome.seg)
        masks = report.masks_of(segmentation)
        by_tracking = {str(item.TrackingUID): item.SegmentNumber for item in segmentation.SegmentSequence}
        for group in outcome.groups:
            number = by_tracking[group["tracking_uid"]]
            area, unit = group["measurements"]["Area"]
            assert unit == "mm2"
            assert area == pytest.approx(sum(int(mask.sum()) for mask, segment, _ in masks if segment == number) * pixel_mm2, rel=1e-4)


def test_cine_segments_every_frame_with_its_own_reference(outcomes, cine):
    segmentation = report.read(next(outcome.seg for outcome in outcomes if outcome.file == str(cine)))
    frames = {frame for _, _, frame in report.masks_of(segmentation)}
    assert frames <= set(range(1, 9)) and len(frames) >= 6


def test_sending_again_changes_nothing(session, outcomes, stills):
    before = session.instances()
    again = session.process(stills)
    assert session.instances() == before
    assert [outcome.seg_uid for outcome in again] == [outcome.seg_uid for outcome in outcomes[: len(stills)]]


def test_own_results_are_not_processed(session, outcomes):
    results = set(session.instances(SEG)) | set(session.instances(SR))
    assert not results & {worklist.source_of(workitem) for workitem in session.worklist.all()}


def test_completed_steps_say_what_performed_them(outcomes):
    for outcome in outcomes:
        (performed,) = worklist.items(outcome.workitem, "00741216")
        for tag in ("00404028", "00404050", "00404019", "00404051", "00404033", "00741212"):
            assert worklist.items(performed, tag), tag
        assert "00081195" not in outcome.workitem, "the Transaction UID must never leave the worklist"


def test_every_real_file_ends_with_results(tmp_path):
    files = sorted((paths.DATA / "dicom").glob("*.dcm"))
    if not files:
        pytest.skip(f"no real files in {paths.DATA / 'dicom'} (set SONOLIST_DATA)")
    with Session(tmp_path) as session:
        for outcome in session.process(files):
            assert outcome.state == "COMPLETED" and outcome.sr, (outcome.file, outcome.state, outcome.reason)


def test_an_image_that_cannot_be_read_ends_with_a_reason(tmp_path, stills):
    damaged = pydicom.dcmread(stills[0])
    damaged.SOPInstanceUID = damaged.file_meta.MediaStorageSOPInstanceUID = "2.25.1234567890"
    damaged.PixelData = damaged.PixelData[: len(damaged.PixelData) // 4]
    file = tmp_path / "damaged.dcm"
    damaged.save_as(file)
    with Session(tmp_path / "session") as session:
        (outcome,) = session.process([file])
        assert outcome.state == "CANCELED"
        assert "Pixel Data" in outcome.reason
        assert len(session.worklist.all()) == 1, "a damaged image is not tried again"
