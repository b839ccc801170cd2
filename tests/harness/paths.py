"""Where things are, found from this file; the build folder can be changed by SONOLIST_BUILD."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("SONOLIST_BUILD", ROOT / "build" / "release")).resolve()
DATA = Path(os.environ.get("SONOLIST_DATA", ROOT.parent / "shared" / "data")).resolve()
PACKAGE = ROOT / "model" / "packages" / "anterior-sciatic"
# Debian's Orthanc does not start with AddressSanitizer's library in its process (it stops in a lock of its own, also without any
# plug-in), so an instrumented processor works for the plug-in of the release build.
PLUGIN = (ROOT / "build" / "release" if BUILD.name == "asan" else BUILD) / "plugin" / "libOrthancSonolist.so"
PROCESSOR = BUILD / "processor" / "sonolist-processor"
STUB_PROCESSOR = BUILD / "tests" / "sonolist-stub-processor"  # its networks wait and draw shapes
MODEL_TOOL = BUILD / "model" / "sonolist-model"
DICOM_TOOL = BUILD / "dicom_sr" / "sonolist-dicom"
DICOMWEB_PLUGIN = Path("/usr/share/orthanc/plugins/libOrthancDicomWeb.so")
