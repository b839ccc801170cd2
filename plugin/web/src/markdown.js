// A model card's Markdown as a tree: what the cards use, everything else as text. Pure; the page makes elements of it, never markup.
// Block: {type: 'heading', level, content} | {type: 'paragraph', content} | {type: 'quote', blocks} | {type: 'code', text}
//      | {type: 'list', isOrdered, items: [content]} | {type: 'table', head: [content], rows: [[content]]} | {type: 'rule'}
// Inline content: [{type: 'text' | 'strong' | 'emphasis' | 'code', text} | {type: 'link', text, href}]

const RULES = [
  [/^ {0,3}(#{1,6})\s+(.*?)\s*#*$/, (match) => ({ type: 'heading', level: match[1].length, content: inline(match[2]) })],
  [/^ {0,3}([-*_])( *\1){2,} *$/, () => ({ type: 'rule' })],
];
const LIST_ITEM = /^ {0,3}([-*+]|\d+[.)])\s+(.*)$/;
const TABLE_DIVIDER = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

export function parseMarkdown(text) {
  const lines = String(text ?? '').replace(/\r\n?/g, '\n').split('\n');
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    const [block, next] = readBlock(lines, at);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}

function readBlock(lines, at) {
  const line = lines[at];
  if (line.trim() === '') return [null, at + 1];
  if (/^ {0,3}(```|~~~)/.test(line)) return readCode(lines, at);
  for (const [pattern, make] of RULES) {
    const match = pattern.exec(line);
    if (match) return [make(match), at + 1];
  }
  if (/^ {0,3}>/.test(line)) return readQuote(lines, at);
  if (line.includes('|') && TABLE_DIVIDER.test(lines[at + 1] ?? '')) return readTable(lines, at);
  if (LIST_ITEM.test(line)) return readList(lines, at);
  return readParagraph(lines, at);
}

function readCode(lines, at) {
  const fence = lines[at].trim().slice(0, 3);
  let end = at + 1;
  while (end < lines.length && !lines[end].trim().startsWith(fence)) end += 1;
  return [{ type: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1];
}

function readQuote(lines, at) {
  let end = at;
  while (end < lines.length && /^ {0,3}>/.test(lines[end])) end += 1;
  return [{ type: 'quote', blocks: parseMarkdown(lines.slice(at, end).map((line) => line.replace(/^ {0,3}> ?/, '')).join('\n')) }, end];
}

function cells(line) {
  return line.trim().replace(/^\|/, '').replace(/\|$/, '').split(/(?<!\\)\|/).map((cell) => inline(cell.trim().replaceAll('\\|', '|')));
}

function readTable(lines, at) {
  let end = at + 2;
  while (end < lines.length && lines[end].includes('|')) end += 1;
  return [{ type: 'table', head: cells(lines[at]), rows: lines.slice(at + 2, end).map(cells) }, end];
}

function readList(lines, at) {
  const isOrdered = /\d/.test(LIST_ITEM.exec(lines[at])[1]);
  const items = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const match = LIST_ITEM.exec(lines[end]);
    if (match) items.push(match[2]);
    else if (/^\s+\S/.test(lines[end])) items.push(`${items.pop()} ${lines[end].trim()}`);
    else break;
  }
  return [{ type: 'list', isOrdered, items: items.map(inline) }, end];
}

const startsBlock = (lines, at) => /^ {0,3}(#{1,6}\s|>|```|~~~)/.test(lines[at]) || LIST_ITEM.test(lines[at]) ||
  (lines[at].includes('|') && TABLE_DIVIDER.test(lines[at + 1] ?? ''));

function readParagraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && lines[end].trim() !== '' && !startsBlock(lines, end)) end += 1;
  return [{ type: 'paragraph', content: inline(lines.slice(at, end).map((line) => line.trim()).join(' ')) }, end];
}

const INLINE = /(`+)(.+?)\1|\*\*(.+?)\*\*|__(.+?)__|(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])|\[([^\]]*)\]\(([^)\s]*)\)/s;

function inline(text) {
  const content = [];
  let rest = text;
  for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
    if (match.index > 0) content.push({ type: 'text', text: rest.slice(0, match.index) });
    content.push(spanOf(match));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) content.push({ type: 'text', text: rest });
  return content;
}

function spanOf(match) {
  if (match[2] !== undefined) return { type: 'code', text: match[2].trim() };
  if (match[3] ?? match[4]) return { type: 'strong', text: match[3] ?? match[4] };
  if (match[5] !== undefined) return { type: 'emphasis', text: match[5] };
  // Only addresses that a person can follow from here: relative ones lead into the repository, other schemes may run something.
  return /^https?:\/\//i.test(match[7]) ? { type: 'link', text: match[6], href: match[7] } : { type: 'text', text: match[6] };
}
