"""A disk of our own for Orthanc's files, in a mount name space of its own, that can be filled to the brim and freed again."""

import os
import subprocess

SIZE_MIB = 4096  # tmpfs takes memory only for what is in it
FILL_TRIES = 50  # others write between the look and the resizing
PAGE = 4096  # a size of 0 would mean no limit
HOLD = "mount -t tmpfs -o size={size}m sonolist-faults '{folder}' && echo mounted && exec cat"  # which ends with us, however we end


class SmallDisk:
    """`wrap(command)` runs a command where the disk is mounted on `folder`; the disk outlives that command."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        script = HOLD.format(size=SIZE_MIB, folder=folder)
        self.holder = subprocess.Popen(["unshare", "--mount", "sh", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       stdin=subprocess.PIPE, text=True)
        if self.holder.stdout.readline() != "mounted\n":
            self.holder.wait()
            raise PermissionError(f"no disk can be mounted here: {self.holder.stderr.read().strip()}")

    def wrap(self, command):
        return ["nsenter", f"--mount=/proc/{self.holder.pid}/ns/mnt", "--wd=/", *command]

    def fill(self):
        """From now on nothing more fits: the disk is as large as its content."""
        for _ in range(FILL_TRIES):
            if self.resize(f"{max(self.used(), PAGE) // 1024}k"):
                return
        raise OSError("the disk cannot be made as small as its content")

    def used(self):
        seen = os.statvfs(f"/proc/{self.holder.pid}/root{self.folder}")
        return (seen.f_blocks - seen.f_bfree) * seen.f_frsize

    def free(self):
        if not self.resize(f"{SIZE_MIB}m"):
            raise OSError("the disk cannot be made large again")

    def resize(self, size):
        """False when there is more on it than that."""
        return subprocess.run(self.wrap(["mount", "-o", f"remount,size={size}", self.folder]), stderr=subprocess.DEVNULL).returncode == 0

    def close(self):
        self.holder.kill()
        self.holder.wait()
