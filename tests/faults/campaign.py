"""One run: images are sent while a schedule of faults strikes; then quiet, then judgement."""

import collections
import dataclasses
import functools
import random
import time

from . import evidence, judge, network_faults, process_faults, relay, schedule
from .modality import Modality
from .plant import Plant
from .workload import Workload

BACKLOG = 8          # images that are under way at once, so that there is always work and a fault hits few
STUCK_AFTER_S = 45   # without any completion


@dataclasses.dataclass
class Outcome:
    injected: list = dataclasses.field(default_factory=list)   # Injection, in the order in which they struck
    left: int = 0                                               # injections that found no moment in time
    images: int = 0
    completed: int = 0
    seconds: float = 0.0
    problems: list = dataclasses.field(default_factory=list)

    @property
    def by_kind(self):
        return collections.Counter(injection.kind for injection in self.injected)


class Campaign:
    def __init__(self, folder, seed, faults, minutes=20.0, tell=lambda injected, completed: None, **plant):
        self.folder, self.seed, self.faults, self.tell = folder, seed, faults, tell
        self.deadline = time.monotonic() + 60.0 * minutes
        self.outcome = Outcome()
        self.plant = Plant(folder, seed, self.act, self.relay, **plant)
        self.progress = schedule.Progress([])
        self.modality = Modality(self.plant, seed)
        self.workload = Workload(folder / "images", seed)
        self.expected = {}
        self.skipped_kinds = {}

    def due(self, purpose):
        injection = self.progress.due(purpose)
        if injection:
            self.outcome.injected.append(injection)
        return injection

    def act(self, exchange):
        """Carries out one exchange with what the schedule has for it."""
        due = self.due(exchange.purpose)
        if due is None:
            return network_faults.passes(exchange, None)
        chance = random.Random(f"{self.seed} {due.number}")
        if due.kind in network_faults.KINDS:
            return network_faults.KINDS[due.kind](exchange, chance)
        if due.moment == "before":
            self.strike(due, exchange)
            return network_faults.passes(exchange, chance)
        answer = exchange.ask()
        self.strike(due, exchange)
        return exchange.answer(answer)

    def strike(self, due, exchange):
        try:
            process_faults.KINDS[due.kind](self.plant, exchange)
        except Exception as error:  # of whatever kind: a fault that did not happen must not count
            self.outcome.problems.append(f"the fault {due} could not be carried out: {error!r}")

    def relay(self, association):
        """The same for an image that comes by C-STORE."""
        due = self.due(association.purpose)
        if due is None:
            return association.run()
        if due.kind in relay.KINDS:
            return relay.KINDS[due.kind](association)
        strike = functools.partial(self.strike, due, association)
        return association.run(on_data=strike) if due.moment == "before" else association.run(on_answer=strike)

    def run(self):
        began = time.monotonic()
        with self.plant as plant:
            self.skipped_kinds = process_faults.impossible(plant)
            self.progress = schedule.Progress(schedule.make(self.seed, self.faults, self.skipped_kinds, plant.event_channel))
            while self.progress.left and time.monotonic() < self.deadline:
                self.keep_busy()
            self.outcome.left = self.progress.left
            self.progress = schedule.Progress([])  # from here on nothing strikes any more
            self.await_quiet()
            found = evidence.gather(plant.pacs, self.expected, self.folder / "results")
        self.outcome.images = len(self.expected)
        self.outcome.problems += judge.problems(found)
        self.outcome.seconds = time.monotonic() - began
        return self.outcome

    def keep_busy(self):
        if self.under_way() < BACKLOG:
            self.send(self.workload.next())
        else:
            time.sleep(0.05)
        self.tell(len(self.outcome.injected), self.outcome.completed)

    def send(self, image):
        self.modality.send(image)
        self.expected[image.sop_instance_uid] = image.models

    def states(self):
        """{state: number of workitems}, or None while Orthanc does not answer."""
        try:
            return self.plant.pacs.get("/sonolist/status")["workitems"]
        except (OSError, RuntimeError):
            return None

    def under_way(self):
        states = self.states()
        if states is None:
            return BACKLOG
        self.outcome.completed = states.get("COMPLETED", 0)
        return states.get("SCHEDULED", 0) + states.get("IN PROGRESS", 0)

    def await_quiet(self):
        """Until every step that must be done is done, or nothing has been completed for too long: the judge says what is stuck."""
        if self.plant.disk:
            self.plant.disk.free()
        wanted = sum(map(len, self.expected.values()))
        latest, since = -1, time.monotonic()
        while time.monotonic() - since < STUCK_AFTER_S:
            open_steps = self.under_way()
            if self.outcome.completed != latest:
                latest, since = self.outcome.completed, time.monotonic()
            self.tell(len(self.outcome.injected), latest)
            if open_steps == 0 and latest >= wanted:
                return
            time.sleep(0.1)
