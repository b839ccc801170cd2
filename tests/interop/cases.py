"""The results that are judged: folders with source.dcm, seg.dcm (none when no structure was found), sr.dcm and truth.json.

truth.json says what went into the objects, as their writer's input had it:
  "frames": per segment and source frame (1-based) the tracking UID, the number of pixels, the sums of their rows and columns
            (so that a pixel in the wrong place shows) and the sum of their stored values;
  "measurements": tracking UID, concept, derivation ("" for none), unit and value (null when it could not be computed).
"""

import dataclasses
import json
from pathlib import Path


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    folder: Path

    @property
    def source(self):
        return self.folder / "source.dcm"

    @property
    def segmentation(self):
        return self.folder / "seg.dcm"

    @property
    def report(self):
        return self.folder / "sr.dcm"

    @property
    def results(self):
        return [file for file in (self.segmentation, self.report) if file.exists()]

    def truth(self):
        return json.loads((self.folder / "truth.json").read_text())


def cases_in(folder):
    return [Case(file.parent.name, file.parent) for file in sorted(Path(folder).glob("*/truth.json"))]
