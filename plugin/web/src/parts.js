// Pieces that several pages are made of.
import { useEffect, useId } from 'preact/hooks';

import { countText, shortUid, timeText } from './format.js';
import { html } from './html.js';
import { language, t, term } from './language.js';
import { formatRoute } from './route.js';

// A heading that takes the focus when a person comes from another page: a screen reader begins there.
export function PageTitle({ text, children }) {
  useEffect(() => {
    document.title = `${text} · Sonolist`;
  }, [text]);
  return html`<div class="page-title"><h1 id="page-title" tabindex="-1">${text}</h1>${children}</div>`;
}

// A part of a page under a heading of its own.
export function Section({ title, aside, children, id, className = '' }) {
  const titleId = useId();
  return html`<section id=${id} class=${`section ${className}`} aria-labelledby=${titleId}>
    <div class="section-head"><h2 id=${titleId}>${title}</h2>${aside}</div>
    ${children}
  </section>`;
}

// `columns`: [{title, className, isRowHeader, cell: (row) => content}]. Wide tables scroll sideways by keyboard too.
export function Table({ label, columns, rows, keyOf, empty, id, detail }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table>
      <caption class="unseen">${label}</caption>
      <thead><tr>${columns.map(({ title, className }) => html`<th scope="col" class=${className}>${title}</th>`)}</tr></thead>
      <tbody id=${id}>
        ${rows.length === 0 && html`<tr class="empty"><td colspan=${columns.length}>${empty ?? t('none')}</td></tr>`}
        ${rows.map((row, index) => html`<${Row} key=${keyOf ? keyOf(row) : index} row=${row} index=${index} columns=${columns} />
          ${detail?.(row) && html`<tr class="detail" key=${`${keyOf ? keyOf(row) : index} detail`}><td colspan=${columns.length}>${detail(row)}</td></tr>`}`)}
      </tbody>
    </table>
  </div>`;
}

function Row({ row, index, columns }) {
  return html`<tr>${columns.map(({ cell, className, isRowHeader }) => (isRowHeader
    ? html`<th scope="row" class=${className}>${cell(row, index)}</th>`
    : html`<td class=${className}>${cell(row, index)}</td>`))}</tr>`;
}

// What went wrong, in a sentence for a person; what the server said stands behind it.
export function failureText(error) {
  const kind = error?.kind ?? 'program';
  const said = error?.message ? t('failure.said', { message: error.message }) : '';
  return `${t(`failure.${kind}`, { status: error?.status ?? '' })}${said ? ` ${said}` : ''}`;
}

export function Failure({ error, again }) {
  return html`<div class="notice bad" role="alert">
    <p>${failureText(error)}</p>
    ${again && html`<button type="button" onClick=${again}>${t('again')}</button>`}
  </div>`;
}

// A resource's data through `children`, or that it is awaited, or why it is not there.
export function Loaded({ resource, children }) {
  const { data, error, isBusy, reload } = resource;
  if (data === undefined) {
    if (error) return html`<${Failure} error=${error} again=${reload} />`;
    return html`<p class="waiting" role="status">${isBusy ? t('loading') : ''}</p>`;
  }
  return html`${error && html`<${Failure} error=${error} again=${reload} />`}${children(data)}`;
}

export function Time({ at }) {
  const text = timeText(at);
  return text === '' ? null : html`<time class="time">${text}</time>`;
}

export function Count({ value }) {
  return html`<span class="number">${countText(value, language.value)}</span>`;
}

export function Uid({ uid, link }) {
  if (!uid) return null;
  const short = shortUid(uid);
  return link ? html`<a class="uid" href=${link} title=${uid}>${short}</a>` : html`<span class="uid" title=${uid}>${short}</span>`;
}

// To the study page of the image, report or segmentation.
export const imageLink = (sopInstanceUid) => formatRoute('study', '', { image: sopInstanceUid });

// `group`: of the language table; the colour follows the word through the style sheet.
export function Badge({ group, word }) {
  return word ? html`<span class="badge" data-word=${word}>${term(group, word)}</span>` : null;
}

export function Progress({ value, label }) {
  if (value === '' || value === undefined || !Number.isFinite(Number(value))) return null;
  const whole = Math.round(Number(value));
  return html`<span class="progress"><progress max="100" value=${whole} aria-label=${label}></progress> <span class="number">${whole} %</span></span>`;
}

// A label above its control.
export function Field({ label, children, className = '' }) {
  return html`<label class=${`field ${className}`}><span>${label}</span>${children}</label>`;
}

export function Select({ value, choices, onChange, label }) {
  return html`<select value=${value} aria-label=${label} onChange=${(event) => onChange(event.currentTarget.value)}>
    ${choices.map(({ value: choice, label: text }) => html`<option key=${choice} value=${choice} selected=${choice === value}>${text}</option>`)}
  </select>`;
}

// Links that switch what a page shows; each is an address of its own.
export function Views({ label, views, current }) {
  return html`<nav class="views" aria-label=${label}><ul>
    ${views.map(({ name, title, href }) => html`<li key=${name}><a href=${href} aria-current=${name === current ? 'page' : undefined}>${title}</a></li>`)}
  </ul></nav>`;
}

export function Figures({ figures }) {
  return html`<dl class="figures">${figures.map(({ title, value, word, help }) => html`<div key=${title} data-word=${word} title=${help}><dt>${title}</dt><dd>${value}</dd></div>`)}</dl>`;
}

export function Swatch({ colour }) {
  return html`<span class="swatch" aria-hidden="true" style=${{ backgroundColor: colour }}></span>`;
}
