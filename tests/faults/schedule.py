"""A seed makes a list of faults, each bound to a moment of the work: the n-th exchange of a purpose, never a time."""

import dataclasses
import random
import threading

from . import network_faults, relay

# Share of each fault among the injected ones. Faults of processes cost seconds each, those of the network little.
NETWORK = {kind: 10 for kind in network_faults.KINDS}
NETWORK["stall"] = 4
PROCESSES = {"kill-processor": 8, "stop-processor": 5, "freeze-processor": 3, "skew-clock": 2, "kill-orthanc": 5, "fill-disk": 2,
             "kill-postgresql": 4}
SERVERS = {"kill-orthanc", "fill-disk", "kill-postgresql"}
RELAY = {kind: 15 for kind in relay.KINDS}
# How often an exchange of a purpose is hit: of one step's exchanges each is hit about as often as another.
PURPOSES = {"send": 2, "c-store": 2, "subscribe": 1, "claim": 5, "fetch": 4, "update": 5, "store": 5, "complete": 5}
# Exchanges of a purpose from one fault to the next.
GAPS = {"subscribe": (1, 1), "update": (2, 8), "send": (1, 3), "c-store": (1, 2)}
GAP = (1, 5)


@dataclasses.dataclass(frozen=True)
class Injection:
    number: int   # in the schedule
    kind: str
    purpose: str
    count: int    # it strikes at the count-th exchange of this purpose
    moment: str   # of a process fault: "before" or "after" the server acted

    def __str__(self):
        return f"#{self.number} {self.kind} {self.moment} {self.purpose} {self.count}"


def make(seed, faults, without=(), event_channel=True):
    """`faults` injections; the same for the same arguments. Without an event channel nobody subscribes more than once."""
    chance = random.Random(seed)
    purposes = {purpose: share for purpose, share in PURPOSES.items() if event_channel or purpose != "subscribe"}
    at = dict.fromkeys(purposes, 0)
    injections = []
    for number in range(1, faults + 1):
        (purpose,) = chance.choices(list(purposes), purposes.values())
        at[purpose] += chance.randint(*GAPS.get(purpose, GAP))
        possible = {kind: share for kind, share in kinds_for(purpose).items() if kind not in without}
        (kind,) = chance.choices(list(possible), possible.values())
        injections.append(Injection(number, kind, purpose, at[purpose], chance.choice(("before", "after"))))
    return injections


def kinds_for(purpose):
    """{kind: share} of the faults that can strike an exchange."""
    if purpose not in ("send", "c-store"):
        return {**NETWORK, **PROCESSES}
    # A modality's exchange has no processor.
    servers = {kind: share for kind, share in PROCESSES.items() if kind in SERVERS}
    return {**(NETWORK if purpose == "send" else RELAY), **servers}


class Progress:
    """Counts the exchanges of each purpose and says which fault is due. Thread safe."""

    def __init__(self, injections):
        self.lock = threading.Lock()
        self.counts = {}
        self.waiting = {(injection.purpose, injection.count): injection for injection in injections}

    def due(self, purpose):
        """The injection for this exchange, or None."""
        with self.lock:
            self.counts[purpose] = self.counts.get(purpose, 0) + 1
            return self.waiting.pop((purpose, self.counts[purpose]), None)

    @property
    def left(self):
        with self.lock:
            return len(self.waiting)
