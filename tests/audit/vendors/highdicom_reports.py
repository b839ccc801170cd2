"""Writes with highdicom reports as another vendor's program would: highdicom_reports.py IMAGE FOLDER, in the judges' Python.

plain.dcm: two regions with findings, one with a side; site.dcm: a finding site and no finding, nothing that names the image but the
evidence; units.dcm: one area in two units, and twice in one of them.
"""

import sys
from pathlib import Path

import highdicom
import numpy
import pydicom
from highdicom import sr
from pydicom.sr.codedict import codes
from pydicom.sr.coding import Code

SCIATIC = Code("23056005", "SCT", "Sciatic Nerve")  # other writers spell it otherwise
ARTERY = Code("7657000", "SCT", "Femoral artery")
AREA, DEPTH = Code("42798000", "SCT", "Area"), Code("131197000", "SCT", "Depth")
SQUARE_MM, SQUARE_CM, MM = Code("mm2", "UCUM", "mm2"), Code("cm2", "UCUM", "cm2"), Code("mm", "UCUM", "mm")
MINIMUM, MEAN = Code("255605001", "SCT", "Minimum"), Code("373098007", "SCT", "Mean")
ALGORITHM = sr.AlgorithmIdentification(name="Contour, \"fast\"", version="7.2")


def tracking(name):
    return sr.TrackingIdentifier(uid=highdicom.UID(), identifier=name)


def measured(name, value, unit, derivation=None):
    return sr.Measurement(name=name, value=value, unit=unit, derivation=derivation, algorithm_id=ALGORITHM)


def region(image):
    points = numpy.array([[50.0, 50.0], [90.0, 50.0], [90.0, 80.0], [50.0, 50.0]])
    return sr.ImageRegion(graphic_type="POLYLINE", graphic_data=points,
                          source_image=sr.SourceImageForRegion(image.SOPClassUID, image.SOPInstanceUID))


def plain(image):
    left = sr.FindingSite(Code("68367000", "SCT", "Thigh"), laterality=Code("7771000", "SCT", "Left"))
    return [
        sr.PlanarROIMeasurementsAndQualitativeEvaluations(
            tracking("nerve"), referenced_region=region(image), finding_type=SCIATIC, finding_sites=[left],
            measurements=[measured(AREA, 61.5, SQUARE_MM), measured(DEPTH, 3.25, MM, MINIMUM), measured(DEPTH, 4.5, MM, MEAN)]),
        sr.PlanarROIMeasurementsAndQualitativeEvaluations(
            tracking("artery"), referenced_region=region(image), finding_type=ARTERY, measurements=[measured(AREA, 33.0, SQUARE_MM)]),
    ]


def site(image):
    return [sr.MeasurementsAndQualitativeEvaluations(
        tracking("site"), finding_sites=[sr.FindingSite(Code("71341001", "SCT", "Femur"))],
        measurements=[measured(DEPTH, 41.0, MM)])]


def units(image):
    return [sr.MeasurementsAndQualitativeEvaluations(
        tracking("units"), finding_type=SCIATIC,
        measurements=[measured(AREA, 58.0, SQUARE_MM), measured(AREA, 0.58, SQUARE_CM), measured(AREA, 57.0, SQUARE_MM)])]


def write(image, groups, file):
    observer = sr.ObserverContext(codes.DCM.Device, sr.DeviceObserverIdentifyingAttributes(
        uid=highdicom.UID(), name="Other reader", manufacturer_name="Other", model_name="Reader", serial_number="17"))
    content = sr.MeasurementReport(
        observation_context=sr.ObservationContext(observer_device_context=observer),
        procedure_reported=Code("363679005", "SCT", "Imaging procedure"), imaging_measurements=groups)
    sr.Comprehensive3DSR(
        evidence=[image], content=content, series_instance_uid=highdicom.UID(), series_number=52, sop_instance_uid=highdicom.UID(),
        instance_number=1, manufacturer="Other, Inc.").save_as(file)


def main():
    image, folder = pydicom.dcmread(sys.argv[1]), Path(sys.argv[2])
    for name, groups in (("plain", plain), ("site", site), ("units", units)):
        write(image, groups(image), folder / f"highdicom-{name}.dcm")


if __name__ == "__main__":
    main()
