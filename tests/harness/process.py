"""One child process with its log file; ended by its own pid only."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, what, timeout=60.0, interval=0.02):
    """Polls until condition() is true and returns its value; TimeoutError names what was awaited."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen within {timeout:g} s")
        time.sleep(interval)


class Process:
    def __init__(self, command, log, environment=None, user=None):
        self.command = [str(word) for word in command]
        self.log = Path(log)
        self.environment = {**os.environ, **(environment or {})}
        self.user = user
        self.child = None

    def start(self):
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(
                self.command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=self.environment, user=self.user)

    @property
    def pid(self):
        return self.child.pid

    def running(self):
        return self.child is not None and self.child.poll() is None

    def kill(self):
        """SIGKILL: what a crash or a power cut of the machine looks like to the others."""
        self.child.kill()
        self.child.wait()

    def stop(self, timeout=30.0):
        """SIGTERM, then SIGKILL after the time-out. Returns the exit status."""
        if self.child is None:
            return None
        if self.running():
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(timeout)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.child.returncode

    def log_tail(self, lines=30):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Server:
    """What Orthanc and a processor have in common: a child process that is of use once it says that it is ready."""

    readiness_timeout = 60.0

    def __init__(self, name, process):
        self.name = name
        self.process = process

    def watch(self):
        """A function without arguments that is true once the process about to start is ready."""
        raise NotImplementedError

    def start(self):
        is_ready = self.watch()
        self.process.start()

        def ready():
            if not self.process.running():
                raise RuntimeError(f"{self.name} ended at start:\n{self.process.log_tail()}")
            return is_ready()

        wait_until(ready, f"{self.name}'s readiness", self.readiness_timeout)
        return self

    def stop(self):
        return self.process.stop()

    def kill(self):
        self.process.kill()

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
