"""Where things are, found from this file; the build folder can be changed by SONOLIST_BUILD."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("SONOLIST_BUILD", ROOT / "build" / "release")).resolve()
DATA = Path(os.environ.get("SONOLIST_DATA", ROOT.parent / "shared" / "data")).resolve()
PACKAGE = ROOT / "model" / "packages" / "anterior-sciatic"
PLUGIN = BUILD / "plugin" / "libOrthancSonolist.so"
PROCESSOR = BUILD / "processor" / "sonolist-processor"
MODEL_TOOL = BUILD / "model" / "sonolist-model"
DICOM_TOOL = BUILD / "dicom_sr" / "sonolist-dicom"
DICOMWEB_PLUGIN = Path("/usr/share/orthanc/plugins/libOrthancDicomWeb.so")


def sanitized():
    """Whether the build is instrumented with AddressSanitizer and UBSan."""
    cache = BUILD / "CMakeCache.txt"
    return cache.exists() and "SONOLIST_SANITIZE:BOOL=ON" in cache.read_text()
