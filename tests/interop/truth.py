"""Compares what a reader found in SEG and SR with the truth of the case."""

FRAME_KEYS = ("tracking_uid", "source_frame", "pixels", "rows", "columns", "values")
MEASUREMENT_KEYS = ("tracking_uid", "concept", "derivation", "unit")
TOLERANCE = 1e-6  # relative; of a value 0 absolute


def differences(truth, read):
    """Sentences on everything that is not as it must be; empty when all is."""
    return frame_differences(truth["frames"], read["frames"]) + measurement_differences(truth["measurements"], read["measurements"])


def frame_differences(expected, found):
    expected, found = ({tuple(frame[key] for key in FRAME_KEYS) for frame in frames} for frames in (expected, found))
    return ([f"frame missing or wrong: {described(frame)}" for frame in sorted(expected - found)] +
            [f"frame that should not be: {described(frame)}" for frame in sorted(found - expected)])


def described(frame):
    return ", ".join(f"{key} {value}" for key, value in zip(FRAME_KEYS, frame))


def measurement_differences(expected, found):
    expected, found = sorted(expected, key=order), sorted(found, key=order)
    if [names(item) for item in expected] != [names(item) for item in found]:
        missing = sorted(set(map(names, expected)) - set(map(names, found)))
        surplus = sorted(set(map(names, found)) - set(map(names, expected)))
        return [f"measurements: {len(found)} read, {len(expected)} expected; missing {missing}, not expected {surplus}"]
    return [f"measurement {names(wanted)}: {got['value']} read, {wanted['value']} expected"
            for wanted, got in zip(expected, found) if not same_value(wanted["value"], got["value"])]


def names(item):
    return tuple(item[key] for key in MEASUREMENT_KEYS)


def order(item):
    return names(item), item["value"] is None, item["value"] or 0.0


def same_value(wanted, got):
    if wanted is None or got is None:
        return wanted is got
    return abs(wanted - got) <= TOLERANCE * (abs(wanted) or 1.0)
