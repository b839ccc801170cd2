"""A step of several images of a series: a SEG for each, one report on all, valid for us and for dciodvfy."""

import json
import shutil
import subprocess

import pydicom
import pytest
from pydicom.uid import generate_uid

from tests.harness import paths, report, worklist
from tests.harness.dicom_send import send
from tests.harness.process import wait_until
from tests.harness.session import SEG, SR, Session

pytestmark = pytest.mark.processor

NO_RULE = {"Rules": [{"Name": "none", "Model": "anterior-sciatic", "Match": {"Modality": "none"}}]}
EMPTY = {"00081195": "UI", "00404025": "SQ", "00404026": "SQ", "00404027": "SQ", "00400400": "LT", "00100024": "SQ", "00101002": "SQ",
         "00380010": "LO", "00380014": "SQ", "00081080": "LO", "00081084": "SQ", "00741002": "SQ", "00741216": "SQ", "0040A370": "SQ",
         "00100010": "PN", "00100021": "LO", "00100030": "DA", "00100040": "CS"}


def one_series(stills, folder):
    """Copies of the stills as one series of one patient."""
    first, files = pydicom.dcmread(stills[0]), []
    for number, still in enumerate(stills, start=1):
        image = pydicom.dcmread(still)
        for keyword in ("PatientName", "PatientID", "StudyInstanceUID", "StudyID", "StudyDate", "StudyTime", "SeriesInstanceUID"):
            image[keyword] = first[keyword]
        image.InstanceNumber = number
        image.SOPInstanceUID = image.file_meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=["series test", str(number)])
        files.append(folder / f"image-{number}.dcm")
        image.save_as(files[-1])
    return files


def attribute(vr, *values):
    return {"vr": vr, "Value": list(values)}


def text_parameter(code, text):
    name = {"00080100": attribute("SH", code), "00080102": attribute("SH", "99SONOLIST"), "00080104": attribute("LO", code)}
    return {"0040A040": attribute("CS", "TEXT"), "0040A043": attribute("SQ", name), "0040A160": attribute("UT", text)}


def workitem_for(files, missing=()):
    """A workitem as another system would make it: all images in one item of the inputs."""
    first = pydicom.dcmread(files[0], stop_before_pixels=True)
    references = [{"00081150": attribute("UI", first.SOPClassUID), "00081155": attribute("UI", uid)}
                  for uid in [*(pydicom.dcmread(file, stop_before_pixels=True).SOPInstanceUID for file in files), *missing]]
    retrieval = {"00081190": attribute("UR", "/dicom-web/studies")}
    inputs = {"0040E020": attribute("CS", "DICOM"), "0020000D": attribute("UI", first.StudyInstanceUID),
              "0020000E": attribute("UI", first.SeriesInstanceUID), "00081199": attribute("SQ", *references),
              "0040E025": attribute("SQ", retrieval)}
    code = {"00080100": attribute("SH", "110001"), "00080102": attribute("SH", "DCM"), "00080104": attribute("LO", "Image Processing")}
    item = {tag: {"vr": vr} for tag, vr in EMPTY.items()}
    item.update({
        "00080005": attribute("CS", "ISO_IR 192"), "00080016": attribute("UI", "1.2.840.10008.5.1.4.34.6.1"),
        "00080018": attribute("UI", generate_uid(entropy_srcs=["series step", str(len(files)), *missing])),
        "00741000": attribute("CS", "SCHEDULED"), "00741200": attribute("CS", "MEDIUM"), "00741204": attribute("LO", "Series"),
        "00741202": attribute("LO", "test"), "00404005": attribute("DT", "20260101000000+0000"), "00404041": attribute("CS", "READY"),
        "00404018": attribute("SQ", code), "00404021": attribute("SQ", inputs), "0020000D": attribute("UI", first.StudyInstanceUID),
        "00741210": attribute("SQ", text_parameter("MODEL", "anterior-sciatic"))})
    return item


def done(session, item):
    status, _, body = session.orthanc.request("POST", "/dicom-web/workitems", [item], {"Content-Type": "application/dicom+json"})
    assert status == 201, body

    def ended():
        found = {worklist.value(workitem, worklist.SOP): workitem for workitem in session.worklist.all()}
        workitem = found[worklist.value(item, worklist.SOP)]
        return workitem if worklist.value(workitem, worklist.STATE) in worklist.FINAL else None

    workitem = wait_until(ended, "the end of the series step", 120, interval=0.2)
    assert worklist.value(workitem, worklist.STATE) == "COMPLETED", worklist.reason_of(workitem)
    return workitem


def written_by(session, workitem, folder):
    """[(SOP class, file)]"""
    held, written = session.instances(), []
    for sop_class, uid in worklist.outputs_of(workitem):
        file = folder / f"{uid}.dcm"
        file.write_bytes(session.orthanc.file(held[uid]))
        written.append((sop_class, file))
    return written


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    with Session(tmp_path_factory.mktemp("series"), sonolist=NO_RULE, network_ms=1) as running:
        yield running


def test_one_report_on_the_series(session, tmp_path, stills):
    files = one_series(stills[:3], tmp_path)
    send(session.orthanc, files)
    written = written_by(session, done(session, workitem_for(files)), tmp_path)
    assert sorted(sop_class for sop_class, _ in written) == sorted([SEG, SEG, SEG, SR])
    (text,) = [file for sop_class, file in written if sop_class == SR]
    assert len(report.groups_of(pydicom.dcmread(text))) == 3 * 5
    objects = [file for _, file in written]
    subprocess.run([paths.DICOM_TOOL, "validate", *files, *objects], check=True)
    if not shutil.which("dciodvfy"):
        pytest.skip("dciodvfy (dicom3tools) is not installed")
    for file in objects:
        said = subprocess.run(["dciodvfy", file], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
        assert not [line for line in said.splitlines() if line.startswith("Error")], said


def test_image_that_is_missing_is_named(session, tmp_path, stills):
    files = one_series(stills[:2], tmp_path)
    send(session.orthanc, files)
    workitem = done(session, workitem_for(files, missing=["2.25.4711"]))
    assert "2.25.4711: " in json.dumps(workitem["00741216"])
    assert sorted(sop_class for sop_class, _ in worklist.outputs_of(workitem)) == sorted([SEG, SEG, SR])
