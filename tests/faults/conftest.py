"""The suite needs the built plug-in, the stub processor and the project's own tools."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.harness import paths


def pytest_configure(config):
    for program in (paths.PLUGIN, paths.STUB_PROCESSOR, paths.MODEL_TOOL, paths.DICOM_TOOL):
        if not program.exists():
            raise pytest.UsageError(f"{program} is missing: run scripts/build first (or set SONOLIST_BUILD)")
