"""A real processor working for an Orthanc."""

import json

from . import paths
from .process import Process, Server


class Processor(Server):
    readiness_timeout = 180.0

    def __init__(self, orthanc, folder, name="processor-1", package=None, configuration=None, arguments=(),
                 environment=None, program=paths.PROCESSOR):
        folder.mkdir(parents=True, exist_ok=True)
        settings = {
            "DicomWebUrl": orthanc.dicomweb,
            "Username": orthanc.user,
            "PasswordFile": str(orthanc.password_file),
            "Packages": [str(package or paths.PACKAGE)],
            "Name": name,
            "StateDirectory": str(folder / "state"),
            "Monitoring": {"Port": 0},
            **(configuration or {}),
        }
        file = folder / f"{name}.json"
        file.write_text(json.dumps(settings, indent=2))
        super().__init__(f"processor {name}", Process([program, "--config", file, *arguments], folder / f"{name}.log", environment))

    @classmethod
    def stub(cls, orthanc, folder, network_ms=10, arguments=(), **rest):
        """The real processor but for its networks, which take `network_ms` and draw shapes."""
        return cls(orthanc, folder, arguments=("--network-ms", network_ms, *arguments), program=paths.STUB_PROCESSOR, **rest)

    def readiness_lines(self):
        if not self.process.log.exists():
            return 0
        return sum('"ready"' in line for line in self.process.log.read_text(errors="replace").splitlines())

    def monitoring(self):
        """URL of the door for metrics and health, e.g. http://127.0.0.1:41234, as the log of the last start tells it."""
        lines = [json.loads(line) for line in self.process.log.read_text(errors="replace").splitlines() if '"monitoring"' in line]
        return lines[-1]["monitoring"]

    def watch(self):
        already = self.readiness_lines()
        return lambda: self.readiness_lines() > already
