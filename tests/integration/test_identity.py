"""Nothing of one patient ever reaches another: interleaved studies, two processors, names in the character sets of the field."""

import pydicom
import pytest
from pydicom.charset import convert_encodings
from pydicom.uid import generate_uid
from pydicom.valuerep import PersonName

from tests.harness import report
from tests.harness.processor import Processor
from tests.harness.session import Session

# (Specific Character Set, the bytes of the name). Invented people.
NAMES = {
    "LATIN": ("ISO_IR 100", "Müller^Jörg".encode("latin-1")),
    "GB18030": ("GB18030", "Wang^XiaoDong=王^小东".encode("gb18030")),
    "JAPAN": ("\\ISO 2022 IR 87", b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"),
    "ARABIC": ("ISO_IR 127", "قباني^لنزار".encode("iso8859_6")),
    "UTF8": ("ISO_IR 192", "Zhang^San=张^三".encode()),
}
IDENTITY = ("PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyDate", "StudyTime", "StudyID",
            "AccessionNumber", "SpecificCharacterSet")


def image_of(still, folder, label, number):
    """A copy of a phantom still as image `number` of the patient `label`."""
    character_set, name = NAMES[label]
    image = pydicom.dcmread(still)
    image.SpecificCharacterSet = character_set.split("\\")
    # The bytes as a modality would send them; pydicom must not encode them anew.
    image.PatientName = PersonName(name, convert_encodings(image.SpecificCharacterSet))
    image.PatientID, image.AccessionNumber = f"ID-{label}", f"ACC-{label}"
    image.StudyInstanceUID = generate_uid(entropy_srcs=["study", label])
    image.SeriesInstanceUID = generate_uid(entropy_srcs=["series", label])
    image.SOPInstanceUID = generate_uid(entropy_srcs=["instance", label, str(number)])
    image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
    file = folder / f"{number}-{label}.dcm"
    image.save_as(file)
    assert name in file.read_bytes()
    return file


def raw(dataset, keyword):
    """The bytes of an element as they are stored."""
    element = dataset.get_item(pydicom.datadict.tag_for_keyword(keyword))
    if element is None:
        return None
    value = element.value
    return value.strip(b" \0") if isinstance(value, bytes) else value


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory, stills):
    folder = tmp_path_factory.mktemp("identity")
    # Interleaved: image 1 of every patient, then image 2 of every patient.
    files = [image_of(stills[number], folder, label, number) for number in range(2) for label in NAMES]
    with Session(folder / "session") as session, Processor(session.orthanc, folder / "second", name="processor-2"):
        yield session.process(files)


def test_every_result_has_the_identity_of_its_own_image(outcomes):
    assert len(outcomes) == 2 * len(NAMES)
    for outcome in outcomes:
        assert outcome.state == "COMPLETED", outcome.reason
        source = pydicom.dcmread(outcome.file, stop_before_pixels=True)
        for result in filter(None, (outcome.seg, outcome.sr)):
            read = report.read(result)
            assert report.source_of(read) == source.SOPInstanceUID
            for keyword in IDENTITY:
                assert raw(read, keyword) == raw(source, keyword), (outcome.file, keyword)


def test_no_result_names_a_second_study(outcomes):
    studies = {outcome.sop_instance_uid: pydicom.dcmread(outcome.file, stop_before_pixels=True).StudyInstanceUID for outcome in outcomes}
    for outcome in outcomes:
        others = [str(study).encode() for study in set(studies.values()) - {studies[outcome.sop_instance_uid]}]
        for result in filter(None, (outcome.seg, outcome.sr)):
            assert not any(study in result for study in others)
