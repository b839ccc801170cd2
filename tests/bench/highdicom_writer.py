"""Writes with highdicom what sonolist-encode-bench wrote: the same masks, measurements and codes, without the contours.

Runs in the judges' Python: highdicom_writer.py FOLDER; answers each line of standard input with the milliseconds of one SEG
and one SR, Part 10 bytes in memory included.
"""

import io
import sys
import time
from pathlib import Path

import highdicom
import numpy
import pydicom
from highdicom import sr
from highdicom.seg import Segmentation, SegmentDescription
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code

ALGORITHM = highdicom.AlgorithmIdentificationSequence(
    name="bench", version="1.0.0", family=Code("123110", "DCM", "Artificial Intelligence"))
MANUFACTURER = {"manufacturer": "Sonolist", "manufacturer_model_name": "bench", "software_versions": "1.0.0", "device_serial_number": "1"}


def code_of(item):
    return Code(item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning)


class Example:
    """What is encoded, read once from the files of the C++ benchmark."""

    def __init__(self, folder):
        self.source = pydicom.dcmread(folder / "source.dcm")
        written = pydicom.dcmread(folder / "seg.dcm")
        self.segments = list(written.SegmentSequence)
        self.masks = numpy.moveaxis(written.pixel_array, 0, -1)[numpy.newaxis].astype(numpy.uint8)
        self.groups = sr.srread(folder / "sr.dcm").content.get_planar_roi_measurement_groups()
        assert len(self.groups) == len(self.segments), "one measurement group for each segment"

    def description(self, number, segment):
        return SegmentDescription(
            segment_number=number, segment_label=segment.SegmentLabel,
            segmented_property_category=code_of(segment.SegmentedPropertyCategoryCodeSequence[0]),
            segmented_property_type=code_of(segment.SegmentedPropertyTypeCodeSequence[0]),
            algorithm_type="AUTOMATIC", algorithm_identification=ALGORITHM, tracking_uid=segment.TrackingUID,
            tracking_id=segment.TrackingID, anatomic_regions=[code_of(segment.AnatomicRegionSequence[0])])

    def segmentation(self):
        return Segmentation(
            source_images=[self.source], pixel_array=self.masks, segmentation_type="BINARY",
            segment_descriptions=[self.description(number, segment) for number, segment in enumerate(self.segments, start=1)],
            series_instance_uid=highdicom.UID(), series_number=51, sop_instance_uid=highdicom.UID(), instance_number=1,
            omit_empty_frames=False, **MANUFACTURER)

    def group(self, number, segment, written, segmentation):
        measurements = [
            sr.Measurement(name=measured.name, value=measured.value, unit=measured.unit, derivation=measured.derivation,
                           algorithm_id=sr.AlgorithmIdentification(name="bench", version="1.0.0"))
            for measured in written.get_measurements()]
        return sr.PlanarROIMeasurementsAndQualitativeEvaluations(
            tracking_identifier=sr.TrackingIdentifier(uid=segment.TrackingUID, identifier=segment.TrackingID),
            referenced_segment=sr.ReferencedSegmentationFrame(
                sop_class_uid=segmentation.SOPClassUID, sop_instance_uid=segmentation.SOPInstanceUID, frame_number=number,
                segment_number=number,
                source_image=sr.SourceImageForSegmentation(self.source.SOPClassUID, self.source.SOPInstanceUID)),
            finding_type=code_of(segment.SegmentedPropertyTypeCodeSequence[0]),
            finding_sites=[sr.FindingSite(code_of(segment.AnatomicRegionSequence[0]))], measurements=measurements)

    def report(self, segmentation):
        groups = [self.group(number, segment, written, segmentation)
                  for number, (segment, written) in enumerate(zip(self.segments, self.groups), start=1)]
        observer = sr.ObserverContext(codes.DCM.Device, sr.DeviceObserverIdentifyingAttributes(
            uid=highdicom.UID(), name="bench", manufacturer_name="Sonolist", model_name="bench", serial_number="1"))
        content = sr.MeasurementReport(
            observation_context=sr.ObservationContext(observer_device_context=observer),
            procedure_reported=Code("363679005", "SCT", "Imaging procedure"), imaging_measurements=groups)
        return sr.Comprehensive3DSR(
            evidence=[self.source, segmentation], content=content, series_instance_uid=highdicom.UID(), series_number=52,
            sop_instance_uid=highdicom.UID(), instance_number=1, manufacturer="Sonolist")

    def encode(self):
        segmentation = self.segmentation()
        return part10(segmentation), part10(self.report(segmentation))


def part10(dataset):
    file = io.BytesIO()
    dataset.save_as(file)
    return file.getvalue()


def main():
    example = Example(Path(sys.argv[1]))
    for _ in sys.stdin:
        start = time.perf_counter()
        example.encode()
        print((time.perf_counter() - start) * 1000.0, flush=True)


if __name__ == "__main__":
    main()
