// The frames of images as bitmaps, those just shown and those about to be.
import { getBlob, orthancUrl } from './api.js';

const KEPT = 64; // bitmaps: a cine of some seconds

export class FrameStore {
  constructor() {
    this.bitmaps = new Map(); // "instance/frame" -> promise; the oldest first
  }

  // Frame from 1. A failure is not kept: the next call tries again.
  get(instance, frame) {
    const key = `${instance}/${frame}`;
    let bitmap = this.bitmaps.get(key);
    if (bitmap) {
      this.bitmaps.delete(key);
    } else {
      bitmap = getBlob(orthancUrl(`instances/${instance}/frames/${frame - 1}/preview`)).then((blob) => createImageBitmap(blob));
      bitmap.catch(() => this.bitmaps.delete(key));
    }
    this.bitmaps.set(key, bitmap);
    this.forget();
    return bitmap;
  }

  ahead(instance, frame, frames, count) {
    for (let step = 1; step <= Math.min(count, frames - 1); step += 1) this.get(instance, ((frame - 1 + step) % frames) + 1).catch(() => {});
  }

  forget() {
    while (this.bitmaps.size > KEPT) {
      const [key, bitmap] = this.bitmaps.entries().next().value;
      this.bitmaps.delete(key);
      bitmap.then((held) => held.close(), () => {});
    }
  }
}
