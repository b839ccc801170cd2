"""UPS-RS as a client sees it: the black-box suite through every door on every engine that is built in."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from harness.bounds import Bounds  # noqa: E402
from harness.orthanc import Orthanc  # noqa: E402


def run_suite(url, orthanc, *options):
    """(passed, failed, skipped); prints what failed."""
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", "--tb=short", str(ROOT / "tests" / "ups"),
               "--base-url", url, "--username", orthanc.user, "--password", orthanc.password, *options]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    summary = result.stdout.strip().splitlines()[-1]
    count = {what: int(number) for number, what in re.findall(r"(\d+) (passed|failed|skipped|errors?)", summary)}
    failed = count.get("failed", 0) + count.get("error", 0) + count.get("errors", 0)
    if failed or not count.get("passed"):
        print(result.stdout[-8000:])
    return count.get("passed", 0), failed, count.get("skipped", 0)


def main():
    bounds = Bounds()
    with tempfile.TemporaryDirectory() as folder:
        orthanc = Orthanc(Path(folder))
        orthanc.start()
        try:
            passed, failed, skipped = run_suite(orthanc.dicomweb, orthanc, "--no-post-query", "--no-options")
            bounds.true("SQLite, Orthanc's port", passed > 0 and failed == 0, f"{passed} passed, {failed} failed, {skipped} left out")
        finally:
            orthanc.stop()
    return bounds.exit_status()


sys.exit(main())
