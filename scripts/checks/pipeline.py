"""the pipeline's throughput (worklist, PACS, decoding, measuring, encoding, storing) against the bare network's on CPU (about 6 minutes)"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

from tests.harness import full_size, phantom_studies
from tests.harness.backlog import work_through
from tests.harness.bounds import Bounds
from tests.harness.session import Session

STILLS, CINES, FRAMES = 40, 8, 40
SHARE = 0.95


def check(bounds, folder, precision, files):
    """The bare network before and after, by the same program: machines change their speed while they are measured."""
    def bare():
        words = ("--side", full_size.SIDE, "--precision", precision, "--picture-rows", 480, "--picture-cols", 640)
        return full_size.speed(full_size.PACKAGE, *words, runs=20)

    before = bare()
    with Session(folder / precision, package=full_size.package(folder / f"package-{precision}"), processor={"Precision": precision}) as session:
        still, frame = work_through(session, files["stills"]), work_through(session, files["cines"], FRAMES)
    after = bare()
    network = statistics.median(before["network_ms"][precision] + after["network_ms"][precision])
    picture = statistics.median(before["picture_ms"][precision] + after["picture_ms"][precision])
    bare_side_by_side = statistics.median([before["side_by_side_ms"][precision], after["side_by_side_ms"][precision]])
    print(f"    {precision}: network alone {network:.1f} ms, with pre- and post-processing {picture:.1f} ms")
    print(f"      in the pipeline a still {still}")
    print(f"      in the pipeline a frame of a cine {frame}")
    print(f"      two pictures side by side, bare: {bare_side_by_side:.1f} ms each; of that throughput stills keep {bare_side_by_side / still.milliseconds:.2f} "
          f"and cines {bare_side_by_side / frame.milliseconds:.2f} (no bound: the PACS works on the same cores)")
    bounds.at_least(f"{precision}, cines of {FRAMES} frames: pipeline's throughput over the bare network's", picture / frame.milliseconds, SHARE)
    bounds.at_least(f"{precision}, stills: pipeline's throughput over the bare network's", picture / still.milliseconds, SHARE)


def main():
    bounds = Bounds()
    if "SONOLIST_BUILD" not in os.environ:  # else it must be there
        full_size.build(full_size.PROGRAM.name)
    with tempfile.TemporaryDirectory(prefix="sonolist-pipeline-") as name:
        folder = Path(name)
        stills = phantom_studies.make(folder / "stills", stills=STILLS, cine_frames=0)
        cines = [phantom_studies.make(folder / f"cine-{number}", stills=0, cine_frames=FRAMES, first_seed=9100 + number)[0] for number in range(CINES)]
        for precision in sys.argv[1:] or ("float32", "int8"):
            check(bounds, folder, precision, {"stills": stills, "cines": cines})
    return bounds.exit_status()


if __name__ == "__main__":
    sys.exit(main())
