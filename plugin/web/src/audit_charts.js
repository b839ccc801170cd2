// How measurements are distributed and how they go over time. Each chart has its numbers as a table below it.
import uPlot from 'uplot';

import { getJson, sonolistUrl } from './api.js';
import { measurementChoices } from './audit_filter.js';
import { histogram, timeSeries } from './chart_data.js';
import { Chart, countAxis, dashOf, dayAxis, dayScale, fromZero, inUtc, strokeOf } from './charts.js';
import { countText, unitText, valueText } from './format.js';
import { html } from './html.js';
import { language, t, term } from './language.js';
import { Field, Loaded, Section, Select, Table } from './parts.js';
import { useResource } from './resource.js';

const BINS = 24;
const MOST_SERIES = 7;
const SPLITS = ['structure', 'model', 'modelVersion', 'scanner', 'outcome'];

export function Charts({ filter, settings, values, onSettings }) {
  const choices = measurementChoices(values.measurements);
  const shown = { measurement: settings.show ?? choices[0]?.name ?? '', unit: settings.unit ?? (settings.show ? '' : choices[0]?.unit ?? '') };
  const per = settings.per === 'month' ? 'month' : 'day';
  const split = SPLITS.includes(settings.split) ? settings.split : 'structure';
  const set = (change) => onSettings({ ...settings, ...change });
  const index = choices.findIndex(({ name, unit }) => name === shown.measurement && unit === shown.unit);
  return html`
    <div class="line">
      <${Field} label=${t('measurement')}><${Select} value=${String(index)} choices=${choices.map(({ name, unit }, at) => ({ value: String(at), label: unitText(unit) ? `${term('measurement', name)} (${unitText(unit)})` : term('measurement', name) }))}
        onChange=${(at) => set({ show: choices[at].name, unit: choices[at].unit })} /><//>
      <${Field} label=${t('charts.split')}><${Select} value=${split} choices=${SPLITS.map((name) => ({ value: name, label: t(`charts.by.${name}`) }))} onChange=${(value) => set({ split: value })} /><//>
      <${Field} label=${t('charts.per')}><${Select} value=${per} choices=${['day', 'month'].map((name) => ({ value: name, label: t(`charts.${name}`) }))} onChange=${(value) => set({ per: value })} /><//>
    </div>
    ${shown.measurement && html`
      <${OverTime} filter=${filter} shown=${shown} per=${per} split=${split} />
      <${Distribution} filter=${filter} shown=${shown} split=${split} />`}
    <${Volume} filter=${filter} per=${per} />`;
}

const titleOf = ({ measurement, unit }) => (unitText(unit) ? `${term('measurement', measurement)} (${unitText(unit)})` : term('measurement', measurement));
const seriesName = (name) => term('structure', name) || t('charts.all');

// The first measurement that is named is described; further ones, of the filter, are conditions.
const described = ({ measurement, unit }) => [['measurement', measurement], ['unit', unit]];

function useAggregate(parameters) {
  return useResource((signal) => getJson(sonolistUrl('audit/aggregate', parameters), signal), [parameters]);
}

function Cut({ series }) {
  return series.length > MOST_SERIES && html`<p class="aside">${t('charts.some', { shown: MOST_SERIES, total: series.length })}</p>`;
}

function OverTime({ filter, shown, per, split }) {
  const resource = useAggregate([['by', `${per},${split}`], ...described(shown), ...filter]);
  return html`<${Section} title=${t('charts.time', { measurement: titleOf(shown) })} className="chart-section">
    <${Loaded} resource=${resource}>${(answer) => {
      const data = timeSeries(answer, per, split);
      if (data.times.length === 0) return html`<p class="aside">${t('audit.empty')}</p>`;
      return html`<${TimeChart} label=${t('charts.time', { measurement: titleOf(shown) })} data=${data} per=${per} unit=${titleOf(shown)} hasBand=${true} />
        <${Cut} series=${data.series} /><${TimeTable} data=${data} />`;
    }}<//><//>`;
}

function TimeChart({ label, data, per, unit, hasBand }) {
  const series = data.series.slice(0, MOST_SERIES);
  const make = () => {
    const lines = [];
    const bands = [];
    const columns = [data.times];
    series.forEach(({ name, values, low, high }, index) => {
      const stroke = strokeOf(index);
      lines.push({ label: seriesName(name), stroke, dash: dashOf(index), width: 2, spanGaps: true, points: { show: data.times.length < 60, size: 6, fill: stroke }, value: (_, value) => valueText(value, language.value) || '–' });
      columns.push(values);
      if (!hasBand) return;
      const fill = stroke.replace('rgb(', 'rgba(').replace(')', ', 0.14)');
      for (const edge of [high, low]) {
        lines.push({ stroke: 'transparent', width: 0, points: { show: false }, spanGaps: true, show: true, class: 'unseen' });
        columns.push(edge);
      }
      bands.push({ series: [columns.length - 2, columns.length - 1], fill });
    });
    return [{ series: [{ label: t(`charts.${per}`), value: (_, value) => (value === null ? '–' : dayAxis(per === 'month').values(null, [value])[0]) }, ...lines], bands, tzDate: inUtc, axes: [dayAxis(per === 'month'), hasBand ? { label: unit, size: 60 } : countAxis(unit)], scales: { x: dayScale, ...(hasBand ? {} : { y: fromZero }) } }, columns];
  };
  return html`<${Chart} label=${label} make=${make} keys=${[data, per, unit]} />`;
}

function Numbers({ children }) {
  return html`<details class="numbers"><summary>${t('charts.numbers')}</summary>${children}</details>`;
}

function TimeTable({ data }) {
  const rows = data.series.flatMap(({ name, values, low, high, counts }) => data.days.map((day, index) => ({ name, day, count: counts[index], value: values[index], low: low[index], high: high[index] }))).filter(({ count }) => count !== null);
  const number = (title, key) => ({ title, className: 'number', cell: (row) => valueText(row[key], language.value) });
  const columns = [{ title: t('charts.day'), isRowHeader: true, cell: (row) => row.day }, { title: t('charts.series'), cell: (row) => seriesName(row.name) },
    number(t('count'), 'count'), number(t('charts.quartile1'), 'low'), number(t('charts.median'), 'value'), number(t('charts.quartile3'), 'high')];
  return html`<${Numbers}><${Table} label=${t('charts.numbers')} columns=${columns} rows=${rows} /><//>`;
}

function Distribution({ filter, shown, split }) {
  const resource = useAggregate([['by', split], ...described(shown), ['histogram', BINS], ...filter]);
  const title = t('charts.distribution', { measurement: titleOf(shown) });
  return html`<${Section} title=${title} className="chart-section"><${Loaded} resource=${resource}>${(answer) => {
    const data = histogram(answer, split);
    if (data.series.length === 0) return html`<p class="aside">${t('audit.empty')}</p>`;
    return html`<${HistogramChart} label=${title} data=${data} unit=${titleOf(shown)} /><${Cut} series=${data.series} /><${GroupTable} data=${data} />`;
  }}<//><//>`;
}

function HistogramChart({ label, data, unit }) {
  const make = () => {
    const paths = uPlot.paths.stepped({ align: 1 });
    const lines = data.series.slice(0, MOST_SERIES).map(({ name }, index) => {
      const stroke = strokeOf(index);
      return { label: seriesName(name), stroke, dash: dashOf(index), width: 2, paths, points: { show: false }, fill: stroke.replace('rgb(', 'rgba(').replace(')', ', 0.1)'), value: (_, value) => countText(value ?? NaN, language.value) || '–' };
    });
    return [{ series: [{ label: unit, value: (_, value) => valueText(value, language.value) || '–' }, ...lines], axes: [{ label: unit, size: 40 }, countAxis(t('count'))], scales: { x: { time: false }, y: fromZero } },
      [data.edges, ...data.series.slice(0, MOST_SERIES).map(({ steps }) => steps)]];
  };
  return html`<${Chart} label=${label} make=${make} keys=${[data.edges, data.series.map(({ name, counts }) => [name, counts]), unit]} />`;
}

function GroupTable({ data }) {
  const number = (title, of) => ({ title, className: 'number', cell: ({ group }) => valueText(of(group), language.value) });
  const columns = [{ title: t('charts.series'), isRowHeader: true, cell: (row) => seriesName(row.name) }, number(t('count'), (group) => group.count), number(t('charts.mean'), (group) => group.mean),
    number(t('charts.sd'), (group) => group.sd), number(t('charts.minimum'), (group) => group.minimum), number(t('charts.quartile1'), (group) => group.quantiles?.['0.25']),
    number(t('charts.median'), (group) => group.quantiles?.['0.5']), number(t('charts.quartile3'), (group) => group.quantiles?.['0.75']), number(t('charts.maximum'), (group) => group.maximum)];
  return html`<${Table} label=${t('charts.numbers')} columns=${columns} rows=${data.series} keyOf=${({ name }) => name} />`;
}

// How much there was at all, by what became of it.
function Volume({ filter, per }) {
  const resource = useAggregate([...filter.filter(([name]) => name !== 'measurement'), ['by', `${per},outcome`]]);
  return html`<${Section} title=${t('charts.volume')} className="chart-section"><${Loaded} resource=${resource}>${(answer) => {
    const data = timeSeries({ ...answer, measurement: null }, per, 'outcome');
    if (data.times.length === 0) return html`<p class="aside">${t('audit.empty')}</p>`;
    const named = { ...data, series: data.series.map((one) => ({ ...one, name: term('outcome', one.name) })) };
    return html`<${TimeChart} label=${t('charts.volume')} data=${named} per=${per} unit=${t('count')} hasBand=${false} />`;
  }}<//><//>`;
}
