"""Hosts of our own on one switch: each is a network name space that lives as long as this program, however it ends."""

import subprocess

SUBNET = "10.99.0"
# The processes that hold the name spaces end with their standard input, that is, with us.
HOLD = ["unshare", "--net", "sh", "-c", "ip link set lo up && echo ready && exec cat"]


class NameSpace:
    def __init__(self):
        self.holder = subprocess.Popen(HOLD, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if self.holder.stdout.readline() != "ready\n":
            self.holder.wait()
            raise PermissionError(f"no network name space can be made here (root is needed): {self.holder.stderr.read().strip()}")

    @property
    def pid(self):
        return self.holder.pid

    @property
    def file(self):
        return f"/proc/{self.pid}/ns/net"

    def wrap(self, command):
        """The command as it must be called to run here."""
        return ["nsenter", f"--net={self.file}", *command]

    def run(self, *command):
        subprocess.run(self.wrap(command), check=True)

    def close(self):
        self.holder.kill()
        self.holder.wait()


class Host(NameSpace):
    """One more machine at the switch; the cable can be pulled."""

    def __init__(self, switch, name, number):
        super().__init__()
        self.switch, self.name, self.port, self.address = switch, name, f"port{number}", f"{SUBNET}.{number}"
        switch.run("ip", "link", "add", self.port, "type", "veth", "peer", "name", "eth0", "netns", str(self.pid))
        switch.run("ip", "link", "set", self.port, "master", "bridge", "up")
        self.run("ip", "address", "add", f"{self.address}/24", "dev", "eth0")
        self.run("ip", "link", "set", "eth0", "up")

    def cut_off(self):
        self.switch.run("ip", "link", "set", self.port, "down")

    def rejoin(self):
        self.switch.run("ip", "link", "set", self.port, "up")


class Switch(NameSpace):
    """Context manager."""

    def __enter__(self):
        self.run("ip", "link", "add", "bridge", "type", "bridge")
        self.run("ip", "link", "set", "bridge", "up")
        self.hosts = []
        return self

    def host(self, name):
        self.hosts.append(Host(self, name, len(self.hosts) + 1))
        return self.hosts[-1]

    def __exit__(self, *_):
        for part in (*self.hosts, self):
            part.close()
