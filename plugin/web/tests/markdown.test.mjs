import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

import { parseMarkdown } from '../src/markdown.js';

const text = (content) => content.map((span) => span.text).join('');

test('headings, paragraphs, quotes, rules and code', () => {
  const blocks = parseMarkdown('# Title `x`\n\nfirst line\nsecond **line**\n\n> quoted\n> more\n\n---\n```sh\n# no heading\n```\nlast');
  assert.deepEqual(blocks.map(({ type }) => type), ['heading', 'paragraph', 'quote', 'rule', 'code', 'paragraph']);
  assert.equal(text(blocks[1].content), 'first line second line');
  assert.deepEqual(blocks[1].content.at(-1), { type: 'strong', text: 'line' });
  assert.equal(text(blocks[2].blocks[0].content), 'quoted more');
  assert.equal(blocks[4].text, '# no heading');
});

test('tables, with escaped bars and without a head', () => {
  const [table] = parseMarkdown('| a | b |\n|---|:-:|\n| 1 | x \\| y |\n| 2 |  |');
  assert.deepEqual(table.head.map(text), ['a', 'b']);
  assert.deepEqual(table.rows.map((row) => row.map(text)), [['1', 'x | y'], ['2', '']]);
  assert.deepEqual(parseMarkdown('| | |\n|---|---|\n| k | v |')[0].head.map(text), ['', '']);
});

test('lists, with lines that go on', () => {
  const [list, ordered] = parseMarkdown('- one\n  goes on\n- two\n\n1. first\n2. second');
  assert.deepEqual(list.items.map(text), ['one goes on', 'two']);
  assert.equal(ordered.isOrdered, true);
});

test('only addresses of the web become links', () => {
  const spans = (source) => parseMarkdown(source)[0].content;
  assert.deepEqual(spans('[a](https://example.org/x)'), [{ type: 'link', text: 'a', href: 'https://example.org/x' }]);
  for (const address of ['javascript:alert', 'javascript://example.org/%0aalert', 'ftp://example.org', 'data:text/html,x', '../docs/phantom.md', '//evil', 'JaVaScRiPt:x']) assert.deepEqual(spans(`[a](${address})`), [{ type: 'text', text: 'a' }]);
});

test('markup stays text', () => {
  const source = '<img src=x onerror=alert(1)>';
  assert.deepEqual(parseMarkdown(source)[0].content, [{ type: 'text', text: source }]);
  assert.equal(text(parseMarkdown(`| ${source} |\n|---|`)[0].head[0]), source);
});

test('stars and underscores inside words and formulas are no emphasis', () => {
  assert.deepEqual(parseMarkdown('a_b_c and 3 * 4 * 5')[0].content, [{ type: 'text', text: 'a_b_c and 3 * 4 * 5' }]);
});

test('every card in the repository keeps its words', () => {
  const folder = new URL('../../../model/packages/', import.meta.url);
  const cards = readdirSync(folder).map((name) => new URL(`${name}/MODEL_CARD.md`, folder)).filter((url) => { try { readFileSync(url); return true; } catch { return false; } });
  assert.ok(cards.length >= 1);
  const wordsOf = (value) => (Array.isArray(value) ? value.map(wordsOf).join(' ') : value && typeof value === 'object' ? ['text', 'content', 'blocks', 'items', 'head', 'rows'].map((key) => wordsOf(value[key] ?? '')).join(' ') : String(value));
  for (const card of cards) {
    const source = readFileSync(card, 'utf8');
    const shown = wordsOf(parseMarkdown(source)).replace(/[^\p{L}\p{N}]+/gu, ' ');
    const wanted = source.replace(/\]\([^)]*\)/g, ']').replace(/^(```|~~~).*$/gm, ' ').replace(/^\s*\d+[.)]\s/gm, ' ').replace(/[^\p{L}\p{N}]+/gu, ' ');
    assert.equal(shown.trim().split(/\s+/).join(' '), wanted.trim().split(/\s+/).join(' '), card.pathname);
  }
});
