// What a DICOM SEG says, from the JSON that Orthanc gives of its tags (/instances/{id}/tags?simplify). Pure.
import { PALETTE, labOf, srgbOf } from './colour.js';
import { unpackBits } from './overlay.js';

const list = (value) => (Array.isArray(value) ? value : []);
const numbers = (text) => String(text ?? '').split('\\').map(Number);

// {type, columns, rows, bits, seriesUid, algorithm, segments: [{number, label, meaning, colour, code}],
//  frames: [{segment, source: SOP Instance UID, sourceFrame: from 1}]}; `segment` is 0 in a label map.
export function readSegmentation(tags) {
  const isLabelMap = tags.SegmentationType === 'LABELMAP';
  const shared = list(tags.SharedFunctionalGroupsSequence)[0] ?? {};
  return {
    type: tags.SegmentationType ?? '',
    columns: Number(tags.Columns),
    rows: Number(tags.Rows),
    bits: Number(tags.BitsAllocated),
    most: Number(tags.MaximumFractionalValue ?? 255) || 255,
    segments: list(tags.SegmentSequence).map(readSegment).filter((segment) => segment.number > 0),
    frames: list(tags.PerFrameFunctionalGroupsSequence).map((group) => readFrame(group, shared, isLabelMap)),
  };
}

function readSegment(item) {
  const number = Number(item.SegmentNumber);
  const lab = numbers(item.RecommendedDisplayCIELabValue);
  const code = list(item.SegmentedPropertyTypeCodeSequence)[0] ?? {};
  const hasColour = lab.length === 3 && lab.every(Number.isFinite) && item.RecommendedDisplayCIELabValue;
  return {
    number,
    label: item.SegmentLabel ?? '',
    meaning: code.CodeMeaning ?? '',
    code: code.CodeValue ?? code.LongCodeValue ?? '',
    algorithm: item.SegmentAlgorithmName ?? '',
    isManual: item.SegmentAlgorithmType === 'MANUAL',
    colour: hasColour ? srgbOf(labOf(lab)) : PALETTE[(Math.max(number, 1) - 1) % PALETTE.length],
  };
}

function readFrame(group, shared, isLabelMap) {
  const macro = (name) => list(group[name] ?? shared[name])[0] ?? {};
  const source = list(macro('DerivationImageSequence').SourceImageSequence)[0] ?? {};
  return {
    segment: isLabelMap ? 0 : Number(macro('SegmentIdentificationSequence').ReferencedSegmentNumber ?? 1),
    source: source.ReferencedSOPInstanceUID ?? '',
    sourceFrame: numbers(source.ReferencedFrameNumber ?? 1)[0],
  };
}

// The stored frames of one frame of an image: [{index, segment}]; index is 0-based in the SEG.
export function framesOf(segmentation, sopInstanceUid, frame) {
  const found = [];
  segmentation.frames.forEach((stored, index) => {
    if (stored.source === sopInstanceUid && stored.sourceFrame === frame) found.push({ index, segment: stored.segment });
  });
  return found;
}

// Masks by segment number: {number: Uint8Array of rows x columns, 0 or 1}. `pixelData`: native Pixel Data of the whole SEG.
export function masksOf(segmentation, pixelData, stored) {
  const pixels = segmentation.rows * segmentation.columns;
  const masks = {};
  for (const { index, segment } of stored) {
    if (segmentation.bits === 1) masks[segment] = unpackBits(pixelData, pixels, index);
    else Object.assign(masks, masksOfValues(segmentation, valuesOf(segmentation, pixelData, pixels, index), segment));
  }
  return masks;
}

function valuesOf(segmentation, pixelData, pixels, index) {
  const size = segmentation.bits / 8;
  const start = pixels * index * size;
  if (start + pixels * size > pixelData.length) throw new RangeError('the pixel data is shorter than its frames');
  if (size === 1) return pixelData.subarray(start, start + pixels);
  const values = new Uint16Array(pixels);
  for (let i = 0; i < pixels; i += 1) values[i] = pixelData[start + 2 * i] | (pixelData[start + 2 * i + 1] << 8);
  return values;
}

// `values`: of one stored frame of more than one bit: labels, or probabilities of `segment` (a half and more counts as found).
export function masksOfValues(segmentation, values, segment) {
  if (segment !== 0) return { [segment]: Uint8Array.from(values, (value) => (value * 2 >= segmentation.most && value > 0 ? 1 : 0)) };
  const masks = {};
  for (const { number } of segmentation.segments) masks[number] = Uint8Array.from(values, (value) => (value === number ? 1 : 0));
  return masks;
}
