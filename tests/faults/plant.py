"""Orthanc, its data base and some processors, each behind a proxy, restarted when they die as a service supervisor does."""

import contextlib
import random
import signal
import threading

from tests.harness.orthanc import Orthanc
from tests.harness.process import wait_until
from tests.harness.processor import Processor

from . import packages, workload
from .proxy import Proxy
from .relay import Relay
from .small_disk import SmallDisk

LEASE_S = 2
# So many that no step becomes a dead letter by bad luck: with one exchange in three hit, one attempt in ten succeeds at worst,
# and 0.9^100 is 3 in 100 000 steps.
MAXIMUM_ATTEMPTS = 100
SONOLIST = {"LeaseSeconds": LEASE_S, "MaximumAttempts": MAXIMUM_ATTEMPTS, "RetryDelaySeconds": 0, "Rules": workload.RULES}
PROCESSOR = {"HeartbeatSeconds": 1, "HttpTimeoutSeconds": 2, "PollMilliseconds": 50, "RetrySeconds": 20, "StopGraceSeconds": 1}
RESTART_PAUSE_S = 0.2  # between two starts of one that dies at once
SKEWS_S = (-30, 120, 3600, 86400)
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"


class Supervised:
    """A server that is started again whenever it is found dead, unless it is meant to be down."""

    def __init__(self, server):
        self.server = server
        self.lock = threading.RLock()

    @property
    def process(self):
        return self.server.process

    def kill(self):
        with self.lock:
            if self.process.running():
                self.process.kill()

    def send(self, number):
        with self.lock:
            if self.process.running():
                self.process.child.send_signal(number)

    def revive(self):
        with self.lock:
            if not self.process.running():
                self.process.start()


class Plant:
    """Context manager. `act(exchange)` is asked for every exchange of every proxy, `act_dicom(association)` for every association."""

    def __init__(self, folder, seed, act, act_dicom, postgresql=None, event_channel=True, processors=3, network_ms=40):
        """`postgresql`: a running server for the worklist, which is supervised from here on; None: SQLite."""
        self.folder, self.act, self.act_dicom, self.event_channel = folder, act, act_dicom, event_channel
        self.database = Supervised(postgresql) if postgresql else None
        self.processor_count, self.network_ms = processors, network_ms
        self.chance = random.Random(f"plant {seed}")
        self.ended = threading.Event()
        self.disk = None
        self.proxies, self.processors = [], {}

    def __enter__(self):
        with contextlib.ExitStack() as undo:
            undo.callback(self.close)
            self.orthanc = Orthanc(self.folder / "pacs", self.section())
            with contextlib.suppress(PermissionError):
                self.disk = SmallDisk(self.folder / "pacs" / "storage")
                self.orthanc.process.command = self.disk.wrap(self.orthanc.process.command)
            self.orthanc.start()
            models = [str(packages.make(self.folder / "packages" / name, name, version))
                      for name, version in (workload.FIRST, workload.SECOND)]
            self.sender = self.proxy("sender")
            self.relay = Relay(("127.0.0.1", self.orthanc.dicom_port), self.act_dicom)
            undo.callback(self.relay.close)
            for number in range(1, self.processor_count + 1):
                self.processors[f"processor-{number}"] = self.processor(f"processor-{number}", models)
            self.orthanc = Supervised(self.orthanc)
            for processor in self.processors.values():
                processor.server.start()
            self.keeper = threading.Thread(target=self.keep_alive, daemon=True)
            self.keeper.start()
            undo.pop_all()
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.ended.set()
        if hasattr(self, "keeper"):
            self.keeper.join()
        for processor in self.processors.values():
            processor.send(signal.SIGCONT)
            processor.server.stop()
        getattr(self.orthanc, "server", self.orthanc).stop()
        for proxy in self.proxies:
            proxy.close()
        if self.disk:
            self.disk.close()

    @property
    def pacs(self):
        """For the suite's own requests, past the proxies."""
        return self.orthanc.server

    def proxy(self, name):
        self.proxies.append(Proxy(name, ("127.0.0.1", self.orthanc.http_port), self.act))
        return self.proxies[-1]

    def section(self):
        """Of the plug-in."""
        database = {"Database": self.database.server.section} if self.database else {}
        # Without the plug-in's own door there is no event channel: the processors poll.
        door = {} if self.event_channel else {"Listener": {"Enable": False}}
        return {**SONOLIST, **database, **door}

    def processor(self, name, models):
        url = self.proxy(name).url + "/dicom-web"
        return Supervised(Processor.stub(self.orthanc, self.folder / "processors", self.network_ms, name=name, arguments=("--threads", "1"),
                                         configuration={**PROCESSOR, "DicomWebUrl": url, "Packages": models}))

    def keep_alive(self):
        while not self.ended.wait(RESTART_PAUSE_S):
            for part in filter(None, (self.database, self.orthanc, *self.processors.values())):
                part.revive()

    def skew(self, name):
        """Ends a processor; it comes back with a clock that is wrong."""
        part = self.processors[name]
        with part.lock:
            part.kill()
            # Only the time of day is wrong: waiting goes by another clock.
            part.process.environment.update(LD_PRELOAD=FAKETIME, FAKETIME=f"{self.chance.choice(SKEWS_S):+d}s", FAKETIME_DONT_FAKE_MONOTONIC="1")

    def await_answer(self):
        wait_until(self.pacs.watch(), "Orthanc's answer", 60)
