// The tree of markdown.js as elements. Headings begin below those of the page.
import { html } from './html.js';
import { parseMarkdown } from './markdown.js';

const HEADING_OFFSET = 2;

export function Markdown({ text }) {
  return html`<div class="markdown">${parseMarkdown(text).map((block, index) => html`<${Block} key=${index} block=${block} />`)}</div>`;
}

function Inline({ content }) {
  return content.map((span) => {
    if (span.type === 'strong') return html`<strong>${span.text}</strong>`;
    if (span.type === 'emphasis') return html`<em>${span.text}</em>`;
    if (span.type === 'code') return html`<code>${span.text}</code>`;
    if (span.type === 'link') return html`<a href=${span.href} rel="noopener noreferrer" target="_blank">${span.text}</a>`;
    return span.text;
  });
}

function Block({ block }) {
  if (block.type === 'heading') {
    const Heading = `h${Math.min(6, block.level + HEADING_OFFSET)}`;
    return html`<${Heading}><${Inline} content=${block.content} /><//>`;
  }
  if (block.type === 'quote') return html`<blockquote>${block.blocks.map((inner, index) => html`<${Block} key=${index} block=${inner} />`)}</blockquote>`;
  if (block.type === 'code') return html`<pre tabindex="0"><code>${block.text}</code></pre>`;
  if (block.type === 'rule') return html`<hr />`;
  if (block.type === 'list') {
    const List = block.isOrdered ? 'ol' : 'ul';
    return html`<${List}>${block.items.map((item, index) => html`<li key=${index}><${Inline} content=${item} /></li>`)}<//>`;
  }
  if (block.type === 'table') return html`<${MarkdownTable} table=${block} />`;
  return html`<p><${Inline} content=${block.content} /></p>`;
}

// A head of empty cells is how Markdown writes a table of pairs.
function MarkdownTable({ table }) {
  const hasHead = table.head.some((cell) => cell.length > 0);
  return html`<div class="scroll"><table>
    ${hasHead && html`<thead><tr>${table.head.map((cell, index) => html`<th key=${index} scope="col"><${Inline} content=${cell} /></th>`)}</tr></thead>`}
    <tbody>${table.rows.map((row, index) => html`<tr key=${index}>${row.map((cell, at) => (at === 0
      ? html`<th key=${at} scope="row"><${Inline} content=${cell} /></th>`
      : html`<td key=${at}><${Inline} content=${cell} /></td>`))}</tr>`)}</tbody></table></div>`;
}
