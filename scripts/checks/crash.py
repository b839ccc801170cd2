"""kill -9 of processor and Orthanc: afterwards exactly one SEG and one SR per image (about 3 minutes)"""

import subprocess
import sys

from tests.harness.paths import ROOT

sys.exit(subprocess.run(["/usr/bin/python3", "-m", "pytest", "-v", ROOT / "tests/integration/test_crash.py"], cwd=ROOT).returncode)
