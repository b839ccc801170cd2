"""Model packages for the faults: the built-in network on a small input, so that a step costs little, under names of their own."""

import json

from tests.harness import paths

HEIGHT, WIDTH = 64, 64  # the smallest input that a manifest may name


def make(folder, name, version):
    folder.mkdir(parents=True)
    manifest = json.loads((paths.PACKAGE / "model.json").read_text())
    manifest.update(name=name, version=version)
    manifest["input"].update(height=HEIGHT, width=WIDTH)
    (folder / "model.json").write_text(json.dumps(manifest))
    (folder / manifest["weights"]["file"]).symlink_to(paths.PACKAGE / manifest["weights"]["file"])
    return folder
