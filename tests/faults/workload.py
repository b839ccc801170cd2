"""An endless, repeatable stream of images: stills and cines, some for two models, some for none, some sent twice."""

import dataclasses
import random
from pathlib import Path

import pydicom

from tests.harness import phantom_studies
from tests.harness.phantom_studies import uid

FIRST, SECOND = ("first", "1.0.0"), ("second", "2.0.0")  # models and their versions
RULES = [
    {"Name": "every-image", "Model": FIRST[0], "ModelVersion": FIRST[1], "Match": {"Modality": "US"}},
    {"Name": "second-opinion", "Model": SECOND[0], "ModelVersion": SECOND[1], "Priority": "HIGH",
     "Match": {"Modality": "US", "StationName": "BOTH*"}},
]
# Kind of image: its share, its station, the models that its rules name.
KINDS = {
    "still": (6, "ONE", (FIRST,)),
    "both": (3, "BOTH-1", (FIRST, SECOND)),
    "cine": (1, "ONE", (FIRST,)),
    "unselected": (1, "ONE", ()),
}
SENT_TWICE = 0.1  # of all images


@dataclasses.dataclass(frozen=True)
class Image:
    file: Path
    sop_instance_uid: str
    kind: str
    models: tuple  # (name, version) of each step it must lead to


class Workload:
    def __init__(self, folder, seed):
        self.folder = Path(folder)
        self.chance = random.Random(f"workload {seed}")
        files = phantom_studies.make(self.folder / "phantom", stills=3, cine_frames=3, size=(96, 128), border=8)
        self.stills, self.cine = files[:-1], files[-1]
        self.images = []

    def next(self):
        """The next image to send, mostly a new one."""
        if self.images and self.chance.random() < SENT_TWICE:
            return self.chance.choice(self.images)
        (kind,) = self.chance.choices(list(KINDS), [share for share, _, _ in KINDS.values()])
        image = self.make(kind, len(self.images) + 1)
        self.images.append(image)
        return image

    def make(self, kind, number):
        _, station, models = KINDS[kind]
        data = pydicom.dcmread(self.cine if kind == "cine" else self.stills[number % len(self.stills)])
        data.PatientName, data.StudyTime, data.StationName = "Phantom^Fault", "120000", station
        data.Modality = "OT" if kind == "unselected" else "US"
        data.PatientID = data.AccessionNumber = f"FAULT-{number % 7}"
        data.StudyInstanceUID, data.SeriesInstanceUID = uid(f"faults study {number % 7}"), uid(f"faults series {number}")
        data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = uid(f"faults image {number}")
        file = self.folder / f"{number:05}-{kind}.dcm"
        data.save_as(file)
        return Image(file, str(data.SOPInstanceUID), kind, models)
