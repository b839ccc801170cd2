"""Fixtures of the integration tests: real Orthanc, real processor, real files; nothing is mocked."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.harness import paths, phantom_studies


def pytest_configure(config):
    config.addinivalue_line("markers", "processor: of the processor's work; also run with its sanitizer build, beside which the plug-in is the release one")
    for program in (paths.PLUGIN, paths.PROCESSOR, paths.STUB_PROCESSOR, paths.MODEL_TOOL, paths.DICOM_TOOL):
        if not program.exists():
            raise pytest.UsageError(f"{program} is missing: run scripts/build first (or set SONOLIST_BUILD)")


@pytest.fixture(scope="session")
def stills(tmp_path_factory):
    """Six simulated stills as DICOM files."""
    return phantom_studies.make(tmp_path_factory.mktemp("stills"), stills=6, cine_frames=0)


@pytest.fixture(scope="session")
def cine(tmp_path_factory):
    """One simulated cine of 8 frames as a DICOM file."""
    return phantom_studies.make(tmp_path_factory.mktemp("cine"), stills=0, cine_frames=8)[0]
