import assert from 'node:assert/strict';
import test from 'node:test';

import { histogram, secondsOf, timeSeries } from '../src/chart_data.js';
import { measurementOf, tablesOf } from '../src/measurements.js';

const result = (change) => ({ kind: 'report', outcome: 'found', sopInstanceUid: 'r1', sourceSopInstanceUid: 'i1', time: '2026-03-01T00:00:00Z', model: 'm', modelVersion: '1', group: 1, structure: { meaning: 'Femur' }, measurements: [], ...change });
const area = (value) => ({ name: 'Area', unit: 'mm2', value });

test('a report becomes a table: a column for each structure, a row for each measurement', () => {
  const [table] = tablesOf([
    result({ group: 2, structure: { meaning: 'Nerve' }, measurements: [area(2), { name: 'Depth', unit: 'mm', value: 9 }] }),
    result({ group: 1, measurements: [area(1)] }),
    result({ outcome: 'missing', structure: { meaning: 'Artery' } }),
  ]);
  assert.deepEqual(table.groups.map(({ structure }) => structure.meaning), ['Femur', 'Nerve']);
  assert.deepEqual(table.rows, [{ name: 'Area', unit: 'mm2', values: [1, 2] }, { name: 'Depth', unit: 'mm', values: [null, 9] }]);
  assert.deepEqual(table.missing, [{ meaning: 'Artery' }]);
});

test('reports and images have tables of their own, the newest first; other lines have none', () => {
  const tables = tablesOf([
    result({}), result({ sopInstanceUid: 'r2', time: '2026-03-02T00:00:00Z' }), result({ sourceSopInstanceUid: 'i2', time: '2026-02-01T00:00:00Z' }), result({ kind: 'failure', outcome: 'failed' }), result({ kind: 'skipped', outcome: 'skipped' }),
  ]);
  assert.deepEqual(tables.map(({ report, source }) => [report, source]), [['r2', 'i1'], ['r1', 'i1'], ['r1', 'i2']]);
});

test('the same measurement twice in one group is two rows', () => {
  const distance = (value) => ({ name: 'Distance', unit: 'mm', value });
  const [table] = tablesOf([result({ measurements: [distance(3), distance(8)] }), result({ group: 2, measurements: [distance(5)] })]);
  assert.deepEqual(table.rows.map(({ values }) => values), [[3, 5], [8, null]]);
});

test('a measurement in two units is two rows, and is found by its name', () => {
  const [table] = tablesOf([result({ measurements: [area(1), { name: 'Area', unit: '{pixels}', value: 900 }] })]);
  assert.equal(table.rows.length, 2);
  assert.equal(measurementOf(result({ measurements: [area(5)] }), 'area').value, 5);
  assert.equal(measurementOf(result({}), 'Area'), undefined);
});

test('aggregates become columns with gaps', () => {
  const group = (day, meaning, median) => ({ key: { day, structure: { meaning } }, count: 3, quantiles: { 0.25: median - 1, 0.5: median, 0.75: median + 1 } });
  const data = timeSeries({ measurement: { name: 'Area' }, groups: [group('2026-03-02', 'B', 5), group('2026-03-01', 'B', 4), group('2026-03-02', 'A', 7)] }, 'day', 'structure');
  assert.deepEqual(data.days, ['2026-03-01', '2026-03-02']);
  assert.deepEqual(data.times, [Date.UTC(2026, 2, 1) / 1000, Date.UTC(2026, 2, 2) / 1000]);
  assert.deepEqual(data.series.map(({ name, values, low, high }) => [name, values, low, high]), [['A', [null, 7], [null, 6], [null, 8]], ['B', [4, 5], [3, 4], [5, 6]]]);
  const counted = timeSeries({ measurement: null, groups: [{ key: { month: '2026-03', outcome: 'found' }, count: 8 }] }, 'month', 'outcome');
  assert.deepEqual(counted.series[0].values, [8]);
  assert.equal(secondsOf('2026-03'), Date.UTC(2026, 2, 1) / 1000);
});

test('a histogram has a step for each bin; a group without one is left out', () => {
  const data = histogram({ edges: [0, 10, 20], groups: [{ key: { structure: 'B' }, histogram: [3, 9] }, { key: { structure: 'A' }, histogram: [1, 0] }, { key: { structure: 'C' } }] }, 'structure');
  assert.deepEqual(data.series.map(({ name, steps }) => [name, steps]), [['A', [1, 0, 0]], ['B', [3, 9, 9]]]);
  assert.deepEqual(histogram({ groups: [] }, 'structure').series, []);
});
