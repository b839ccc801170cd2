// Recommended Display CIELab Value (0062,000D) to the screen's sRGB. Pure.

// CIELab of the ICC profile connection space has the white of D50; the screen's is D65 (matrix: Bradford adaptation and sRGB in one).
const WHITE_D50 = [0.9642, 1, 0.8249];
const D50_TO_LINEAR_SRGB = [
  [3.1338561, -1.6168667, -0.4906146],
  [-0.9787684, 1.9161415, 0.033454],
  [0.0719453, -0.2289914, 1.4052427],
];

// What a segment without a colour gets, by its number: distinguishable also with red-green blindness.
export const PALETTE = [[86, 180, 233], [230, 159, 0], [0, 158, 115], [240, 228, 66], [204, 121, 167], [213, 94, 0], [0, 114, 178], [160, 160, 160]];

// PS3.3 C.10.7.1.1: L* 0..100, a* and b* -128..127, each as 0..65535.
export function labOf(encoded) {
  return [(encoded[0] * 100) / 65535, (encoded[1] * 255) / 65535 - 128, (encoded[2] * 255) / 65535 - 128];
}

// [red, green, blue], 0..255, clipped to what the screen can show.
export function srgbOf([lightness, a, b]) {
  const y = (lightness + 16) / 116;
  const cube = (t) => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29));
  const xyz = [y + a / 500, y, y - b / 200].map((t, i) => WHITE_D50[i] * cube(t));
  return D50_TO_LINEAR_SRGB.map((row) => {
    const linear = Math.min(1, Math.max(0, row[0] * xyz[0] + row[1] * xyz[1] + row[2] * xyz[2]));
    return Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
  });
}

export const cssColour = (rgb) => `rgb(${rgb[0]} ${rgb[1]} ${rgb[2]})`;
