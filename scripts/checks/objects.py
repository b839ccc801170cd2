"""SEG and SR objects: dciodvfy without error, read by pydicom, masks bit for bit at 479x641 with 5 segments (about 3 minutes)"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
from PIL import Image

from tests.harness import paths, phantom_studies, report
from tests.harness.bounds import Bounds
from tests.harness.session import Session

SEGMENTS = 5
IOD_LINE = re.compile(r"^(Segmentation|Comprehensive3DSR|USImage|USMultiFrameImage)$", re.M)


def dciodvfy_errors(file):
    """dciodvfy writes its findings to standard error and has no meaningful exit status."""
    output = subprocess.run(["dciodvfy", file], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace").stdout
    if not IOD_LINE.search(output):
        raise RuntimeError(f"dciodvfy recognised no IOD in {file}:\n{output[:2000]}")
    return [line for line in output.splitlines() if line.startswith("Error")]


def inherited(error, source_errors):
    """Whether the source has the same fault: its identity (patient, study, UIDs) is copied byte for byte, faults included. The same element
    is missing, or the same value is illegal (the source's own UID stands in the results as a reference)."""
    missing = re.search(r"Missing attribute .*Element=<(\w+)> Module=<(\w+)>", error)
    if missing:
        return any(missing.group(0) in line for line in source_errors)
    value = re.search(r'UID - "([^"]+)"|\[\d+\] = <([^>]+)>', error)
    if value:
        return any(f'"{value.group(1)}"' in line or f"<{value.group(2)}>" in line for line in source_errors)
    summary = "Dicom dataset contains invalid data values for Value Representations"  # of the lines that name the values
    return summary in error and any(summary in line for line in source_errors)


def judge(bounds, folder, outcomes):
    for outcome in outcomes:
        name = Path(outcome.file).name
        if outcome.state != "COMPLETED":
            bounds.true(name, outcome.reason, f"{outcome.state}: {outcome.reason}")
            continue
        source_errors = dciodvfy_errors(outcome.file)
        for kind, content in (("SEG", outcome.seg), ("SR", outcome.sr)):
            if not content:
                bounds.true(f"{name} {kind}", kind == "SEG" and not outcome.groups, "none: no structure found")
                continue
            file = folder / f"{Path(outcome.file).stem}-{kind}.dcm"
            file.write_bytes(content)
            found = dciodvfy_errors(file)
            errors = [error for error in found if not inherited(error, source_errors)]
            note = f", and {len(found) - len(errors)} that the source file has too" if len(found) > len(errors) else ""
            bounds.true(f"{name} {kind}: dciodvfy errors {len(errors)} (bound: 0){note}", not errors, "; ".join(errors))
            read = report.read(content)
            if kind == "SEG":
                bounds.equal(f"{name} SEG: frames that pydicom reads", read.pixel_array.reshape(-1, read.Rows, read.Columns).shape[0], int(read.NumberOfFrames))
            else:
                bounds.equal(f"{name} SR: measurement groups that pydicom reads", len(report.groups_of(read)), len(outcome.groups))


def compare_masks(bounds, folder, file):
    """Runs one 479x641 image without a PACS; True when all five structures were found and compared."""
    out, masks = folder / file.stem, folder / f"{file.stem}-masks"
    subprocess.run([paths.PROCESSOR, "--file", file, "--out", out, "--masks", masks, "--package", paths.PACKAGE], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    segmentation = report.read((out / "seg.dcm").read_bytes())
    if len(segmentation.SegmentSequence) != SEGMENTS:
        return False
    (label_map,) = sorted(masks.glob("*.pgm"))
    labels = numpy.array(Image.open(label_map))
    bounds.equal("size of the image", (segmentation.Rows, segmentation.Columns), (479, 641))
    bounds.equal("segments", len(segmentation.SegmentSequence), SEGMENTS)
    masks_read = report.masks_of(segmentation)
    wrong = sum(int((mask != (labels == number)).sum()) for mask, number, _ in masks_read)
    bounds.equal(f"wrong bits among {labels.size * SEGMENTS} (our unpacking)", wrong, 0)
    frames = segmentation.pixel_array
    wrong = sum(int((frames[index].astype(bool) != (labels == number)).sum()) for index, (_, number, _) in enumerate(masks_read))
    bounds.equal(f"wrong bits among {labels.size * SEGMENTS} (pydicom's unpacking)", wrong, 0)
    return True


def main():
    bounds = Bounds()
    with tempfile.TemporaryDirectory(prefix="sonolist-objects-") as temporary:
        folder = Path(temporary)
        files = phantom_studies.make(folder / "phantom", stills=3, cine_frames=6)
        files += sorted((paths.DATA / "dicom").glob("*.dcm"))
        with Session(folder / "session") as session:
            judge(bounds, folder, session.process(files, timeout=900))
        odd = phantom_studies.make(folder / "odd", stills=6, cine_frames=0, size=(479, 641), border=0)
        bounds.true(f"an image of 479x641 with {SEGMENTS} segments found", any(compare_masks(bounds, folder, file) for file in odd))
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
