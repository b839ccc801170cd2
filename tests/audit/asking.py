"""What is asked, and what must be answered."""

import dataclasses
import json
import urllib.parse
from typing import Any, Callable


@dataclasses.dataclass
class Question:
    path: str          # below /sonolist/audit/
    expected: Any
    arrange: Callable = lambda answer: answer  # brings an answer into an order of its own, where none is promised


def question(resource, query, expected, arrange=lambda answer: answer):
    return Question(resource + "?" + urllib.parse.urlencode(query), expected, arrange)


def in_order(value):
    """A text that does not depend on the order of keys."""
    return json.dumps(value, sort_keys=True)


def key_of(result):
    return result["kind"], result["sopInstanceUid"], result["group"]


def arranged_results(answer):
    """By what they are; an answer out of the order of time is not arranged, and so differs."""
    times = [result["time"] for result in answer["results"]]
    if times != sorted(times, reverse=True):
        return answer
    return {**answer, "results": sorted(answer["results"], key=key_of)}


def structure_key(code):
    return code["meaning"], code["scheme"], code["value"]
