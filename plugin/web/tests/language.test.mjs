import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

import { en } from '../src/language/en.js';
import { zh } from '../src/language/zh.js';

const SOURCES = new URL('../src/', import.meta.url);
const sources = readdirSync(SOURCES).filter((name) => name.endsWith('.js')).map((name) => ({ name, text: readFileSync(new URL(name, SOURCES), 'utf8') }));

test('both languages have the same keys, and a text for each', () => {
  assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
  for (const table of [en, zh]) for (const [key, text] of Object.entries(table)) assert.ok(text.trim() !== '', key);
});

test('a sentence has the same gaps in both languages', () => {
  const gaps = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
  for (const key of Object.keys(en)) assert.deepEqual(gaps(zh[key]), gaps(en[key]), key);
});

test('Chinese is Chinese', () => {
  const same = Object.keys(en).filter((key) => en[key] === zh[key]);
  // Names and figures that are the same in both.
  assert.deepEqual(same, ['study.frame.of', 'system.p95', 'system.p99']);
});

test('what the page asks for is there: t(\'key\') and t(condition ? \'one\' : \'other\')', () => {
  const missing = sources.flatMap(({ name, text }) => [...text.matchAll(/\bt\(((?:[^()'`]*'[a-z][\w.]*')+)/gi)].flatMap((match) => [...match[1].matchAll(/'([a-zA-Z][\w.]*)'/g)].map((key) => key[1]))
    .filter((key) => key.includes('.') || key in en).filter((key) => !(key in en)).map((key) => `${name}: ${key}`));
  assert.deepEqual(missing, []);
});

test('groups of keys that are put together exist: t(`group.${name}`) and term(\'group\', word)', () => {
  const groups = sources.flatMap(({ text }) => [...text.matchAll(/\bt\(`([\w.]+)\.\$\{/g), ...text.matchAll(/\bterm\('([\w.]+)'/g), ...text.matchAll(/group="([\w.]+)"/g)].map((match) => match[1]));
  assert.ok(groups.length > 5);
  for (const group of new Set(groups)) assert.ok(Object.keys(en).some((key) => key.startsWith(`${group}.`)), group);
});

test('no key is left over', () => {
  const all = sources.map(({ text }) => text).join('\n');
  const groups = [...all.matchAll(/\bt\(`([\w.]+)\.\$\{/g), ...all.matchAll(/\bterm\('([\w.]+)'/g), ...all.matchAll(/group="([\w.]+)"/g), ...all.matchAll(/term\((?:field\.)?name/g)].map((match) => match[1] ?? 'structure');
  const unused = Object.keys(en).filter((key) => !all.includes(`'${key}'`) && !groups.some((group) => key.startsWith(`${group}.`)));
  assert.deepEqual(unused, []);
});

test('no source makes markup of text or text of code', () => {
  for (const { name, text } of sources) assert.ok(!/innerHTML|outerHTML|insertAdjacentHTML|document\.write|dangerouslySet|\beval\(|new Function|setAttribute\('style|srcdoc/.test(text), name);
});
