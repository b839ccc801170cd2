// Who read what of the audit.
import { useEffect, useState } from 'preact/hooks';

import { getJson, sonolistUrl } from './api.js';
import { html } from './html.js';
import { t } from './language.js';
import { cursorOf, hasPrevious, openBook, turnBack, turnForward } from './paging.js';
import { Loaded, Section, Table, Time } from './parts.js';
import { useResource } from './resource.js';

const PAGE_SIZE = 100;

export function Accesses() {
  const [book, setBook] = useState(openBook);
  useEffect(() => setBook(openBook()), []);
  const resource = useResource((signal) => getJson(sonolistUrl('audit/accesses', { limit: PAGE_SIZE, before: cursorOf(book) }), signal), [book]);
  const columns = [
    { title: t('time'), className: 'time', cell: (row) => html`<${Time} at=${row.time} />` },
    { title: t('accesses.user'), isRowHeader: true, cell: (row) => row.user },
    { title: t('accesses.path'), cell: (row) => `${row.method ?? ''} ${row.path}` },
    { title: t('accesses.query'), className: 'wide', cell: (row) => row.query },
    { title: t('accesses.status'), className: 'number', cell: (row) => row.status },
  ];
  return html`<${Section} title=${t('audit.accesses')}><${Loaded} resource=${resource}>${({ accesses }) => html`
    <${Table} id="access-rows" label=${t('audit.accesses')} columns=${columns} rows=${accesses} keyOf=${(row) => row.id} />
    <nav class="pager" aria-label=${t('audit.paging')}>
      <button type="button" disabled=${!hasPrevious(book)} onClick=${() => setBook(turnBack(book))}>${t('audit.previous')}</button>
      <button type="button" disabled=${accesses.length < PAGE_SIZE} onClick=${() => setBook(turnForward(book, String(accesses.at(-1).id)))}>${t('audit.next')}</button>
    </nav>`}<//><//>`;
}
