"""Sends images by C-STORE or HTTP, each again and again until it is acknowledged."""

import random

from tests.harness import dicom_send
from tests.harness.process import wait_until

TIMEOUT_S = 5
C_STORE_SHARE = 0.4  # of the images; the others come by HTTP


class Modality:
    def __init__(self, plant, seed):
        self.plant, self.chance = plant, random.Random(f"modality {seed}")

    def send(self, image):
        way = self.c_store if self.chance.random() < C_STORE_SHARE else self.post
        wait_until(lambda: way(image.file), f"the acknowledgement of {image.file.name}", 120, interval=0.1)

    def post(self, file):
        try:
            status, _, _ = self.plant.pacs.request("POST", "/instances", file.read_bytes(), url=self.plant.sender.url, timeout=TIMEOUT_S)
        except OSError:
            return False
        return status == 200

    def c_store(self, file):
        self.plant.relay.size = file.stat().st_size
        try:
            return dicom_send.c_store(self.plant.relay, "-xe", [str(file)])
        except RuntimeError:
            return False
