"""A real processor working for an Orthanc."""

import json

from . import paths
from .process import Process, wait_until


class Processor:
    def __init__(self, orthanc, folder, name="processor-1", package=None, configuration=None, arguments=(),
                 environment=None):
        folder.mkdir(parents=True, exist_ok=True)
        settings = {
            "DicomWebUrl": orthanc.dicomweb,
            "Username": orthanc.user,
            "PasswordFile": str(orthanc.password_file),
            "Packages": [str(package or paths.PACKAGE)],
            "Name": name,
            **(configuration or {}),
        }
        file = folder / f"{name}.json"
        file.write_text(json.dumps(settings, indent=2))
        self.process = Process([paths.PROCESSOR, "--config", file, *arguments], folder / f"{name}.log", environment)

    def readiness_lines(self):
        if not self.process.log.exists():
            return 0
        return sum('"ready"' in line for line in self.process.log.read_text(errors="replace").splitlines())

    def start(self):
        already = self.readiness_lines()
        self.process.start()

        def ready():
            if not self.process.running():
                raise RuntimeError("the processor ended at start:\n" + self.process.log_tail())
            return self.readiness_lines() > already

        wait_until(ready, "the processor's readiness", 180)
        return self

    def stop(self):
        return self.process.stop()

    def kill(self):
        self.process.kill()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
