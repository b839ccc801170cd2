"""PixelMed's DicomInstanceValidator: the Segmentation IOD."""

from .finding import Finding
from .pixelmed import complaints, validate

NAME = "PixelMed SEG"
WHAT = "Segmentation IOD"


def judge(cases):
    with_segmentation = [case for case in cases if case.segmentation.exists()]
    found = []
    for case, lines in zip(with_segmentation, validate("DicomInstanceValidator", [case.segmentation for case in with_segmentation])):
        found += [Finding(case.name, f"seg.dcm: {line}") for line in complaints(lines)]
        if "IOD validation complete" not in lines:
            found.append(Finding(case.name, "seg.dcm: Error: the validator does not say 'IOD validation complete'"))
    return found
