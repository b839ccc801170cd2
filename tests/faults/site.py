"""A hospital in name spaces: PACS hosts that share one worklist, a host of its data base, and hosts of processors."""

import contextlib
import ctypes
import os
import signal

from tests.harness.orthanc import Orthanc
from tests.harness.postgresql import Postgresql
from tests.harness.processor import Processor

from . import packages, workload
from .hosts import Switch

HTTP_PORT, LISTENER_PORT = 8042, 8043
CLONE_NEWNET = 0x40000000
PROCESSOR = {"HeartbeatSeconds": 1, "HttpTimeoutSeconds": 2, "PollMilliseconds": 50, "RetrySeconds": 60}


@contextlib.contextmanager
def inside(name_space):
    """This thread, and all that it starts, live in the name space."""
    libc = ctypes.CDLL(None, use_errno=True)
    with open("/proc/thread-self/ns/net", "rb") as home, open(name_space.file, "rb") as there:
        if libc.setns(there.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "the name space cannot be entered")
        try:
            yield
        finally:
            libc.setns(home.fileno(), CLONE_NEWNET)


class Site:
    """Context manager; the thread that enters it reaches every host."""

    def __init__(self, folder, sonolist, pacs=2, processors=6, network_ms=1000):
        self.folder, self.sonolist = folder, sonolist
        self.pacs_count, self.processor_count, self.network_ms = pacs, processors, network_ms

    def __enter__(self):
        with contextlib.ExitStack() as started:
            switch = started.enter_context(Switch())
            desk = switch.host("desk")
            started.enter_context(inside(desk))
            database = switch.host("database")
            with inside(database):
                self.database = started.enter_context(Postgresql(database.address))
            self.pacs = [self.start_pacs(started, switch.host(f"pacs-{number}")) for number in range(1, self.pacs_count + 1)]
            models = [str(packages.make(self.folder / "packages" / name, name, version)) for name, version in (workload.FIRST, workload.SECOND)]
            self.processors = [self.start_processor(started, switch.host(f"worker-{number}"), number, models)
                               for number in range(1, self.processor_count + 1)]
            self.started = started.pop_all()
        return self

    def __exit__(self, *_):
        self.thaw()
        self.started.close()

    def start_pacs(self, started, host):
        section = {**self.sonolist, "Database": self.database.section, "PublicDicomWebUrl": f"http://{host.address}:{HTTP_PORT}/dicom-web",
                   "Listener": {"Address": host.address, "Port": LISTENER_PORT}}
        return self.start(started, Orthanc(self.folder / host.name, section, address=host.address, http_port=HTTP_PORT), host)

    def start_processor(self, started, host, number, models):
        """It takes work from the door of every PACS; which it asks first differs."""
        doors = [self.pacs[(number + offset) % self.pacs_count] for offset in range(self.pacs_count)]
        others = [{"DicomWebUrl": pacs.dicomweb, "Username": pacs.user, "PasswordFile": str(pacs.password_file)} for pacs in doors[1:]]
        processor = Processor.stub(doors[0], self.folder / "processors", self.network_ms, name=host.name, arguments=("--threads", "1"),
                                   configuration={**PROCESSOR, "Packages": models, "Worklists": others})
        return self.start(started, processor, host)

    @staticmethod
    def start(started, server, host):
        server.host = host
        server.process.command = host.wrap(server.process.command)
        return started.enter_context(server)

    def freeze(self, beyond=0):
        """All processors but the first `beyond` stand still."""
        for processor in self.processors[beyond:]:
            processor.process.child.send_signal(signal.SIGSTOP)

    def thaw(self, first=None):
        for processor in self.processors[:first]:
            processor.process.child.send_signal(signal.SIGCONT)


def cpu_seconds(pid):
    """Time of a processor core that a process has used so far."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
