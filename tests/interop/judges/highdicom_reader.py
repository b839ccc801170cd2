"""Reads SEG and SR with highdicom, which understands their meaning: masks by source frame, measurement groups by template."""

import highdicom
import pydicom
import reading
from pydicom.sr.coding import Code


def read(folder):
    segmentation = folder / "seg.dcm"
    frames = frames_of(highdicom.seg.segread(segmentation), pydicom.dcmread(folder / "source.dcm")) if segmentation.exists() else []
    return frames, measurements_of(highdicom.sr.srread(folder / "sr.dcm").content)


def frames_of(segmentation, source):
    """Frames of the source that the SEG leaves out are empty masks."""
    if "NumberOfFrames" in source:
        masks = segmentation.get_pixels_by_source_frame(
            source.SOPInstanceUID, list(range(1, int(source.NumberOfFrames) + 1)), assert_missing_frames_are_empty=True,
            rescale_fractional=False)
    else:
        masks = segmentation.get_pixels_by_source_instance([source.SOPInstanceUID], rescale_fractional=False)
    found = []
    for frame, mask in enumerate(masks, start=1):
        for number in segmentation.segment_numbers:
            found += reading.frame(segmentation.get_segment_description(number).tracking_uid, frame, mask[:, :, number - 1])
    return found


def measurements_of(report):
    groups = [*report.get_planar_roi_measurement_groups(), *report.get_volumetric_roi_measurement_groups(),
              *report.get_image_measurement_groups()]
    found = []
    for group in groups:
        for measured in group.get_measurements():
            found.append(reading.measurement(group.tracking_uid, code(measured.name), code(measured.derivation),
                                             None if measured.value is None else code(measured.unit), measured.value))
    return found


def code(concept):
    return None if concept is None else Code(concept.value, concept.scheme_designator, concept.meaning)


if __name__ == "__main__":
    reading.main(read)
