"""Says where two answers differ."""

import copy
import math


def difference(expected, found, where=""):
    """A sentence about the first difference, or nothing. Numbers may differ by rounding."""
    if isinstance(expected, float) and isinstance(found, (int, float)) and not isinstance(found, bool):
        same = math.isclose(expected, found, rel_tol=1e-9, abs_tol=1e-12)
        return "" if same else f"{where}: {found!r} where {expected!r} is right"
    if isinstance(expected, dict) and isinstance(found, dict):
        if expected.keys() != found.keys():
            return f"{where}: keys {sorted(found)} where {sorted(expected)} are right"
        return next(filter(None, (difference(expected[key], found[key], f"{where}/{key}") for key in expected)), "")
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return f"{where}: {len(found)} entries where {len(expected)} are right"
        return next(filter(None, (difference(*both, f"{where}/{place}") for place, both in enumerate(zip(expected, found)))), "")
    same = type(expected) is type(found) and expected == found
    return "" if same else f"{where}: {found!r} where {expected!r} is right"


def leaves(answer, path=()):
    if isinstance(answer, dict):
        for key, value in answer.items():
            yield from leaves(value, (*path, key))
    elif isinstance(answer, list):
        for place, value in enumerate(answer):
            yield from leaves(value, (*path, place))
    else:
        yield path


def spoilt(answer, path):
    """The answer with another value in one place."""
    if not path:
        return "spoilt" if answer is None or isinstance(answer, str) else answer + 1
    changed = copy.copy(answer)
    changed[path[0]] = spoilt(answer[path[0]], path[1:])
    return changed
