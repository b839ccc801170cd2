"""Reads a TID 1500 report as docs/audit.md says that the index does: from the standard, with pydicom, and without our own reader."""

import datetime
import hashlib
import io
import math
import time

import pydicom

DCM = "DCM"
TITLES = {"126000", "126001", "126002", "126003"}  # CID 7021
IMAGING_MEASUREMENTS, EVALUATIONS = ("126010", DCM), ("C0034375", "UMLS")
GROUP, LIBRARY = ("125007", DCM), ("111028", DCM)
FINDING, SITES = ("121071", DCM), {("363698007", "SCT"), ("G-C0E3", "SRT")}
SIDES = {("272741003", "SCT"), ("G-C171", "SRT")}
TRACKING_UID, DERIVATION = ("112040", DCM), ("121401", DCM)
ALGORITHM_NAME, ALGORITHM_VERSION = ("111001", DCM), ("111003", DCM)
SEGMENT, SEGMENTATION_FRAME, SEGMENTED_IMAGE = ("121191", DCM), ("121214", DCM), ("121233", DCM)
OBSERVER_TYPE, DEVICE = ("121005", DCM), ("121007", DCM)
DEVICE_NAME, DEVICE_MAKER, DEVICE_MODEL, DEVICE_SERIAL = (("12101" + digit, DCM) for digit in "3456")
MISSING, DICE = ("MISSING", "99SONOLIST"), ("DICE", "99SONOLIST")
SEGMENTATIONS = "1.2.840.10008.5.1.4.1.1.66."
MOST_RESULTS = 4096  # of one report


class NoReport(Exception):
    """What the index leaves out."""


def code(item, keyword):
    entries = item.get(keyword)
    if not entries:
        return None
    entry = entries[0]
    value = entry.get("CodeValue") or entry.get("LongCodeValue") or entry.get("URNCodeValue")
    return {"value": str(value), "scheme": str(entry.CodingSchemeDesignator), "meaning": str(entry.get("CodeMeaning", ""))}


def pair(entry):
    return (entry["value"], entry["scheme"]) if entry else None


def concept(item):
    return pair(code(item, "ConceptNameCodeSequence"))


def children(item):
    return item.get("ContentSequence") or []


def child(item, name):
    return next((entry for entry in children(item) if concept(entry) == name), None)


def below(item):
    for entry in children(item):
        yield entry
        yield from below(entry)


def text_of(item):
    if item is None:
        return ""
    if "ConceptCodeSequence" in item:
        return code(item, "ConceptCodeSequence")["meaning"]
    return str(item.get("TextValue") or item.get("UID") or "")


def referenced(item):
    return item.ReferencedSOPSequence[0] if item.get("ReferencedSOPSequence") else None


def number_of(item):
    """(value, unit), or nothing where there is no finite number."""
    measured = item.get("MeasuredValueSequence")
    if not measured:
        return None
    value = float(measured[0].NumericValue)
    unit = code(measured[0], "MeasurementUnitsCodeSequence")
    return (value, unit["value"] if unit else "") if math.isfinite(value) else None


def measurements_of(group):
    found = []
    for item in children(group):
        if item.ValueType != "NUM":
            continue
        if concept(item) is None:
            raise NoReport("a number without a name")
        if number_of(item) is None:
            continue
        value, unit = number_of(item)
        derivation = child(item, DERIVATION)
        modifier = code(derivation, "ConceptCodeSequence")["meaning"] if derivation is not None else ""
        name = code(item, "ConceptNameCodeSequence")
        found.append({"name": name["meaning"] + (f" ({modifier})" if modifier else ""), "concept": name, "modifier": modifier,
                      "value": value, "unit": unit})
    return found


def segment_of(group):
    """(SOP Instance UID, segment number or nothing) of what the group measured: the first one that it names."""
    named = [item for item in children(group) if concept(item) in (SEGMENT, SEGMENTATION_FRAME)]
    others = [item for item in children(group) if referenced(item) and referenced(item).ReferencedSOPClassUID.startswith(SEGMENTATIONS)]
    for item in named[-1:] or others[:1]:
        number = referenced(item).get("ReferencedSegmentNumber")
        return str(referenced(item).ReferencedSOPInstanceUID), None if number is None else int(number)
    return "", None


def group_result(group):
    result = {"outcome": "found", "structure": None, "laterality": None, "trackingUid": "", "measurements": measurements_of(group)}
    site = None
    for item in children(group):
        name = concept(item)
        if name == FINDING and "ConceptCodeSequence" in item:
            result["structure"] = code(item, "ConceptCodeSequence")
        elif name == TRACKING_UID:
            result["trackingUid"] = str(item.UID)
        elif name in SIDES:
            result["laterality"] = code(item, "ConceptCodeSequence")
        elif name in SITES:
            site = code(item, "ConceptCodeSequence")
            for side in children(item):
                if concept(side) in SIDES:
                    result["laterality"] = code(side, "ConceptCodeSequence")
    result["structure"] = result["structure"] or site
    result["segmentationUid"], result["segment"] = segment_of(group)
    if any(pair(measured["concept"]) == DICE for measured in result["measurements"]):
        result["outcome"] = "compared"
    return result


def missing_result(structure):
    return {"outcome": "missing", "structure": structure, "laterality": None, "trackingUid": "", "segmentationUid": "", "segment": None,
            "measurements": []}


def source_of(report, groups):
    """The image that a group names as segmented, else one of the library, else that of a contour, else the evidence."""
    for group in groups:
        for item in children(group):
            if concept(item) == SEGMENTED_IMAGE:
                return str(referenced(item).ReferencedSOPInstanceUID)
    library = child(report, LIBRARY)
    for item in below(library) if library is not None else ():
        if referenced(item):
            return str(referenced(item).ReferencedSOPInstanceUID)
    for group in groups:
        for item in below(group):
            if item.ValueType == "SCOORD":
                for selected in children(item):
                    return str(referenced(selected).ReferencedSOPInstanceUID)
    for study in report.get("CurrentRequestedProcedureEvidenceSequence") or ():
        for series in study.ReferencedSeriesSequence:
            for instance in series.ReferencedSOPSequence:
                if not instance.ReferencedSOPClassUID.startswith(SEGMENTATIONS):
                    return str(instance.ReferencedSOPInstanceUID)
    return ""


def device_of(report):
    """The first device among the observers: its rows follow its type."""
    device, is_device = {}, False
    for item in children(report):
        if concept(item) == OBSERVER_TYPE:
            if device:
                break
            is_device = pair(code(item, "ConceptCodeSequence")) == DEVICE
        elif is_device and concept(item) in (DEVICE_NAME, DEVICE_MAKER, DEVICE_MODEL, DEVICE_SERIAL):
            device[concept(item)] = text_of(item)
    return device


def algorithm_of(report, groups):
    """What the first measurement that names its algorithm says, else the observer; ours names its model and version there."""
    device = device_of(report)
    weights = device.get(DEVICE_SERIAL, "")
    found = {"model": device.get(DEVICE_NAME) or device.get(DEVICE_MODEL, ""), "modelVersion": "",
             "weights": weights if len(weights) == 64 else "", "producer": str(report.get("Manufacturer", ""))}
    if device.get(DEVICE_MAKER) == "Sonolist":
        found["model"], _, found["modelVersion"] = device[DEVICE_MODEL].rpartition(" ")
    for group in groups:
        for item in children(group):
            if item.ValueType != "NUM":
                continue
            for holder in (item, group):
                if child(holder, ALGORITHM_NAME) is not None:
                    return {**found, "model": text_of(child(holder, ALGORITHM_NAME)),
                            "modelVersion": text_of(child(holder, ALGORITHM_VERSION))}
    return found


def utc_of(report):
    """Content Date and Time; of the zone that the report names, else of this host."""
    digits, _, fraction = (str(report.ContentDate) + str(report.ContentTime)).partition(".")
    moment = datetime.datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S")
    zone = str(report.get("TimezoneOffsetFromUTC", ""))
    if zone:
        offset = datetime.timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
        moment -= offset if zone[0] == "+" else -offset
    else:
        moment = datetime.datetime.utcfromtimestamp(time.mktime(moment.timetuple()))
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + fraction.ljust(6, "0")[:6] + "Z"


def read(part10):
    """{"head": what all results of the report have in common, "results": [...], "sha256"}. Raises NoReport."""
    try:
        report = pydicom.dcmread(io.BytesIO(part10))
    except Exception as error:
        raise NoReport(str(error)) from error
    return {**read_dataset(report), "sha256": hashlib.sha256(part10).hexdigest()}


def read_dataset(report):
    try:
        title = concept(report)
        containers = {concept(item): item for item in children(report) if item.ValueType == "CONTAINER"}
    except Exception as error:
        raise NoReport(str(error)) from error
    template = report.ContentTemplateSequence[0].TemplateIdentifier if report.get("ContentTemplateSequence") else ""
    if not (title and (title[1] == DCM and title[0] in TITLES or template == "1500")):
        raise NoReport(f"title {title}, template {template}")
    if IMAGING_MEASUREMENTS not in containers and EVALUATIONS not in containers:
        raise NoReport("neither measurements nor evaluations")
    groups = [item for item in children(containers.get(IMAGING_MEASUREMENTS, {})) if concept(item) == GROUP]
    results = [group_result(group) for group in groups]
    for item in children(containers.get(EVALUATIONS, {})):
        if concept(item) == MISSING:
            results.append(missing_result(code(item, "ConceptCodeSequence")))
    if len(results) > MOST_RESULTS:
        raise NoReport(f"{len(results)} results")
    results = results or [missing_result(None)]
    kind = "agreement" if any(result["outcome"] == "compared" for result in results) else "report"
    head = {"kind": kind, "time": utc_of(report), "reason": "", **algorithm_of(report, groups),
            "patientId": str(report.get("PatientID", "")), "accessionNumber": str(report.get("AccessionNumber", "")),
            "studyInstanceUid": str(report.StudyInstanceUID), "studyDate": str(report.get("StudyDate", "")),
            "sopInstanceUid": str(report.SOPInstanceUID), "sourceSopInstanceUid": source_of(report, groups)}
    return {"head": head, "results": results}
