// Whether the last weeks differ from those before: measurements, structures not found, failures.
import { getJson, sonolistUrl } from './api.js';
import { dateText, percentText, probabilityText, unitText, valueText, countText } from './format.js';
import { html } from './html.js';
import { language, structureName, t, term } from './language.js';
import { Badge, Field, Loaded, Section, Table } from './parts.js';
import { useResource } from './resource.js';

const WORST_FIRST = ['drift', 'watch', 'stable'];

export function Drift({ filter, settings, onSettings }) {
  const window = Number(settings.window) || 30;
  const baseline = Number(settings.baseline) || 90;
  // The window is counted back from the filter's last day; a first day would cut the baseline.
  const others = filter.filter(([name]) => name !== 'from');
  const resource = useResource((signal) => getJson(sonolistUrl('audit/drift', [...others, ['window', window], ['baseline', baseline]]), signal), [others, window, baseline]);
  const set = (name, event) => onSettings({ window, baseline, [name]: event.currentTarget.value });
  return html`
    <div class="line">
      ${[['window', window], ['baseline', baseline]].map(([name, value]) => html`<${Field} key=${name} label=${t(`drift.${name}`)}><input type="number" class="short" min="1" max="3650" value=${value} onChange=${(event) => set(name, event)} /><//>`)}
    </div>
    <${Loaded} resource=${resource}>${(answer) => html`<${Answer} answer=${answer} />`}<//>`;
}

const day = (text) => dateText((text ?? '').slice(0, 10).replaceAll('-', ''));
const number = (title, of) => ({ title, className: 'number', cell: (row) => valueText(of(row), language.value) });
const rate = (title, of) => ({ title, className: 'number', cell: (row) => (of(row)?.count > 0 ? t('drift.share', { share: percentText(of(row).rate, language.value), count: countText(of(row).count, language.value) }) : '–') });

function Answer({ answer }) {
  const period = t('drift.periods', { windowFrom: day(answer.window.from), windowTo: day(answer.window.to), baselineFrom: day(answer.baseline.from), baselineTo: day(answer.baseline.to) });
  const measurements = [...answer.measurements].sort((a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict) || b.psi - a.psi);
  const columns = [
    { title: t('filter.structure'), isRowHeader: true, cell: (row) => structureName(row.structure) },
    { title: t('measurement'), cell: (row) => `${term('measurement', row.name)} ${unitText(row.unit) ? `(${unitText(row.unit)})` : ''}` },
    { title: t('drift.verdict'), cell: (row) => html`<${Badge} group="verdict" word=${row.verdict} />` },
    number('PSI', (row) => row.psi),
    number(t('drift.medianWindow'), (row) => row.window.median), number(t('drift.medianBaseline'), (row) => row.baseline.median),
    number(t('drift.countWindow'), (row) => row.window.count), number(t('drift.countBaseline'), (row) => row.baseline.count),
    number('KS', (row) => row.ks?.statistic), { title: 'p (KS)', className: 'number', cell: (row) => probabilityText(row.ks?.pValue, language.value) },
  ];
  const missing = [
    { title: t('filter.structure'), isRowHeader: true, cell: (row) => structureName(row.structure) },
    rate(t('drift.inWindow'), (row) => row.window), rate(t('drift.inBaseline'), (row) => row.baseline),
    { title: 'p', className: 'number', cell: (row) => probabilityText(row.pValue, language.value) },
  ];
  return html`
    <p class="aside">${period}</p>
    <${Section} title=${t('drift.measurements')}><${Table} id="drift-rows" label=${t('drift.measurements')} columns=${columns} rows=${measurements} empty=${t('drift.few')} /><p class="aside">${t('drift.help')}</p><//>
    <${Section} title=${t('drift.missing')}><${Table} label=${t('drift.missing')} columns=${missing} rows=${answer.missing} empty=${t('drift.few')} /><//>
    <${Section} title=${t('drift.failures')}><${Table} label=${t('drift.failures')} columns=${[{ title: t('filter.kind'), isRowHeader: true, cell: () => term('kind', 'failure') }, ...missing.slice(1)]} rows=${answer.failures ? [answer.failures] : []} /><//>`;
}
