"""OHIF 3.13.2 shows SEG and SR of a still and a cine: pixel counts as in the masks, selecting a measurement shows its frame (about 3 minutes)"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pydicom

from tests.harness import phantom_studies, report
from tests.harness.bounds import Bounds
from tests.harness.paths import ROOT
from tests.harness.session import Session
from tests.interop import tools

CINE_FRAMES = 12
LOOK = ROOT / "tests" / "interop" / "viewer" / "look.mjs"
PICTURES = ROOT / "build" / "check" / "viewer"


def drawn_measurements(item):
    """[{"text": as OHIF writes it, "frame": 0-based}] for every measurement that has coordinates, in the report's order."""
    found = []
    for child in item.get("ContentSequence", []):
        if child.ValueType == "NUM":
            found += [{"text": text_of(child), "frame": frame_of(coordinates)}
                      for coordinates in child.get("ContentSequence", []) if coordinates.ValueType == "SCOORD"]
        found += drawn_measurements(child)
    return found


def text_of(number):
    measured = number.MeasuredValueSequence[0]
    return f"{number.ConceptNameCodeSequence[0].CodeMeaning}: {measured.NumericValue:.2f} {measured.MeasurementUnitsCodeSequence[0].CodeValue}"


def frame_of(coordinates):
    reference = coordinates.ContentSequence[0].ReferencedSOPSequence[0]
    return int(reference.get("ReferencedFrameNumber", 1)) - 1


def masks_of(segmentation, frames):
    """[{segment number: [pixels, sum of their rows, sum of their columns]}] per frame of the source, unpacked without the viewer's code."""
    masks = [{} for _ in range(frames)]
    for mask, number, source_frame in report.masks_of(segmentation):
        rows, columns = mask.nonzero()
        if rows.size:
            masks[(source_frame or 1) - 1][int(number)] = [int(rows.size), int(rows.sum()), int(columns.sum())]
    return masks


def look(orthanc, folder, studies):
    """What OHIF shows of each study; look.mjs says in which form."""
    request = folder / "request.json"
    site = {"url": f"{orthanc.url}/sonolist/viewer", "user": orthanc.user, "password": orthanc.password}
    request.write_text(json.dumps({"site": site, "pictures": str(PICTURES), "studies": studies}))
    answer = subprocess.run(["node", LOOK, request], stdout=subprocess.PIPE, text=True, check=True,
                            env={**os.environ, "NODE_MODULES": str(tools.NODE_MODULES)}).stdout
    return {seen["name"]: seen for seen in json.loads(answer)}


def compare(bounds, name, outcome, frames, measurements, seen):
    segmentation = report.read(outcome.seg)
    bounds.equal(f"{name}: errors of the page", seen["errors"], [])
    bounds.equal(f"{name} SEG: segments listed", sorted(seen.get("labels", [])),
                 sorted(segment.SegmentLabel for segment in segmentation.SegmentSequence))
    expected = masks_of(segmentation, frames)
    shown = [{int(number): mask for number, mask in masks.items()} for masks in seen.get("masks", [])]
    bounds.equal(f"{name} SEG: frames stepped through", len(shown), frames)
    wrong = [index + 1 for index, (wanted, got) in enumerate(zip(expected, shown)) if wanted != got]
    pixels = sum(mask[0] for masks in expected for mask in masks.values())
    bounds.true(f"{name} SEG: frames whose pixels are not those of the masks, in number or place", not wrong and len(shown) == frames,
                f"{len(wrong)} of {frames} (bound: 0); {pixels} pixels in {sum(map(len, expected))} masks {wrong or ''}")
    for number, wanted in enumerate(measurements):
        got = seen.get("selected", {}).get(str(number))
        drawn = got is not None and any(wanted["text"] in text for text in got["texts"])
        bounds.true(f"{name} SR: selecting measurement {number + 1} shows it on its frame", drawn and got["frame"] == wanted["frame"],
                    f"\"{wanted['text']}\" on frame {wanted['frame'] + 1}" + (f", from frame {got['from'] + 1}" if got else ", not shown"))


def main():
    bounds = Bounds()
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="sonolist-viewer-") as temporary:
        folder = Path(temporary)
        files = phantom_studies.make(folder / "phantom", stills=1, cine_frames=CINE_FRAMES)
        with Session(folder / "session", {"Viewer": {"Folder": str(tools.VIEWER)}}) as session:
            outcomes = dict(zip(("still", "cine"), session.process(files)))
            for name, outcome in outcomes.items():
                bounds.true(f"{name}: processed", outcome.seg and outcome.sr, f"{outcome.state} {outcome.reason}")
            if not bounds.met:
                return bounds.exit_status()
            measurements = {name: drawn_measurements(report.read(outcome.sr)) for name, outcome in outcomes.items()}
            studies = [{"name": name, "study": str(pydicom.dcmread(outcome.file, stop_before_pixels=True).StudyInstanceUID),
                        "measurements": measurements[name]} for name, outcome in outcomes.items()]
            seen = look(session.orthanc, folder, studies)
            for name, outcome in outcomes.items():
                bounds.at_least(f"{name} SR: measurements with coordinates", len(measurements[name]), 1)
                compare(bounds, name, outcome, {"still": 1, "cine": CINE_FRAMES}[name], measurements[name], seen[name])
    print(f"  pictures: {PICTURES.relative_to(ROOT)}/*.png")
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
