// Pictures and masks that are known by formula: a speckled ultrasound sector and one ellipse for each structure.
import { deflateSync } from 'node:zlib';

export const COLUMNS = 320;
export const ROWS = 241; // odd, so that the frames of a one-bit SEG begin inside a byte
export const FRAMES = 12;

// Recommended Display CIELab Value as DICOM encodes it, and the sRGB that dicom_sr wrote it from.
export const STRUCTURES = [
  { number: 1, label: 'Femur', code: '71341001', lab: [53686, 33784, 44171], rgb: [230, 200, 120] },
  { number: 2, label: 'Sciatic nerve', code: '23056005', lab: [58976, 32460, 54946], rgb: [255, 225, 25] },
  { number: 3, label: 'Femoral artery', code: '7657000', lab: [32724, 51540, 47511], rgb: [230, 25, 25] },
];

const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE((crc ^ 0xffffffff) >>> 0, 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

// 8-bit grey PNG.
export function png(columns, rows, grey) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  header[8] = 8;
  const lines = Buffer.alloc((columns + 1) * rows);
  for (let y = 0; y < rows; y += 1) lines.set(grey.subarray(y * columns, (y + 1) * columns), y * (columns + 1) + 1);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]);
}

// Centre and half axes of a structure on a frame (from 1): it moves to the right with the frames.
export function ellipse(number, frame) {
  return { x: 60 + 80 * (number - 1) + 2 * (frame - 1), y: 90 + 25 * number, a: 26, b: 16 };
}

export function isInside({ x, y, a, b }, column, row) {
  return ((column - x) / a) ** 2 + ((row - y) / b) ** 2 <= 1;
}

export function picture(frame) {
  const grey = new Uint8Array(COLUMNS * ROWS);
  let seed = 12345 + frame;
  for (let y = 0; y < ROWS; y += 1) {
    for (let x = 0; x < COLUMNS; x += 1) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const isSector = y > 8 && Math.abs(x - COLUMNS / 2) < 40 + y * 0.48;
      if (!isSector) continue;
      const bright = STRUCTURES.some(({ number }) => isInside(ellipse(number, frame), x, y)) ? 70 : 40;
      grey[y * COLUMNS + x] = Math.min(255, bright + ((seed >>> 24) * bright) / 110 + 25 * Math.cos(y / 9));
    }
  }
  return png(COLUMNS, ROWS, grey);
}

// Pixel Data of the SEG: for each structure all frames, one bit a pixel, without padding between frames.
export function pixelData(frames) {
  const bits = STRUCTURES.length * frames * COLUMNS * ROWS;
  const packed = Buffer.alloc(2 * Math.ceil(bits / 16));
  let bit = 0;
  for (const { number } of STRUCTURES) {
    for (let frame = 1; frame <= frames; frame += 1) {
      const shape = ellipse(number, frame);
      for (let y = 0; y < ROWS; y += 1) {
        for (let x = 0; x < COLUMNS; x += 1, bit += 1) if (isInside(shape, x, y)) packed[bit >> 3] |= 1 << (bit & 7);
      }
    }
  }
  return packed;
}

// The SEG's tags as /instances/{id}/simplified-tags gives them.
export function segmentationTags(sourceUid, frames, label = (text) => text) {
  return {
    Modality: 'SEG', SegmentationType: 'BINARY', Rows: String(ROWS), Columns: String(COLUMNS), BitsAllocated: '1', NumberOfFrames: String(frames * STRUCTURES.length),
    SegmentSequence: STRUCTURES.map((one) => ({
      SegmentNumber: String(one.number), SegmentLabel: label(one.label), SegmentAlgorithmType: 'AUTOMATIC', SegmentAlgorithmName: 'anterior-sciatic',
      RecommendedDisplayCIELabValue: one.lab.join('\\'),
      SegmentedPropertyTypeCodeSequence: [{ CodeValue: one.code, CodingSchemeDesignator: 'SCT', CodeMeaning: label(one.label) }],
    })),
    SharedFunctionalGroupsSequence: [{}],
    PerFrameFunctionalGroupsSequence: STRUCTURES.flatMap(({ number }) => Array.from({ length: frames }, (_, index) => ({
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: String(number) }],
      DerivationImageSequence: [{ SourceImageSequence: [{ ReferencedSOPInstanceUID: sourceUid, ...(frames > 1 ? { ReferencedFrameNumber: String(index + 1) } : {}) }] }],
    }))),
  };
}
