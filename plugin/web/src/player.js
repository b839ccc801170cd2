// One image with its overlay: frame slider, playback, and the colours over it.
import { useEffect, useRef, useState } from 'preact/hooks';

import { html } from './html.js';
import { t } from './language.js';
import { paintMask } from './overlay.js';
import { Failure } from './parts.js';
import { framesOf } from './segmentation.js';

const AHEAD = 6;
const SPEEDS = [0.25, 0.5, 1, 2];

// `layers`: [{file: SegmentationFile, segments: [shown ones]}], drawn in this order.
export function Player({ store, image, frame, onFrame, frameMilliseconds, layers, opacity, hasOutline }) {
  const picture = useRef(null);
  const overlay = useRef(null);
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const [error, setError] = useState(undefined);
  const [round, setRound] = useState(0);
  const drawn = useDrawing({ store, image, frame, layers, opacity, hasOutline, picture, overlay, setError, round });

  useEffect(() => setPlaying(false), [image.id]);
  // The next frame is due when its time has come and this one is on the screen: a slow PACS slows the cine, it skips nothing.
  useEffect(() => {
    if (!isPlaying || drawn.at !== `${image.id}/${frame}`) return undefined;
    store.ahead(image.id, frame, image.frames, AHEAD);
    const timer = setTimeout(() => onFrame((frame % image.frames) + 1), frameMilliseconds / speed);
    return () => clearTimeout(timer);
  }, [isPlaying, drawn.at, image.id, frame, speed, frameMilliseconds]);

  const isCine = image.frames > 1;
  const names = layers.flatMap(({ segments }) => segments.map(({ label }) => label));
  const step = (by) => {
    setPlaying(false);
    onFrame(((frame - 1 + by + image.frames) % image.frames) + 1);
  };
  return html`<div class="player">
    ${error && html`<${Failure} error=${error} again=${() => setRound(round + 1)} />`}
    <div class="picture" role="img" data-drawn=${drawn.at} data-layers=${drawn.layers} aria-label=${t(isCine ? 'study.picture.frame' : 'study.picture', { frame, frames: image.frames, names: names.join(', ') || t('none') })}>
      <canvas ref=${picture}></canvas><canvas ref=${overlay} class="overlay"></canvas>
    </div>
    ${isCine && html`<div class="controls" role="group" aria-label=${t('study.playback')}>
      <button type="button" aria-label=${t('study.previous')} onClick=${() => step(-1)}>‹</button>
      <button type="button" id="play" class="steady" onClick=${() => setPlaying(!isPlaying)}>${t(isPlaying ? 'study.stop' : 'study.play')}</button>
      <button type="button" aria-label=${t('study.next')} onClick=${() => step(1)}>›</button>
      <input type="range" id="frame" min="1" max=${image.frames} value=${frame} aria-label=${t('study.frame')} aria-valuetext=${t('study.frame.of', { frame, frames: image.frames })}
        onInput=${(event) => { setPlaying(false); onFrame(Number(event.currentTarget.value)); }} />
      <output class="number">${t('study.frame.of', { frame, frames: image.frames })}</output>
      <select aria-label=${t('study.speed')} onChange=${(event) => setSpeed(Number(event.currentTarget.value))}>
        ${SPEEDS.map((one) => html`<option key=${one} value=${one} selected=${one === speed}>${one}×</option>`)}
      </select>
    </div>`}
  </div>`;
}

// Draws picture and overlay together; returns what is on the screen: {at: "image/frame", layers: number of overlays}.
function useDrawing({ store, image, frame, layers, opacity, hasOutline, picture, overlay, setError, round }) {
  const [drawn, setDrawn] = useState({ at: '', layers: 0 });
  const shown = JSON.stringify(layers.map(({ file, segments }) => [file.instance.id, segments.map(({ number }) => number)]));
  useEffect(() => {
    let isWanted = true;
    const draw = async () => {
      const masks = Promise.all(layers.map(({ file }) => file.masks(framesOf(file.content, image.uid, frame))));
      const [bitmap, masksOfLayers] = await Promise.all([store.get(image.id, frame), masks]);
      if (!isWanted || !picture.current) return;
      drawPicture(picture.current, bitmap);
      drawOverlay(overlay.current, bitmap, layers, masksOfLayers, opacity, hasOutline);
      setError(undefined);
      setDrawn({ at: `${image.id}/${frame}`, layers: layers.length });
    };
    draw().catch((error) => isWanted && setError(error));
    return () => {
      isWanted = false;
    };
  }, [image.id, frame, shown, opacity, hasOutline, round]);
  return drawn;
}

function fit(canvas, columns, rows) {
  if (canvas.width !== columns) canvas.width = columns;
  if (canvas.height !== rows) canvas.height = rows;
}

function drawPicture(canvas, bitmap) {
  fit(canvas, bitmap.width, bitmap.height);
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
}

function drawOverlay(canvas, bitmap, layers, masksOfLayers, opacity, hasOutline) {
  fit(canvas, bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const pixels = context.createImageData(canvas.width, canvas.height);
  layers.forEach(({ file, segments }, index) => {
    if (file.content.columns !== canvas.width || file.content.rows !== canvas.height) return;
    for (const { number, colour } of segments) {
      const mask = masksOfLayers[index][number];
      if (mask) paintMask(pixels.data, mask, canvas.width, canvas.height, colour, opacity, hasOutline);
    }
  });
  context.putImageData(pixels, 0, 0);
}
