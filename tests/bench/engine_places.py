"""Places for data bases of both engines, and the programs that measure there."""

import contextlib
import json
import subprocess
import tempfile
from pathlib import Path

from tests.harness.postgresql import Postgresql

ENGINES = ("sqlite", "postgresql")


def answers_of(program, *command):
    """The lines of JSON that the program prints, as they come."""
    child = subprocess.Popen([str(word) for word in (program, *command)], stdout=subprocess.PIPE, text=True)
    for line in child.stdout:
        yield json.loads(line)
    if child.wait() != 0:
        raise RuntimeError(f"{program.name} {command[0]} ended with status {child.returncode}")


class SqlitePlaces:
    """Files in a folder."""

    name = "sqlite"
    section = {}  # of the plug-in

    def __init__(self, folder):
        self.folder = folder

    def place(self, name):
        return self.folder / f"{name}.db"

    def settle(self, name):
        """Nothing to do: it keeps no statistics."""

    def size(self, name):
        return sum(file.stat().st_size for file in self.folder.glob(f"{name}.db*"))


class PostgresqlPlaces:
    """Data bases of a server."""

    name = "postgresql"

    def __init__(self, server):
        self.server = server

    @property
    def section(self):
        return {"Database": self.server.section}

    def place(self, name):
        return self.server.create_database(name)

    def settle(self, name):
        """What the server does by itself some minutes after a large load."""
        self.server.vacuum(name)

    def size(self, name):
        return int(self.server.query(f"SELECT pg_database_size('{name}')")[0][0])


@contextlib.contextmanager
def places_of(engine, parent):
    if engine == "sqlite":
        with tempfile.TemporaryDirectory(prefix="sonolist-bench-", dir=parent) as folder:
            yield SqlitePlaces(Path(folder))
    else:
        with Postgresql(parent=parent) as server:
            yield PostgresqlPlaces(server)
