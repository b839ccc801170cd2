"""Reads a TID 1500 report with pydicom, independently of our own reader."""

import io

import numpy
import pydicom

ULTRASOUND = ("1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1", "1.2.840.10008.5.1.4.1.1.6", "1.2.840.10008.5.1.4.1.1.3")


def read(part10):
    return pydicom.dcmread(io.BytesIO(part10))


def source_of(result):
    """SOP Instance UID of the image that a SEG or SR was made from."""
    if result.Modality == "SEG":
        references = result.ReferencedSeriesSequence[0].ReferencedInstanceSequence
        return str(references[0].ReferencedSOPInstanceUID)
    for study in result.CurrentRequestedProcedureEvidenceSequence:
        for series in study.ReferencedSeriesSequence:
            for reference in series.ReferencedSOPSequence:
                if reference.ReferencedSOPClassUID in ULTRASOUND:
                    return str(reference.ReferencedSOPInstanceUID)
    raise ValueError("the report refers to no ultrasound image")


def groups_of(report):
    """[{"finding": str, "segment": int, "measurements": {name: (value or None, unit)}}] of a TID 1500 report."""
    found = []
    for container in report.ContentSequence:
        if concept(container) != ("126010", "DCM"):
            continue
        for group in container.get("ContentSequence", []):
            if concept(group) == ("125007", "DCM"):
                found.append(read_group(group))
    return found


def concept(item):
    if "ConceptNameCodeSequence" not in item:
        return None
    code = item.ConceptNameCodeSequence[0]
    return code.get("CodeValue", code.get("LongCodeValue")), code.CodingSchemeDesignator


def read_group(group):
    result = {"finding": "", "tracking_uid": "", "measurements": {}}
    for item in group.ContentSequence:
        name = concept(item)
        if name == ("121071", "DCM"):
            result["finding"] = item.ConceptCodeSequence[0].CodeMeaning
        elif name == ("112040", "DCM"):
            result["tracking_uid"] = item.UID
        elif item.ValueType == "NUM":
            label = item.ConceptNameCodeSequence[0].CodeMeaning
            derivation = [child.ConceptCodeSequence[0].CodeMeaning for child in item.get("ContentSequence", [])
                          if concept(child) == ("121401", "DCM")]
            label = f"{label} ({derivation[0]})" if derivation else label
            measured = item.MeasuredValueSequence
            if measured:
                unit = measured[0].MeasurementUnitsCodeSequence[0].CodeValue
                result["measurements"][label] = (float(measured[0].NumericValue), unit)
            else:
                result["measurements"][label] = (None, "")
    return result


def masks_of(segmentation):
    """[(boolean array rows x columns, segment number, source frame number or None)] unpacked without pydicom's handlers."""
    bits = numpy.unpackbits(numpy.frombuffer(segmentation.PixelData, dtype=numpy.uint8), bitorder="little")
    rows, columns = segmentation.Rows, segmentation.Columns
    masks = []
    for index, frame in enumerate(segmentation.PerFrameFunctionalGroupsSequence):
        mask = bits[index * rows * columns:(index + 1) * rows * columns].reshape(rows, columns).astype(bool)
        source = frame.DerivationImageSequence[0].SourceImageSequence[0]
        masks.append((mask, frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber,
                      int(source.ReferencedFrameNumber) if "ReferencedFrameNumber" in source else None))
    return masks
