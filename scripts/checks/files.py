"""real ultrasound files: each ends with SEG + SR or with a UPS CANCELED whose reason a person understands (about 2 minutes)"""

import sys
import tempfile
from pathlib import Path

from tests.harness.bounds import Bounds
from tests.harness.paths import DATA
from tests.harness.session import SEG, SR, Session


def main():
    bounds = Bounds()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "dicom"
    files = sorted(folder.rglob("*.dcm"))
    bounds.at_least(f"files in {folder.name}", len(files), 1)
    with tempfile.TemporaryDirectory(prefix="sonolist-files-") as store, Session(store) as session:
        outcomes = session.process(files, timeout=900)
        for outcome in outcomes:
            name = Path(outcome.file).name
            if outcome.state == "COMPLETED":
                found = ", ".join(sorted({group["finding"] for group in outcome.groups})) or "no structure found"
                bounds.true(name, outcome.sr and (outcome.seg or not outcome.groups),
                            f"COMPLETED, SEG {'yes' if outcome.seg else 'no'}, SR yes; {found}; {outcome.latency_s:.1f} s")
            else:
                bounds.true(name, outcome.state == "CANCELED" and len(outcome.reason.split()) >= 4, f"{outcome.state}: {outcome.reason}")
        completed = [outcome for outcome in outcomes if outcome.state == "COMPLETED"]
        bounds.equal("SR objects in the PACS", len(session.instances(SR)), len(completed))
        bounds.equal("SEG objects in the PACS", len(session.instances(SEG)), sum(bool(outcome.seg) for outcome in completed))
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
