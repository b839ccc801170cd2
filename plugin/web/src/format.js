// Dates, numbers and durations as people read them. Pure; `language` is a BCP 47 tag.

// Milliseconds since 1970 of "20260102030405.678901+0000" (DICOM DT, UTC when it names no zone) or of ISO 8601; NaN otherwise.
export function timeOf(text) {
  const dicom = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?([+-]\d{4})?$/.exec(text ?? '');
  if (!dicom) return Date.parse(text ?? '');
  const [year, month, day, hour, minute, second] = dicom.slice(1, 7).map(Number);
  const zone = dicom[8] ? Number(dicom[8].slice(0, 3)) * 60 + Number(dicom[8][0] + dicom[8].slice(3)) : 0;
  return Date.UTC(year, month - 1, day, hour, minute, second) + Math.round(Number(dicom[7] ?? 0) * 1000) - zone * 60000;
}

const two = (number) => String(number).padStart(2, '0');

// "2026-03-01 09:30:00" in the time zone of the browser: short, and no day can be read as a month. "" when there is no time.
export function timeText(text) {
  const time = timeOf(text);
  if (Number.isNaN(time)) return '';
  const date = new Date(time);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

// DICOM DA "20260301" as "2026-03-01"; another text as it stands.
export const dateText = (text) => (text ?? '').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');

export function countText(number, language) {
  return Number.isFinite(number) ? new Intl.NumberFormat(language).format(number) : '';
}

// Three significant digits are what a measurement on an ultrasound image can bear, four above 100; whole numbers stay whole.
export function valueText(value, language) {
  if (value === null || value === undefined || Number.isNaN(Number(value))) return '';
  const digits = Math.abs(value) >= 100 ? 4 : 3;
  return new Intl.NumberFormat(language, Number.isInteger(value) ? {} : { minimumSignificantDigits: digits, maximumSignificantDigits: digits }).format(value);
}

export function percentText(share, language) {
  return Number.isFinite(share) ? new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share) : '';
}

// A p-value: small ones as a bound, as papers write them.
export function probabilityText(p, language) {
  if (!Number.isFinite(p)) return '';
  return p < 0.001 ? '< 0.001' : new Intl.NumberFormat(language, { maximumFractionDigits: 3 }).format(p);
}

// "340 ms", "2.4 s", "3 min 20 s", "2 h 5 min", "4 d 3 h".
export function durationText(seconds, language) {
  if (!Number.isFinite(seconds)) return '';
  const number = (value, digits = 0) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
  if (seconds < 1) return `${number(seconds * 1000)} ms`;
  if (seconds < 60) return `${number(seconds, 1)} s`;
  const whole = Math.round(seconds);
  const pair = (first, unit, second, smaller) => (second === 0 ? `${number(first)} ${unit}` : `${number(first)} ${unit} ${second} ${smaller}`);
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(seconds / 3600);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

// UCUM as physicians write it.
export function unitText(unit) {
  return { mm2: 'mm²', cm2: 'cm²', mm3: 'mm³', cm3: 'cm³', 1: '', '{pixels}': 'px', '{pixels}2': 'px²', '{ratio}': '', '[degrees]': '°', deg: '°', "[arb'U]": 'a.u.' }[unit] ?? unit ?? '';
}

// The beginning and the end of a long identifier: what distinguishes UIDs is mostly at their end.
export function shortUid(uid, length = 20) {
  if (!uid || uid.length <= length) return uid ?? '';
  const tail = Math.floor((length - 1) / 2);
  return `${uid.slice(0, length - 1 - tail)}…${uid.slice(-tail)}`;
}
