"""Orthanc and one processor in a temporary store, and what became of every file sent to them."""

import dataclasses
import threading
import time
from pathlib import Path

import pydicom

from . import report, worklist
from .dicom_send import send
from .orthanc import Orthanc
from .process import wait_until
from .processor import Processor

SEG, SR = "1.2.840.10008.5.1.4.1.1.66.4", "1.2.840.10008.5.1.4.1.1.88.34"


@dataclasses.dataclass
class Outcome:
    file: str
    sop_instance_uid: str
    state: str = ""            # COMPLETED, CANCELED or SKIPPED
    reason: str = ""
    report_at: float = 0.0     # time.monotonic() at which the SR was seen in the PACS
    latency_s: float = 0.0     # from the C-STORE acknowledgement to the SR being in the PACS
    seg_uid: str = ""
    sr_uid: str = ""
    seg: bytes = b""
    sr: bytes = b""
    groups: list = dataclasses.field(default_factory=list)
    workitem: dict = dataclasses.field(default_factory=dict)


class ArrivalClock:
    """Notes when each instance appears in Orthanc's change log (its own time stamps have whole seconds only)."""

    def __init__(self, orthanc, interval_s=0.01):
        self.orthanc, self.interval_s = orthanc, interval_s
        self.seen = {}  # Orthanc id -> monotonic time
        self.cursor = orthanc.get("/changes?last")["Last"]
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()

    def watch(self):
        while not self.ended.is_set():
            try:
                page = self.orthanc.get(f"/changes?since={self.cursor}&limit=200")
            except OSError:
                page = {"Changes": [], "Last": self.cursor, "Done": True}  # Orthanc is being restarted
            now = time.monotonic()
            for change in page["Changes"]:
                if change["ChangeType"] == "NewInstance":
                    self.seen.setdefault(change["ID"], now)
            self.cursor = page["Last"]
            if page["Done"]:
                self.ended.wait(self.interval_s)

    def stop(self):
        self.ended.set()
        self.thread.join()


class Session:
    def __init__(self, folder, sonolist=None, package=None, processor=None, processor_arguments=(), network_ms=None):
        """With `network_ms` the processor is the stub, whose networks take that long."""
        self.folder = Path(folder)
        self.orthanc = Orthanc(self.folder / "pacs", sonolist)
        settings = {"package": package, "configuration": processor, "arguments": processor_arguments}
        if network_ms is None:
            self.processor = Processor(self.orthanc, self.folder / "processor", **settings)
        else:
            self.processor = Processor.stub(self.orthanc, self.folder / "processor", network_ms, **settings)
        self.worklist = worklist.Worklist(self.orthanc)

    def __enter__(self):
        self.orthanc.start()
        try:
            self.processor.start()
        except BaseException:
            self.orthanc.stop()
            raise
        return self

    def __exit__(self, *_):
        self.processor.stop()
        self.orthanc.stop()

    def instances(self, sop_class=None):
        """{SOP Instance UID: Orthanc id} of what the PACS holds."""
        found = {}
        for identifier in self.orthanc.get("/instances"):
            if sop_class and self.sop_class(identifier) != sop_class:
                continue
            found[self.orthanc.get(f"/instances/{identifier}")["MainDicomTags"]["SOPInstanceUID"]] = identifier
        return found

    def sop_class(self, identifier):
        return self.orthanc.request("GET", f"/instances/{identifier}/metadata/SopClassUid")[2].decode()

    def results_by_source(self):
        """{source SOP Instance UID: {"SEG": count, "SR": count}} counted by reading every result in the PACS."""
        found = {}
        for kind, sop_class in (("SEG", SEG), ("SR", SR)):
            for identifier in self.instances(sop_class).values():
                source = report.source_of(report.read(self.orthanc.file(identifier)))
                found.setdefault(source, {"SEG": 0, "SR": 0})[kind] += 1
        return found

    def skipped(self):
        """{SOP Instance UID: reason} of images that no rule selected."""
        return {row["sopInstanceUid"]: row["reason"] for row in self.orthanc.get("/sonolist/skipped?limit=1000")}

    def process(self, files, timeout=600.0, progress=None):
        """Sends the files and waits until each is COMPLETED, CANCELED for good or SKIPPED: [Outcome]."""
        outcomes = [Outcome(str(file), str(pydicom.dcmread(file, stop_before_pixels=True, force=True).SOPInstanceUID))
                    for file in files]
        clock = ArrivalClock(self.orthanc)
        try:
            acknowledged = send(self.orthanc, files)
            wanted = {outcome.sop_instance_uid for outcome in outcomes}

            def finished():
                latest, skipped = self.worklist.latest_by_source(), self.skipped()
                states = {uid: worklist.value(latest[uid], worklist.STATE) for uid in wanted if uid in latest}
                states.update({uid: "SKIPPED" for uid in wanted if uid in skipped and uid not in states})
                if progress:
                    progress(len(wanted), states, {uid: worklist.progress_of(latest[uid]) for uid in states if uid in latest})
                done = all(states.get(uid) in (*worklist.FINAL, "SKIPPED") for uid in wanted)
                return (latest, skipped) if done else None

            latest, skipped = wait_until(finished, f"the end of {len(wanted)} images", timeout, interval=0.2)
        finally:
            clock.stop()
        held = self.instances()
        for outcome in outcomes:
            if outcome.sop_instance_uid in latest:
                self.fill(outcome, latest[outcome.sop_instance_uid], held, clock, acknowledged)
            else:
                outcome.state, outcome.reason = "SKIPPED", skipped[outcome.sop_instance_uid]
        return outcomes

    def fill(self, outcome, workitem, held, clock, acknowledged):
        outcome.workitem = workitem
        outcome.state = worklist.value(workitem, worklist.STATE)
        outcome.reason = worklist.reason_of(workitem)
        for sop_class, uid in worklist.outputs_of(workitem):
            if uid not in held:
                raise RuntimeError(f"{outcome.file}: output {uid} of a completed step is not in the PACS")
            if sop_class == SEG:
                outcome.seg_uid, outcome.seg = uid, self.orthanc.file(held[uid])
            elif sop_class == SR:
                outcome.sr_uid, outcome.sr = uid, self.orthanc.file(held[uid])
                outcome.groups = report.groups_of(report.read(outcome.sr))
                if held[uid] in clock.seen:
                    outcome.report_at = clock.seen[held[uid]]
                    outcome.latency_s = outcome.report_at - acknowledged[outcome.file]
