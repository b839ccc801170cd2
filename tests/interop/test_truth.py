"""The truth that judges compare with: its areas are pixel counts times what the source says of a pixel."""

import pydicom
import pytest

from tests.interop import matrix_program, tools, truth

pytestmark = pytest.mark.skipif(not tools.installed(), reason="scripts/setup judges has not been run")

AREA = "42798000|SCT"


@pytest.fixture(scope="module")
def matrix(tmp_path_factory):
    names = [f"{image}-binary-viewer" for image in ("still", "cine", "uncalibrated", "anisotropic", "mr")]
    return matrix_program.write(tmp_path_factory.mktemp("matrix"), *names)


def pixel_area(source):
    """(area of one pixel, unit)"""
    if "SequenceOfUltrasoundRegions" in source:
        region = source.SequenceOfUltrasoundRegions[0]
        if region.PhysicalUnitsXDirection != 3:
            return 1.0, "{pixels}"
        return 100.0 * region.PhysicalDeltaX * region.PhysicalDeltaY, "mm2"
    return float(source.PixelSpacing[0] * source.PixelSpacing[1]), "mm2"


def test_areas_are_pixel_counts(matrix):
    assert len(matrix) == 5
    for case in matrix:
        area, unit = pixel_area(pydicom.dcmread(case.source, stop_before_pixels=True))
        found = case.truth()
        measured = [item for item in found["measurements"] if item["concept"] == AREA]
        assert measured
        for item in measured:
            largest = max(frame["pixels"] for frame in found["frames"] if frame["tracking_uid"] == item["tracking_uid"])
            assert item["unit"] == unit, case.name
            assert item["value"] == pytest.approx(largest * area, abs=1e-4), case.name


@pytest.mark.parametrize("wanted, got, same", [
    (1.0, 1.0 + 1e-7, True), (1.0, 1.0 + 1e-5, False), (0.0, 1e-7, True), (None, None, True), (None, 0.0, False), (0.0, None, False)])
def test_values_are_compared_to_six_digits(wanted, got, same):
    assert truth.same_value(wanted, got) == same
