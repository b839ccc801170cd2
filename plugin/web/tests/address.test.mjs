import assert from 'node:assert/strict';
import test from 'node:test';

import { FIELDS, choiceOf, dayBefore, filterOf, measurementChoices, measurementFilter, measurementName, withOnly, withValue, without } from '../src/audit_filter.js';
import { findLastEvent, pollDelay } from '../src/last_event.js';
import { cursorOf, hasPrevious, openBook, turnBack, turnForward } from '../src/paging.js';
import { formatRoute, parameter, parseRoute } from '../src/route.js';

test('a filter survives the way through the address', () => {
  const filter = [['model', 'anterior-sciatic'], ['structure', 'SCT:23056005'], ['structure', 'Sciatic nerve'], ['measurement', 'Depth (Minimum)<3 mm'], ['reason', '* & ? # %'], ['from', '2026-03-01'], ['patient', '张三']];
  const route = parseRoute(formatRoute('audit', 'results', [...filter, ['sort', 'time']]));
  assert.deepEqual([route.page, route.name], ['audit', 'results']);
  assert.deepEqual(filterOf(route.parameters), filter);
  assert.equal(parameter(route, 'sort'), 'time');
});

test('every field of the filter is taken from the address', () => {
  for (const { name } of FIELDS) assert.deepEqual(filterOf(parseRoute(formatRoute('audit', '', [[name, 'x']])).parameters), [[name, 'x']]);
  assert.deepEqual(filterOf([['view', 'x'], ['model', '']]), []);
});

test('addresses that nobody wrote here do no harm', () => {
  assert.deepEqual(parseRoute(''), { page: 'worklist', name: '', parameters: [] });
  assert.equal(parseRoute('#/nowhere').page, 'missing');
  assert.equal(parseRoute('#/__proto__').page, 'missing');
  assert.equal(parseRoute('#/study/%').name, '%');
  assert.equal(parseRoute('#/study/1.2.3?image=4.5').name, '1.2.3');
  assert.equal(parseRoute(formatRoute('models', 'a/b c')).name, 'a/b c');
});

test('conditions are added once, replaced where there can be one only, and taken away', () => {
  let filter = withValue([], 'model', 'a');
  assert.equal(withValue(filter, 'model', 'a').length, 1);
  filter = withOnly(withValue(filter, 'model', 'b'), 'from', '2026-01-01');
  assert.deepEqual(withOnly(filter, 'from', '2026-02-01'), [['model', 'a'], ['model', 'b'], ['from', '2026-02-01']]);
  assert.deepEqual(withOnly(filter, 'from', ''), [['model', 'a'], ['model', 'b']]);
  assert.deepEqual(without(filter, 0), [['model', 'b'], ['from', '2026-01-01']]);
});

test('conditions on measurements in the words of the audit', () => {
  assert.equal(measurementFilter('Area', '>=', '50', 'mm2'), 'Area>=50 mm2');
  assert.equal(measurementFilter('Area', '>=', '', 'mm2'), 'Area');
  assert.equal(measurementFilter('Area', '<', 3, ''), 'Area<3');
  assert.equal(measurementName('Depth (Minimum)<3 mm'), 'Depth (Minimum)');
  assert.equal(measurementName('Area'), 'Area');
  assert.deepEqual(measurementChoices(['Area', { name: 'Depth', unit: 'mm' }, { name: 'Size', units: ['mm', 'cm'] }]), [{ name: 'Area', unit: '' }, { name: 'Depth', unit: 'mm' }, { name: 'Size', unit: 'mm' }, { name: 'Size', unit: 'cm' }]);
  assert.deepEqual(measurementChoices(undefined), []);
});

test('values of the server as choices', () => {
  assert.deepEqual(choiceOf('ACME'), { value: 'ACME', label: 'ACME' });
  assert.deepEqual(choiceOf({ value: '23056005', scheme: 'SCT', meaning: 'Sciatic nerve' }), { value: 'SCT:23056005', label: 'Sciatic nerve' });
  assert.deepEqual(choiceOf({ model: 'm', versions: ['1'] }), { value: 'm', label: 'm' });
  assert.equal(dayBefore('2026-03-01', 7), '2026-02-22');
});

test('a book of pages turns to where cursors lead', () => {
  let book = openBook();
  assert.equal(cursorOf(book), '');
  assert.ok(!hasPrevious(book));
  book = turnForward(turnForward(book, 'b'), 'c');
  assert.equal(cursorOf(book), 'c');
  book = turnBack(book);
  assert.equal(cursorOf(book), 'b');
  assert.equal(cursorOf(turnForward(book, 'other')), 'other');
  assert.equal(turnForward(book, null), book);
  assert.equal(turnBack(openBook()).page, 0);
});

test('the last event is found with few questions, with gaps too', async () => {
  for (const last of [0, 1, 2, 3, 17, 1023, 1024, 1000003]) {
    let questions = 0;
    const found = await findLastEvent(async (number) => { questions += 1; return number < last; });
    assert.equal(found, last);
    assert.ok(questions <= 36, `${questions} questions for ${last}`);
  }
});

test('polls slow down while the server does not answer', () => {
  const delays = [0, 1, 2, 3, 10].map((failures) => pollDelay(failures, false));
  assert.deepEqual(delays, [1.5, 3, 6, 12, 30]);
  assert.equal(pollDelay(0, true), 10);
});
