"""PixelMed's DicomSRValidator: TID 1500 and the templates below it, row by row."""

from .finding import Finding
from .pixelmed import complaints, validate

NAME = "PixelMed SR"
WHAT = "TID 1500 and the templates below it"
# Without these lines the rules were not applied to the end.
ENDINGS = ("Found Root Template TID_1500", "Root Template Validation Complete", "IOD validation complete")


def judge(cases):
    found = []
    for case, lines in zip(cases, validate("DicomSRValidator", [case.report for case in cases])):
        missing = [ending for ending in ENDINGS if not any(line.startswith(ending) for line in lines)]
        found += [Finding(case.name, f"sr.dcm: {line}") for line in complaints(lines)]
        found += [Finding(case.name, f"sr.dcm: Error: the validator does not say '{ending}'") for ending in missing]
    return found
