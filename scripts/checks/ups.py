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
from harness.postgresql import Postgresql  # noqa: E402
from ups.client import GLOBAL, Client  # noqa: E402

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


def listener_of(orthanc):
    """URL of the plug-in's own door, or nothing."""
    return orthanc.get("/sonolist/status").get("listener", {}).get("url")


def going_down(channel_url, authorization, stop):
    """The last event that a subscriber hears when the server stops: SCP Status (0074,1242)."""
    from ups.channel import Channel
    with Channel(channel_url, authorization) as channel:
        stop()
        return channel.event(None, 4)["00741242"]["Value"][0]


def check_engine(bounds, engine, section, folder):
    orthanc = Orthanc(folder, section)
    orthanc.start()
    try:
        doors = {"Orthanc's port": (orthanc.dicomweb, ["--no-post-query", "--no-options"])}
        listener = listener_of(orthanc)
        if listener:
            doors["listener"] = (listener + "/dicom-web", [])
        for door, (url, options) in doors.items():
            passed, failed, skipped = run_suite(url, orthanc, *options)
            bounds.true(f"{engine}, {door}", passed > 0 and failed == 0, f"{passed} passed, {failed} failed, {skipped} left out")
        if listener:
            client = Client(listener + "/dicom-web", orthanc.user, orthanc.password)
            url = client.subscribe(GLOBAL, "CHECK").headers["Content-Location"]
            bounds.equal(f"{engine}, event 4 when the server stops", going_down(url, client.authorization, orthanc.stop), "GOING DOWN")
    finally:
        orthanc.stop()


def main():
    bounds = Bounds()
    with tempfile.TemporaryDirectory() as folder, Postgresql() as server:
        check_engine(bounds, "SQLite", {}, Path(folder) / "sqlite")
        database = {"Engine": "PostgreSQL", "Connection": server.url}
        check_engine(bounds, "PostgreSQL", {"Database": database}, Path(folder) / "postgresql")
    return bounds.exit_status()


sys.exit(main())
