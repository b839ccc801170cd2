"""a fresh clone: scripts/demo --once and scripts/test succeed, and a second run is incremental (about 60 minutes)"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.harness.bounds import Bounds
from tests.harness.paths import ROOT


def run(clone, *command):
    started = time.monotonic()
    status = subprocess.run([f"scripts/{command[0]}", *command[1:]], cwd=clone, stdin=subprocess.DEVNULL).returncode
    return status, time.monotonic() - started


def main():
    bounds = Bounds()
    with tempfile.TemporaryDirectory(prefix="sonolist-fresh-") as folder:
        clone = Path(folder) / "sonolist"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
        for command in (("demo", "--once"), ("test",)):
            text = "scripts/" + " ".join(command)
            first, first_s = run(clone, *command)
            bounds.equal(f"exit status of {text}, first run ({first_s:.0f} s)", first, 0)
            objects = {file: file.stat().st_mtime_ns for file in clone.glob("build/**/*.o")}
            second, second_s = run(clone, *command)
            bounds.equal(f"exit status of {text}, second run ({second_s:.0f} s)", second, 0)
            rebuilt = sum(file.stat().st_mtime_ns != stamp for file, stamp in objects.items())
            bounds.equal(f"objects compiled again by the second {text} (of {len(objects)})", rebuilt, 0)
        changed = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True).stdout
        bounds.true("the clone is unchanged by both", not changed, changed.strip())
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
