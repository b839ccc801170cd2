"""The judges must refuse broken objects; a judge that says nothing proves nothing otherwise."""

import copy
import json
import shutil

import numpy
import pydicom
import pytest

from tests.interop import cases, jury, matrix_program, tools
from tests.interop.judges import dcentvfy, dciodvfy, pixelmed_instance, pixelmed_report, readers

pytestmark = pytest.mark.skipif(not tools.installed(), reason="scripts/setup judges has not been run")

STILL, CINE = "still-binary-viewer", "odd-cine-binary-viewer"
READERS = [readers.PYDICOM, readers.HIGHDICOM, readers.DCMJS]


@pytest.fixture(scope="module")
def matrix(tmp_path_factory):
    return {case.name: case for case in matrix_program.write(tmp_path_factory.mktemp("matrix"), STILL, CINE)}


@pytest.fixture
def broken(matrix, tmp_path):
    """broken(file name, change): a copy of the still's case in which `change` was applied to the data set of that file."""
    def make(name, change):
        folder = tmp_path / STILL
        shutil.copytree(matrix[STILL].folder, folder)
        dataset = pydicom.dcmread(folder / name)
        change(dataset)
        dataset.save_as(folder / name)
        return cases.Case(STILL, folder)
    return make


def refusals(judge, case):
    verdicts, _ = jury.verdicts([case], [judge])
    return [finding.message for finding in verdicts[0].refused]


def groups_of(report):
    """Containers of the measurement groups."""
    for container in report.ContentSequence:
        if container.ConceptNameCodeSequence[0].CodeValue == "126010":
            return container.ContentSequence
    raise AssertionError("no measurements")


def test_no_judge_refuses_the_sound_objects(matrix):
    verdicts, _ = jury.verdicts(list(matrix.values()))
    assert {verdict.judge.NAME: [finding.message for finding in verdict.refused] for verdict in verdicts} == {
        verdict.judge.NAME: [] for verdict in verdicts}


def test_dciodvfy_refuses_a_segmentation_type_that_does_not_exist(broken):
    def change(dataset):
        dataset.SegmentationType = "SHADED"
    assert refusals(dciodvfy, broken("seg.dcm", change))


def test_dciodvfy_refuses_a_missing_segment_number(broken):
    def change(dataset):
        del dataset.SegmentSequence[0].SegmentNumber
    assert refusals(dciodvfy, broken("seg.dcm", change))


def test_pixelmed_refuses_a_segment_without_a_property_type(broken):
    def change(dataset):
        del dataset.SegmentSequence[0].SegmentedPropertyTypeCodeSequence
    assert refusals(pixelmed_instance, broken("seg.dcm", change))


def test_pixelmed_refuses_a_wrong_relationship(broken):
    def change(dataset):
        for item in groups_of(dataset)[0].ContentSequence:
            if item.ValueType == "NUM":
                item.RelationshipType = "HAS OBS CONTEXT"
    assert refusals(pixelmed_report, broken("sr.dcm", change))


def test_dcentvfy_refuses_another_patient(broken):
    def change(dataset):
        dataset.PatientID = "SOMEBODY-ELSE"
    assert refusals(dcentvfy, broken("sr.dcm", change))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_readers_refuse_one_wrong_pixel(reader, broken):
    def change(dataset):
        bits = numpy.unpackbits(numpy.frombuffer(dataset.PixelData, numpy.uint8), bitorder="little")
        bits[numpy.flatnonzero(bits)[0]] = 0
        dataset.PixelData = numpy.packbits(bits, bitorder="little").tobytes()
    assert refusals(reader, broken("seg.dcm", change))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_readers_refuse_a_pixel_that_moved(reader, broken):
    def change(dataset):
        bits = numpy.unpackbits(numpy.frombuffer(dataset.PixelData, numpy.uint8), bitorder="little")
        first = numpy.flatnonzero(bits)[0]
        bits[first], bits[first - dataset.Columns] = 0, 1
        dataset.PixelData = numpy.packbits(bits, bitorder="little").tobytes()
    assert refusals(reader, broken("seg.dcm", change))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_readers_refuse_a_wrong_measurement(reader, broken):
    def change(dataset):
        number = next(item for item in groups_of(dataset)[0].ContentSequence if item.ValueType == "NUM")
        measured = number.MeasuredValueSequence[0]
        measured.NumericValue = str(float(measured.NumericValue) * 1.00001)
    assert refusals(reader, broken("sr.dcm", change))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_readers_refuse_a_measurement_in_another_unit(reader, broken):
    def change(dataset):
        number = next(item for item in groups_of(dataset)[0].ContentSequence if item.ValueType == "NUM")
        number.MeasuredValueSequence[0].MeasurementUnitsCodeSequence[0].CodeValue = "cm2"
    assert refusals(reader, broken("sr.dcm", change))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_readers_refuse_a_group_that_is_missing(reader, broken):
    def change(dataset):
        groups = groups_of(dataset)
        del groups[0]
    assert refusals(reader, broken("sr.dcm", change))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_readers_refuse_frames_that_changed_places(reader, matrix, tmp_path):
    """Each mask is that of another frame of the cine."""
    folder = tmp_path / CINE
    shutil.copytree(matrix[CINE].folder, folder)
    truth = json.loads((folder / "truth.json").read_text())
    changed = copy.deepcopy(truth)
    for frame in changed["frames"]:
        frame["source_frame"] = 6 - frame["source_frame"]
    (folder / "truth.json").write_text(json.dumps(changed))
    assert refusals(reader, cases.Case(CINE, folder))
