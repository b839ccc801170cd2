"""Our segmentation as a person might have drawn it."""

import numpy
from pydicom.uid import generate_uid

from . import report

SHIFT = 6  # columns by which every mask is moved to the right


def persons_segmentation(seg, file):
    """Writes it from the bytes of ours."""
    drawn = report.read(seg)
    masks = [numpy.roll(mask, SHIFT, axis=1) for mask, _, _ in report.masks_of(drawn)]
    drawn.PixelData = numpy.packbits(numpy.concatenate([mask.ravel() for mask in masks]), bitorder="little").tobytes()
    drawn.PixelData += b"\0" * (len(drawn.PixelData) % 2)
    drawn.Manufacturer, drawn.ManufacturerModelName = "Workstation", "Contour editor"
    for segment in drawn.SegmentSequence:
        segment.SegmentAlgorithmType = "MANUAL"
        del segment.SegmentAlgorithmName
        segment.TrackingUID = generate_uid(entropy_srcs=["person", str(segment.TrackingUID)])
    drawn.SeriesInstanceUID = generate_uid(entropy_srcs=["person's series", str(drawn.SOPInstanceUID)])
    drawn.SOPInstanceUID = generate_uid(entropy_srcs=["person's", str(drawn.SOPInstanceUID)])
    drawn.file_meta.MediaStorageSOPInstanceUID = drawn.SOPInstanceUID
    drawn.save_as(file)
    return file
