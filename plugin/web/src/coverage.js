// What the intake did with the images that arrived: how many were looked at, and why the others were not.
import { getJson, sonolistUrl } from './api.js';
import { html } from './html.js';
import { t, term } from './language.js';
import { Badge, Count, Figures, Loaded, Section, Table } from './parts.js';
import { useResource } from './resource.js';

const OUTCOMES = ['queued', 'skipped', 'deleted', 'failed'];

export function Coverage({ filter }) {
  const days = filter.filter(([name]) => name === 'from' || name === 'to');
  const resource = useResource((signal) => getJson(sonolistUrl('audit/coverage', days), signal), [days]);
  const count = (name) => ({ title: t(`coverage.${name}`), className: 'number', cell: (row) => html`<${Count} value=${row[name]} />` });
  const rules = [{ title: t('coverage.rule'), isRowHeader: true, cell: (row) => row.rule }, ...['eligible', 'waiting', 'running', 'completed', 'canceled'].map(count)];
  const reasons = [
    { title: t('worklist.outcome'), cell: (row) => html`<${Badge} group="outcome" word=${row.outcome} />` },
    { title: t('reason'), isRowHeader: true, className: 'wide', cell: (row) => row.reason },
    { title: t('count'), className: 'number', cell: (row) => html`<${Count} value=${row.count} />` },
  ];
  return html`<p class="aside">${t('coverage.days')}</p><${Loaded} resource=${resource}>${(answer) => html`
    <${Figures} figures=${OUTCOMES.map((word) => ({ title: term('outcome', word), value: html`<${Count} value=${answer.images[word] ?? 0} />` }))} />
    <${Section} title=${t('coverage.rules')}><${Table} label=${t('coverage.rules')} columns=${rules} rows=${answer.rules} /><//>
    <${Section} title=${t('coverage.reasons')}><${Table} label=${t('coverage.reasons')} columns=${reasons} rows=${answer.reasons} /><//>`}<//>`;
}
