"""Images that wait in the PACS, worked through by processors that are started then: what each costs."""

import dataclasses
import json
import os
from datetime import datetime
from pathlib import Path

from .dicom_send import send
from .process import wait_until
from .worklist import STATE, value


def cpu_seconds(pid):
    """Of a process with all its threads, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Completed:
    """The steps that processors have completed since now, by their logs: asking the PACS would cost the cores that are measured."""

    def __init__(self, processors):
        logs = [processor.process.log for processor in processors]
        self.offsets = {log: log.stat().st_size if log.exists() else 0 for log in logs}

    def times(self):
        """Seconds since the epoch, ascending. RuntimeError when something went wrong."""
        times = []
        for path, offset in self.offsets.items():
            with open(path, encoding="utf-8") as log:
                log.seek(offset)
                messages = [json.loads(line) for line in log if line.endswith("\n")]
            if wrong := [message for message in messages if message["level"] in ("warning", "error")]:
                raise RuntimeError(f"not completed: {wrong}")
            times += [datetime.fromisoformat(message["time"].replace("Z", "+00:00")).timestamp()
                      for message in messages if message["message"] == "completed"]
        return sorted(times)

    def wait(self, count):
        wait_until(lambda: len(self.times()) >= count, f"the end of {count} steps", 900, interval=0.5)


@dataclasses.dataclass
class Cost:
    milliseconds: float  # of a picture, from one end of a step to the next
    cores: dict          # milliseconds of a core for a picture, by program

    def __str__(self):
        return f"{self.milliseconds:.1f} ms; cores used: " + ", ".join(f"{name} {used:.0f} ms" for name, used in self.cores.items())


def scheduled(worklist):
    return sum(value(item, STATE) == "SCHEDULED" for item in worklist.all())


def work_through(session, files, pictures=1, at_once=4, others=()):
    """Cost of a picture, of files with `pictures` each. `at_once`: steps that are in work at a time. They end together or in turn: from the
    end of the first `at_once` to the last, all but these have been worked through. Arrival in the PACS is no part of it."""
    processors = [session.processor, *others]
    session.processor.process.stop()
    send(session.orthanc, files)
    wait_until(lambda: scheduled(session.worklist) == len(files), "the images on the worklist", 120, interval=0.5)
    completed = Completed(processors)
    for processor in processors:
        processor.start()
    completed.wait(at_once)
    programs = {"PACS with plug-in": [session.orthanc], "processor": processors}
    before = {name: sum(cpu_seconds(one.process.pid) for one in ones) for name, ones in programs.items()}
    counted = len(completed.times())
    completed.wait(len(files))
    done = max(1, len(files) - counted) * pictures
    cores = {name: (sum(cpu_seconds(one.process.pid) for one in ones) - before[name]) / done * 1e3 for name, ones in programs.items()}
    ends = completed.times()
    return Cost((ends[-1] - ends[at_once - 1]) / (len(ends) - at_once) / pictures * 1e3, cores)
