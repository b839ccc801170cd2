"""Reads SEG and SR with pydicom alone: plain data sets and its pixel decoder."""

import pydicom
import reading
from pydicom.sr.coding import Code

TRACKING_UID, DERIVATION = "112040", "121401"
BACKGROUND = 0  # segment number; only a label map describes it


def read(folder):
    segmentation = folder / "seg.dcm"
    frames = frames_of(pydicom.dcmread(segmentation)) if segmentation.exists() else []
    return frames, measurements_of(pydicom.dcmread(folder / "sr.dcm"))


def frames_of(dataset):
    tracking = {segment.SegmentNumber: segment.get("TrackingUID") for segment in dataset.SegmentSequence
                if segment.SegmentNumber != BACKGROUND}
    pixels = dataset.pixel_array.reshape(-1, dataset.Rows, dataset.Columns)
    found = []
    for values, groups in zip(pixels, dataset.PerFrameFunctionalGroupsSequence):
        source_frame = groups.DerivationImageSequence[0].SourceImageSequence[0].get("ReferencedFrameNumber", 1)
        if dataset.SegmentationType == "LABELMAP":
            for number, uid in tracking.items():
                found += reading.frame(uid, source_frame, values == number)
        else:
            number = groups.SegmentIdentificationSequence[0].ReferencedSegmentNumber
            found += reading.frame(tracking[number], source_frame, values)
    return found


def measurements_of(item, tracking_uid=None):
    """Every NUM of a measurement group below the item, with the tracking UID of the group that it stands in."""
    children = item.get("ContentSequence", [])
    for child in children:
        if name_of(child) is not None and name_of(child).value == TRACKING_UID:
            tracking_uid = child.UID
    found = []
    for child in children:
        if child.ValueType == "NUM" and tracking_uid is not None:  # the image library's are no measurements
            found.append(measurement_of(child, tracking_uid))
        found += measurements_of(child, tracking_uid)
    return found


def name_of(item):
    return code(item.ConceptNameCodeSequence[0]) if "ConceptNameCodeSequence" in item else None


def code(item):
    return Code(item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning)


def measurement_of(item, tracking_uid):
    derivation = [code(child.ConceptCodeSequence[0]) for child in item.get("ContentSequence", [])
                  if name_of(child) is not None and name_of(child).value == DERIVATION]
    measured = item.MeasuredValueSequence[0] if item.MeasuredValueSequence else None
    return reading.measurement(tracking_uid, name_of(item), derivation[0] if derivation else None,
                               code(measured.MeasurementUnitsCodeSequence[0]) if measured else None,
                               measured.NumericValue if measured else None)


if __name__ == "__main__":
    reading.main(read)
