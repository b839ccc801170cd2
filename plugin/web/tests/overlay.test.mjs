import assert from 'node:assert/strict';
import test from 'node:test';

import { PALETTE, labOf, srgbOf } from '../src/colour.js';
import { areaOf, paintMask, parsePam, unpackBits } from '../src/overlay.js';
import { framesOf, masksOf, masksOfValues, readSegmentation } from '../src/segmentation.js';

// What dicom_sr writes for the colours of the package anterior-sciatic.
const COLOURS = [
  [[53686, 33784, 44171], [230, 200, 120]], [[37198, 45602, 40952], [220, 95, 85]], [[33804, 44843, 21544], [170, 90, 200]],
  [[58976, 32460, 54946], [255, 225, 25]], [[32724, 51540, 47511], [230, 25, 25]],
];

test('CIELab values of a SEG become the colours they were written from', () => {
  for (const [lab, rgb] of COLOURS) assert.deepEqual(srgbOf(labOf(lab)), rgb);
  assert.deepEqual(srgbOf([0, 0, 0]), [0, 0, 0]);
  assert.deepEqual(srgbOf([100, 0, 0]).map((value) => value >= 254), [true, true, true]);
});

test('colours outside the screen are clipped', () => {
  for (const value of srgbOf([60, 127, -128])) assert.ok(value >= 0 && value <= 255);
});

test('one-bit frames follow each other without padding', () => {
  const packed = Uint8Array.from([0b00001101, 0b00000001]); // three frames of 3 pixels: 101, 100, 010
  assert.deepEqual([...unpackBits(packed, 3, 0)], [1, 0, 1]);
  assert.deepEqual([...unpackBits(packed, 3, 1)], [1, 0, 0]);
  assert.deepEqual([...unpackBits(packed, 3, 2)], [0, 0, 1]);
  assert.throws(() => unpackBits(packed, 3, 5), RangeError);
});

test('a mask is painted with its opacity inside and opaque on its outline', () => {
  const mask = Uint8Array.from([0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  const rgba = new Uint8ClampedArray(25 * 4);
  paintMask(rgba, mask, 5, 5, [200, 100, 50], 0.5);
  const at = (x, y) => [...rgba.subarray((y * 5 + x) * 4, (y * 5 + x) * 4 + 4)];
  assert.deepEqual(at(2, 2), [200, 100, 50, 128]);
  assert.deepEqual(at(1, 1), [200, 100, 50, 255]);
  assert.deepEqual(at(0, 0), [0, 0, 0, 0]);
  const plain = new Uint8ClampedArray(25 * 4);
  paintMask(plain, mask, 5, 5, [200, 100, 50], 0.5, false);
  assert.equal(plain[(1 * 5 + 1) * 4 + 3], 128);
  assert.equal(areaOf(mask), 9);
});

test('a mask over another one mixes by opacity', () => {
  const rgba = Uint8ClampedArray.from([255, 0, 0, 255]);
  paintMask(rgba, Uint8Array.from([1]), 1, 1, [0, 0, 255], 0.5, false);
  assert.deepEqual([...rgba], [128, 0, 128, 255]);
});

const item = (segment, source, frame) => ({
  SegmentIdentificationSequence: [{ ReferencedSegmentNumber: String(segment) }],
  DerivationImageSequence: [{ SourceImageSequence: [{ ReferencedSOPInstanceUID: source, ...(frame ? { ReferencedFrameNumber: String(frame) } : {}) }] }],
});
const TAGS = {
  SegmentationType: 'BINARY', Columns: '3', Rows: '1', BitsAllocated: '1',
  SegmentSequence: [
    { SegmentNumber: '1', SegmentLabel: 'Femur', SegmentAlgorithmType: 'AUTOMATIC', RecommendedDisplayCIELabValue: '53686\\33784\\44171', SegmentedPropertyTypeCodeSequence: [{ CodeValue: '71341001', CodeMeaning: 'Femur' }] },
    { SegmentNumber: '2', SegmentLabel: 'Nerve', SegmentAlgorithmType: 'MANUAL' },
  ],
  PerFrameFunctionalGroupsSequence: [item(1, '1.2', 1), item(2, '1.2', 2), item(2, '9.9')],
};

test('a SEG names its segments, their colours and the source of each frame', () => {
  const read = readSegmentation(TAGS);
  assert.deepEqual(read.segments.map(({ number, label, colour, isManual }) => [number, label, colour, isManual]), [[1, 'Femur', [230, 200, 120], false], [2, 'Nerve', PALETTE[1], true]]);
  assert.deepEqual(framesOf(read, '1.2', 1), [{ index: 0, segment: 1 }]);
  assert.deepEqual(framesOf(read, '1.2', 2), [{ index: 1, segment: 2 }]);
  assert.deepEqual(framesOf(read, '9.9', 1), [{ index: 2, segment: 2 }]);
  assert.deepEqual(framesOf(read, '1.2', 3), []);
  const masks = masksOf(read, Uint8Array.from([0b00001101, 1]), framesOf(read, '1.2', 2));
  assert.deepEqual([...masks[2]], [1, 0, 0]);
});

test('a macro that all frames share counts for each', () => {
  const shared = { ...TAGS, SharedFunctionalGroupsSequence: [{ DerivationImageSequence: item(1, '7.7').DerivationImageSequence }], PerFrameFunctionalGroupsSequence: [{ SegmentIdentificationSequence: [{ ReferencedSegmentNumber: '2' }] }] };
  assert.deepEqual(framesOf(readSegmentation(shared), '7.7', 1), [{ index: 0, segment: 2 }]);
});

test('probabilities count from a half, labels by number', () => {
  const fractional = readSegmentation({ ...TAGS, SegmentationType: 'FRACTIONAL', BitsAllocated: '8', MaximumFractionalValue: '200' });
  assert.deepEqual([...masksOf(fractional, Uint8Array.from([0, 0, 0, 99, 100, 200, 0, 0, 0]), [{ index: 1, segment: 2 }])[2]], [0, 1, 1]);
  const labels = readSegmentation({ ...TAGS, SegmentationType: 'LABELMAP', BitsAllocated: '16' });
  const masks = masksOf(labels, Uint8Array.from([2, 0, 1, 0, 0, 0]), [{ index: 0, segment: 0 }]);
  assert.deepEqual([[...masks[1]], [...masks[2]]], [[0, 1, 0], [1, 0, 0]]);
  assert.deepEqual([...masksOfValues(labels, Uint16Array.from([1, 1, 2]), 0)[1]], [1, 1, 0]);
  assert.throws(() => masksOf(labels, Uint8Array.from([2, 0]), [{ index: 0, segment: 0 }]), RangeError);
});

test('an empty answer is an empty segmentation', () => {
  const read = readSegmentation({});
  assert.deepEqual([read.segments, read.frames], [[], []]);
});

test('PAM pictures of 8 and 16 bits', () => {
  const pam = (head, ...bytes) => Uint8Array.from([...new TextEncoder().encode(`P7\n${head}\nENDHDR\n`), ...bytes]);
  assert.deepEqual([...parsePam(pam('WIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 255\nTUPLTYPE GRAYSCALE', 7, 9)).values], [7, 9]);
  assert.deepEqual([...parsePam(pam('WIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 65535\nTUPLTYPE GRAYSCALE', 1, 0, 0, 9)).values], [256, 9]);
  assert.throws(() => parsePam(pam('WIDTH 2\nHEIGHT 1\nDEPTH 1\nMAXVAL 255', 7)), RangeError);
  assert.throws(() => parsePam(Uint8Array.from([80, 53])), TypeError);
});
