"""What happens to processes and disks. Each fault is a function of the plant and of the exchange at whose moment it strikes."""

import os
import signal
import threading
import time

from tests.harness import worklist
from tests.harness.process import wait_until

from .plant import FAKETIME, LEASE_S
from .proxy import workitem_of

FREEZE_LIMIT_S = 4 * LEASE_S  # when nobody completes the frozen one's step
FULL_S = 1.0


def kill_processor(plant, exchange):
    plant.processors[exchange.sender].kill()


def stop_processor(plant, exchange):
    plant.processors[exchange.sender].send(signal.SIGTERM)


def freeze_processor(plant, exchange):
    """Frozen until its lease has expired and, at best, another has completed the step: then it wakes up and goes on."""
    frozen = plant.processors[exchange.sender]
    frozen.send(signal.SIGSTOP)
    threading.Thread(target=thaw, args=(plant, frozen, workitem_of(exchange.request)), daemon=True).start()


def thaw(plant, frozen, workitem_uid):
    began = time.monotonic()

    def overtaken():
        late = time.monotonic() - began
        return late > FREEZE_LIMIT_S or late > LEASE_S and is_completed_by_another(plant, workitem_uid)

    wait_until(overtaken, "another's completion", 2 * FREEZE_LIMIT_S, interval=0.1)
    frozen.send(signal.SIGCONT)


def is_completed_by_another(plant, workitem_uid):
    """Whether a step of the same image is done; the frozen one's own cannot be."""
    try:
        (workitem,) = plant.pacs.get(f"/dicom-web/workitems/{workitem_uid}")
        image = plant.pacs.get(f"/sonolist/instances/{worklist.source_of(workitem)}")
    except (OSError, RuntimeError, ValueError):
        return False  # Orthanc is down, or the exchange was about no workitem
    return any(step["state"] == "COMPLETED" for step in image["workitems"])


def skew_clock(plant, exchange):
    plant.skew(exchange.sender)


def kill_orthanc(plant, _):
    plant.orthanc.kill()


def kill_postgresql(plant, _):
    plant.database.kill()


def fill_disk(plant, _):
    plant.disk.fill()
    threading.Timer(FULL_S, plant.disk.free).start()


KINDS = {fault.__name__.replace("_", "-"): fault for fault in (
    kill_processor, stop_processor, freeze_processor, skew_clock, kill_orthanc, kill_postgresql, fill_disk)}


def impossible(plant):
    """{kind: why it cannot be done on this machine or with this engine}"""
    found = {}
    if plant.disk is None:
        found["fill-disk"] = "mounting is not permitted"
    if not os.path.exists(FAKETIME):
        found["skew-clock"] = "libfaketime is not installed"
    if plant.database is None:
        found["kill-postgresql"] = "the engine is SQLite"
    return found
