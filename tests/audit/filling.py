"""Fills a PACS: images that our chain reads, skips and fails on, a person's segmentation, and reports of others and of the past."""

import dataclasses
import datetime
import os
import random
import subprocess
from pathlib import Path

import pydicom
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from tests.harness import phantom_studies, report, worklist
from tests.harness.dicom_send import send
from tests.harness.persons_segmentation import persons_segmentation
from tests.harness.process import wait_until
from tests.interop import tools

from . import report_reader

SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
SCANNERS = [("ACME", "Probe 9", "OR3"), ("ACME", "Probe 9", "OR4"), ("Bolt, Inc.", 'B1 "portable"', "")]
DAYS = 120  # of the past
REPORTS_OF_THE_PAST = 150
LATE = 30   # days in which the past differs


@dataclasses.dataclass
class Filling:
    outcomes: list = dataclasses.field(default_factory=list)       # of the images of our chain
    asked_to_stop: list = dataclasses.field(default_factory=list)  # images whose step somebody canceled
    refused: list = dataclasses.field(default_factory=list)        # reports that belong into no index
    late_image: Path = None                                        # its report is in the PACS, itself not
    late_report: str = ""


def uid(name):
    return phantom_studies.uid("audit " + name)


def renamed(dataset, name):
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = uid(name)
    return dataset


def saved(dataset, file):
    dataset.save_as(file)
    return file


def images(folder):
    """(what our chain takes, one that it skips, one whose step is canceled on request, one that comes late)."""
    stills = phantom_studies.make(folder, stills=7, cine_frames=0, size=(240, 320))
    (cine,) = phantom_studies.make(folder, stills=0, cine_frames=5, size=(240, 320))
    for number, file in enumerate([*stills, cine]):
        image = pydicom.dcmread(file)
        image.Manufacturer, image.ManufacturerModelName, image.StationName = SCANNERS[number % len(SCANNERS)]
        patient = number // 3  # a study of three images each
        image.PatientID, image.StudyInstanceUID = f"A-{patient}", uid(f"study {patient}")
        image.AccessionNumber = ("=1+1", "ACC 2", "")[patient]  # the first is what a spread sheet must not compute
        saved(image, file)
    blank = renamed(pydicom.dcmread(stills[1]), "blank")
    blank.PixelData = b"\0" * len(blank.PixelData)
    damaged = renamed(pydicom.dcmread(stills[2]), "damaged")
    damaged.PixelData = damaged.PixelData[:len(damaged.PixelData) // 4]
    capture = renamed(pydicom.dcmread(stills[0]), "capture")
    capture.SOPClassUID = capture.file_meta.MediaStorageSOPClassUID = SECONDARY_CAPTURE
    unwanted = renamed(pydicom.dcmread(stills[0]), "unwanted")
    chain = [*stills[:6], cine, saved(blank, folder / "blank.dcm"), saved(damaged, folder / "damaged.dcm"),
             saved(capture, folder / "capture.dcm")]
    return chain, saved(unwanted, folder / "unwanted.dcm"), stills[6]


def cancel(session, file):
    """Sends an image whose step somebody cancels before a processor has seen it."""
    source = str(pydicom.dcmread(file, stop_before_pixels=True).SOPInstanceUID)
    send(session.orthanc, [file])
    step = wait_until(lambda: session.worklist.latest_by_source().get(source), "the step of the image")
    path = f"/dicom-web/workitems/{worklist.value(step, worklist.SOP)}/cancelrequest"
    status, _, body = session.orthanc.request("POST", path, b"{}", {"Content-Type": "application/dicom+json"})
    assert status == 202, body
    return source


def post(orthanc, dataset):
    """Stores a data set that has a file meta header; False when the PACS refuses it."""
    with pydicom.filebase.DicomBytesIO() as file:
        dataset.save_as(file)
        return orthanc.request("POST", "/instances", file.getvalue())[0] == 200


def reports_of_others(image, folder):
    subprocess.run([tools.PYTHON, Path(__file__).parent / "vendors" / "highdicom_reports.py", image, folder], check=True)
    subprocess.run(["node", Path(__file__).parent / "vendors" / "dcmjs_reports.mjs", image, folder], check=True,
                   env={**os.environ, "NODE_MODULES": str(tools.NODE_MODULES)})
    return sorted([*folder.glob("highdicom-*.dcm"), folder / "dcmjs.dcm"])


def code_item(relation, concept, code):
    def entry(value, scheme, meaning):
        item = Dataset()
        item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
        return Sequence([item])

    item = Dataset()
    item.RelationshipType, item.ValueType = relation, "CODE"
    item.ConceptNameCodeSequence, item.ConceptCodeSequence = entry(*concept), entry(*code)
    return item


def container(dataset, name):
    return next(item for item in dataset.ContentSequence if report_reader.concept(item) == name)


def lose_a_structure(dataset, place):
    """The report then says of one of its structures that it was not found."""
    measured = container(dataset, report_reader.IMAGING_MEASUREMENTS)
    group = measured.ContentSequence.pop(place % len(measured.ContentSequence))
    structure = report_reader.group_result(group)["structure"]
    container(dataset, report_reader.EVALUATIONS).ContentSequence.append(
        code_item("CONTAINS", ("MISSING", "99SONOLIST", "Structure that was not found"),
                  (structure["value"], structure["scheme"], structure["meaning"])))


def report_of_the_past(base, number, draw):
    """One of our reports (`base`: its file) as it might have been written some time ago: older models, other values, another patient."""
    dataset = renamed(report.read(base), f"past {number}")
    day = draw.randrange(DAYS)
    written = datetime.datetime.now() - datetime.timedelta(days=day, seconds=draw.randrange(86400))
    dataset.ContentDate, dataset.ContentTime = written.strftime("%Y%m%d"), written.strftime("%H%M%S") + draw.choice(["", ".25"])
    if number % 5 == 0:
        dataset.TimezoneOffsetFromUTC = "-0330"
    dataset.StudyInstanceUID, dataset.PatientID = uid(f"past study {number // 3}"), f"P-{number // 6}"
    dataset.AccessionNumber, dataset.StudyDate = f"PA{number // 3}", written.strftime("%Y%m%d")
    for item in report_reader.below(dataset):
        if report_reader.concept(item) == report_reader.ALGORITHM_VERSION and day > DAYS // 2:
            item.TextValue = "0.0.9"
        if item.ValueType == "NUM" and item.get("MeasuredValueSequence"):
            value = item.MeasuredValueSequence[0]
            factor = draw.uniform(0.8, 1.2) * (1.2 if day < LATE else 1.0)
            value.NumericValue = f"{float(value.NumericValue) * factor:.4f}"
    if draw.random() < (0.4 if day < LATE else 0.15):
        lose_a_structure(dataset, draw.randrange(5))
    return dataset


def refused_reports(base):
    """One of another template, one without content, one whose number has no name, one with more groups than can be numbered."""
    other = renamed(report.read(base), "other template")
    other.ConceptNameCodeSequence[0].CodeValue = "125000"
    other.ContentTemplateSequence[0].TemplateIdentifier = "5000"
    empty = renamed(report.read(base), "without content")
    del empty.ContentSequence
    nameless = renamed(report.read(base), "nameless")
    group = container(nameless, report_reader.IMAGING_MEASUREMENTS).ContentSequence[0]
    del next(item for item in group.ContentSequence if item.ValueType == "NUM").ConceptNameCodeSequence
    endless = renamed(report.read(base), "endless")
    measured = container(endless, report_reader.IMAGING_MEASUREMENTS)
    small = Dataset()
    small.RelationshipType, small.ValueType, small.ContinuityOfContent = "CONTAINS", "CONTAINER", "SEPARATE"
    small.ConceptNameCodeSequence = measured.ContentSequence[0].ConceptNameCodeSequence
    measured.ContentSequence = Sequence([small] * (report_reader.MOST_RESULTS + 1))
    return [other, empty, nameless, endless]


def wait_for_agreement(session, seg_uid):
    def ended():
        step = session.worklist.latest_by_source().get(seg_uid)
        return step is not None and worklist.value(step, worklist.STATE) == "COMPLETED"

    wait_until(ended, "the comparison with a person's segmentation", 60, interval=0.2)


def wait_for_intake(orthanc):
    last = orthanc.get("/changes?last")["Last"]
    wait_until(lambda: orthanc.get("/sonolist/status")["cursor"] >= last, "the intake of everything", 60)


def fill(session, folder, seed):
    """The session's Orthanc runs, its processor does not yet: it does at the end."""
    filling, draw = Filling(), random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    chain, unwanted, filling.late_image = images(folder / "images")
    filling.asked_to_stop = [cancel(session, unwanted)]
    session.processor.start()
    filling.outcomes = session.process(chain, timeout=120)
    first = filling.outcomes[0]
    send(session.orthanc, [persons_segmentation(first.seg, folder / "person.dcm")])
    wait_for_agreement(session, first.seg_uid)
    for file in reports_of_others(chain[1], folder):
        assert post(session.orthanc, pydicom.dcmread(file)), file
    bases = [outcome.sr for outcome in filling.outcomes if outcome.groups]
    for number in range(REPORTS_OF_THE_PAST):
        assert post(session.orthanc, report_of_the_past(draw.choice(bases), number, draw))
    for dataset in refused_reports(bases[0]):
        assert post(session.orthanc, dataset)
        filling.refused.append(str(dataset.SOPInstanceUID))
    filling.late_report = store_report_before_its_image(session.orthanc, bases[0], filling.late_image)
    wait_for_intake(session.orthanc)
    return filling


def store_report_before_its_image(orthanc, base, image):
    late, source = renamed(report.read(base), "late"), str(pydicom.dcmread(image, stop_before_pixels=True).SOPInstanceUID)
    was = report_reader.read(base)["head"]["sourceSopInstanceUid"]
    for element in late.iterall():
        if element.VR == "UI" and element.value == was:
            element.value = source
    assert post(orthanc, late)
    return str(late.SOPInstanceUID)
