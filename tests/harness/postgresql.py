"""A throw-away server of PostgreSQL in a temporary folder, reached by a socket there or at an address of a network of our own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from .process import Process, Server, wait_until

USER = "postgres"


def programs():
    """The folder with the newest installed version's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise RuntimeError("PostgreSQL is not installed: run scripts/setup tests")
    return found[-1].parent


class Postgresql(Server):
    def __init__(self, address="", parent=None):
        """With an address, whoever is in the same subnet gets in there without a password. `parent`: a folder that all may enter."""
        self.address = address
        # Not in a test's own folder: PostgreSQL does not run as root, and its user must be able to go there.
        self.folder = Path(tempfile.mkdtemp(prefix="sonolist-postgresql-", dir=parent))
        self.user = USER if os.geteuid() == 0 else None
        if self.user:
            account = pwd.getpwnam(self.user)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.data = self.folder / "data"
        subprocess.run([programs() / "initdb", "-D", self.data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"],
                       check=True, stdout=subprocess.DEVNULL, user=self.user, cwd=self.folder)
        with open(self.data / "pg_hba.conf", "a") as access:
            access.write("host all all samenet trust\n" if address else "")
        super().__init__("PostgreSQL", Process([programs() / "postgres", "-D", self.data, "-k", self.folder, "-c", f"listen_addresses={address}"],
                                               self.folder / "log", user=self.user))

    @property
    def url(self):
        """For libpq on this host."""
        return f"host={self.folder} user={USER} dbname=postgres"

    @property
    def section(self):
        """Of the plug-in's configuration."""
        return {"Engine": "PostgreSQL", "Connection": self.url.replace(str(self.folder), self.address or str(self.folder))}

    def watch(self):
        return lambda: subprocess.run([programs() / "pg_isready", "-q", "-d", self.url], check=False).returncode == 0

    def kill9(self):
        self.kill()
        # The others see by themselves that the first process is gone; until then a new server refuses to start.
        wait_until(lambda: not self.processes(), "the end of all processes of PostgreSQL")

    def processes(self):
        """Their numbers."""
        found = []
        for link in Path("/proc").glob("[0-9]*/cwd"):
            try:
                if link.readlink() == self.data:
                    found.append(int(link.parent.name))
            except OSError:
                pass  # ended meanwhile
        return found

    def create_database(self, name):
        """For libpq."""
        self.query(f"CREATE DATABASE {name}")
        return self.url.replace("dbname=postgres", f"dbname={name}")

    def vacuum(self, name):
        """Statistics and visibility of this data base, as autovacuum brings them."""
        self.query("VACUUM ANALYZE", self.url.replace("dbname=postgres", f"dbname={name}"))

    def query(self, sql, url=None):
        """Rows of texts."""
        answer = subprocess.run([programs() / "psql", "-X", "-A", "-t", "-F", "\t", "-d", url or self.url, "-c", sql],
                                check=True, capture_output=True, text=True)
        return [line.split("\t") for line in answer.stdout.splitlines()]

    def __exit__(self, *_):
        super().__exit__()
        shutil.rmtree(self.folder)
