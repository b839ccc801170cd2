"""The text format of Prometheus, read strictly: what the format allows and a scraper might still stumble over is refused."""

import math
import re

NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"')
SAMPLE = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)")
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Malformed(Exception):
    pass


class Family:
    def __init__(self, name, kind):
        self.name, self.kind = name, kind
        self.samples = {}  # (sample name, frozenset of labels) -> value


def demand(condition, what):
    if not condition:
        raise Malformed(what)


def number(text):
    special = {"+Inf": math.inf, "-Inf": -math.inf, "NaN": math.nan}
    if text in special:
        return special[text]
    demand(re.fullmatch(r"[-+]?[0-9.]+(e[-+]?[0-9]+)?", text), f"{text} is no number")
    return float(text)


def labels(text):
    found, position = {}, 0
    while position < len(text):
        match = LABEL.match(text, position)
        demand(match, f"labels {text!r}")
        demand(match[1] not in found, f"the label {match[1]} comes twice")
        found[match[1]] = re.sub(r"\\(.)", lambda escape: "\n" if escape[1] == "n" else escape[1], match[2])
        position = match.end()
        if position < len(text):
            demand(text[position] == "," and position + 1 < len(text), f"labels {text!r}")
            position += 1
    return frozenset(found.items())


def families(text):
    """{name: Family} of a whole answer."""
    found, family, helped = {}, None, None
    demand(text.endswith("\n"), "the last line does not end")
    for line in text[:-1].split("\n"):
        if line.startswith("# HELP "):
            helped = line.split(" ", 3)[2]
            demand(len(line.split(" ", 3)) == 4 and line.split(" ", 3)[3], f"{helped} has no help")
        elif line.startswith("# TYPE "):
            name, kind = line.split(" ")[2:]
            demand(NAME.fullmatch(name) and name == helped, f"TYPE of {name} does not follow its HELP")
            demand(kind in ("counter", "gauge", "histogram"), f"{name} is a {kind}")
            demand(name not in found, f"{name} comes twice")
            demand(kind != "counter" or name.endswith("_total"), f"the counter {name} is not a _total")
            family = found[name] = Family(name, kind)
        else:
            match = SAMPLE.fullmatch(line)
            demand(match, f"line {line!r}")
            demand(family is not None, f"{match[1]} has no family")
            endings = ("_bucket", "_sum", "_count") if family.kind == "histogram" else ("",)
            demand(match[1] in [family.name + ending for ending in endings], f"{match[1]} in the family {family.name}")
            key = (match[1], labels(match[2] or ""))
            demand(key not in family.samples, f"{line!r} comes twice")
            family.samples[key] = number(match[3])
            demand(family.kind == "gauge" or family.samples[key] >= 0, f"{line!r} is negative")
    for one in found.values():
        if one.kind == "histogram":
            check_histogram(one)
    return found


def check_histogram(family):
    buckets = {}
    for (name, tags), value in family.samples.items():
        if name.endswith("_bucket"):
            bound = number(dict(tags)["le"])
            buckets.setdefault(frozenset(tags - {("le", dict(tags)["le"])}), []).append((bound, value))
    for tags, rows in buckets.items():
        demand(rows == sorted(rows), f"the buckets of {family.name} are out of order")
        demand([value for _, value in rows] == sorted(value for _, value in rows), f"the buckets of {family.name} fall")
        demand(rows[-1] == (math.inf, family.samples[(family.name + "_count", tags)]), f"{family.name}: +Inf is not the count")
        demand((family.name + "_sum", tags) in family.samples, f"{family.name} has no sum")
    counts = [tags for name, tags in family.samples if name.endswith("_count")]
    demand(set(counts) == set(buckets), f"{family.name} has counts without buckets")


class Scrape:
    """One answer of a /metrics, by sample name and labels."""

    def __init__(self, text):
        self.families = families(text)

    def names(self):
        """Of families and of samples."""
        return set(self.families) | {name for family in self.families.values() for name, _ in family.samples}

    def all(self, name, **tags):
        """[(labels, value)] of the samples that have these labels."""
        wanted = set(tags.items())
        return [(dict(found), value) for family in self.families.values()
                for (sample, found), value in family.samples.items() if sample == name and wanted <= found]

    def total(self, name, **tags):
        return sum(value for _, value in self.all(name, **tags))

    def value(self, name, **tags):
        (sample,) = self.all(name, **tags)
        return sample[1]
