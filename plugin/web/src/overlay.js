// Masks to coloured pixels. Pure: typed arrays in, typed arrays out.

// Frame `index` of `pixels` one-bit values that follow each other without padding, least significant bit first (PS3.5 8.1.1).
export function unpackBits(packed, pixels, index) {
  const mask = new Uint8Array(pixels);
  let bit = pixels * index;
  if (bit + pixels > packed.length * 8) throw new RangeError('the pixel data is shorter than its frames');
  for (let i = 0; i < pixels; i += 1, bit += 1) mask[i] = (packed[bit >> 3] >> (bit & 7)) & 1;
  return mask;
}

// Where the mask meets its outside or the edge of the image.
function isBoundary(mask, columns, rows, x, y) {
  const at = y * columns + x;
  return x === 0 || y === 0 || x === columns - 1 || y === rows - 1 ||
    !mask[at - 1] || !mask[at + 1] || !mask[at - columns] || !mask[at + columns];
}

// Draws the mask over `rgba` (row by row, 4 bytes a pixel, not premultiplied): `opacity` 0..1 inside, opaque on its outline.
export function paintMask(rgba, mask, columns, rows, colour, opacity, hasOutline = true) {
  for (let y = 0, at = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1, at += 1) {
      if (!mask[at]) continue;
      const alpha = hasOutline && isBoundary(mask, columns, rows, x, y) ? 1 : opacity;
      blend(rgba, at * 4, colour, alpha);
    }
  }
}

// Porter and Duff's "over".
function blend(rgba, at, colour, alpha) {
  const below = rgba[at + 3] / 255;
  const together = alpha + below * (1 - alpha);
  if (together === 0) return;
  for (let channel = 0; channel < 3; channel += 1) {
    rgba[at + channel] = Math.round((colour[channel] * alpha + rgba[at + channel] * below * (1 - alpha)) / together);
  }
  rgba[at + 3] = Math.round(together * 255);
}

// Number of pixels that are set.
export function areaOf(mask) {
  let sum = 0;
  for (const value of mask) if (value) sum += 1;
  return sum;
}

// "P7" of Netpbm, as Orthanc gives frames: {columns, rows, values}. Of several channels the first; 16 bits are big-endian.
export function parsePam(bytes) {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 512));
  const end = text.indexOf('ENDHDR\n');
  if (!text.startsWith('P7') || end < 0) throw new TypeError('this is no PAM picture');
  const header = Object.fromEntries(text.slice(0, end).split('\n').slice(1).filter(Boolean).map((line) => line.split(' ')));
  const [columns, rows, depth, most] = ['WIDTH', 'HEIGHT', 'DEPTH', 'MAXVAL'].map((key) => Number(header[key]));
  const size = most > 255 ? 2 : 1;
  const data = bytes.subarray(end + 7);
  if (data.length < columns * rows * depth * size) throw new RangeError('the picture is shorter than its header says');
  const values = new Uint16Array(columns * rows);
  for (let i = 0; i < values.length; i += 1) {
    const at = i * depth * size;
    values[i] = size === 1 ? data[at] : data[at] * 256 + data[at + 1];
  }
  return { columns, rows, values };
}
