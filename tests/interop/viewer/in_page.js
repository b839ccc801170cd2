// Runs inside OHIF's page: what the viewer below it (Cornerstone3D) holds for the viewport that is active.
window.__sonolist = {
  viewport() {
    const id = window.services?.viewportGridService.getState().activeViewportId;
    return id && window.services.cornerstoneViewportService.getCornerstoneViewport(id);
  },
  frame() { return this.viewport().getCurrentImageIdIndex(); },
  frames() { return this.viewport().getImageIds().length; },
  goTo(index) { return this.viewport().setImageIdIndex(index).then(() => true); },
  segmentations() { return window.cornerstoneTools.segmentation.state.getSegmentations(); },
  // Of the frame that is shown: the images that hold its labels, of every layer.
  labelmapImages() {
    return this.segmentations().flatMap((one) =>
      window.cornerstoneTools.segmentation.state.getCurrentLabelmapImageIdsForViewport(this.viewport().id, one.segmentationId) ?? []);
  },
  // Of the frame that is shown: {segment number: [pixels, sum of their rows, sum of their columns]}.
  masks() {
    const found = {};
    for (const id of this.labelmapImages()) {
      const image = window.cornerstone.cache.getImage(id);
      image.voxelManager.getScalarData().forEach((value, index) => {
        if (value === 0) return;
        const mask = (found[value] ??= [0, 0, 0]);
        mask[0] += 1;
        mask[1] += Math.floor(index / image.columns);
        mask[2] += index % image.columns;
      });
    }
    return found;
  },
  labels() { return this.segmentations().flatMap((one) => Object.values(one.segments).map((segment) => segment.label)); },
  // What measurements say on the image.
  texts() { return [...document.querySelectorAll('.svg-layer text')].map((text) => text.textContent).filter((text) => text.length > 0); },
  rendered() { this.viewport().render(); return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))); },
};
