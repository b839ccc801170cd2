import assert from 'node:assert/strict';
import test from 'node:test';

import { countText, dateText, durationText, percentText, probabilityText, shortUid, timeOf, timeText, unitText, valueText } from '../src/format.js';

test('times are read in DICOM and ISO form, with their zone', () => {
  assert.equal(timeOf('20260102030405.678901+0000'), Date.UTC(2026, 0, 2, 3, 4, 5, 679));
  assert.equal(timeOf('20260102030405'), Date.UTC(2026, 0, 2, 3, 4, 5));
  assert.equal(timeOf('20260102030405+0130'), Date.UTC(2026, 0, 2, 1, 34, 5));
  assert.equal(timeOf('20260102030405-0130'), Date.UTC(2026, 0, 2, 4, 34, 5));
  assert.equal(timeOf('2026-03-01T12:00:00.000000Z'), Date.UTC(2026, 2, 1, 12));
  assert.ok(Number.isNaN(timeOf('')) && Number.isNaN(timeOf(undefined)) && Number.isNaN(timeOf('yesterday')));
});

test('times are shown in the local zone, days as ISO days', () => {
  const local = new Date(2026, 2, 1, 9, 5, 7);
  assert.equal(timeText(local.toISOString()), '2026-03-01 09:05:07');
  assert.equal(timeText(''), '');
  assert.equal(dateText('20260301'), '2026-03-01');
  assert.equal(dateText('unknown'), 'unknown');
  assert.equal(dateText(undefined), '');
});

test('numbers keep what a measurement can bear', () => {
  assert.equal(valueText(52.1234, 'en'), '52.1');
  assert.equal(valueText(650.7899, 'en'), '650.8');
  assert.equal(valueText(0.97451, 'en'), '0.975');
  assert.equal(valueText(1, 'en'), '1');
  assert.equal(valueText(27.9634, 'en'), '28.0');
  assert.equal(valueText(null, 'en'), '');
  assert.equal(countText(9731, 'en'), '9,731');
  assert.equal(percentText(0.1125, 'en'), '11.3%');
  assert.equal(probabilityText(0.0004, 'en'), '< 0.001');
  assert.equal(probabilityText(0.0416, 'en'), '0.042');
  assert.equal(probabilityText(null, 'en'), '');
});

test('durations grow from milliseconds to days and never read 60 of a unit', () => {
  assert.equal(durationText(0.34, 'en'), '340 ms');
  assert.equal(durationText(2.44, 'en'), '2.4 s');
  assert.equal(durationText(200, 'en'), '3 min 20 s');
  assert.equal(durationText(119.7, 'en'), '2 min');
  assert.equal(durationText(7500, 'en'), '2 h 5 min');
  assert.equal(durationText(99 * 3600, 'en'), '4 d 3 h');
  assert.equal(durationText(undefined, 'en'), '');
});

test('units and identifiers', () => {
  assert.equal(unitText('mm2'), 'mm²');
  assert.equal(unitText('1'), '');
  assert.equal(unitText('kPa'), 'kPa');
  assert.equal(shortUid('2.25.12'), '2.25.12');
  const short = shortUid('2.25.105859233041107884875209563586859673383');
  assert.equal(short.length, 20);
  assert.ok(short.startsWith('2.25.1') && short.endsWith('9673383'));
});
