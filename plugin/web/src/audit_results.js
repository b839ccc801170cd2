// The lines of evidence, page by page as the server gives them, with all of a line's facts on demand.
import { useEffect, useState } from 'preact/hooks';

import { getJson, sonolistUrl } from './api.js';
import { measurementName } from './audit_filter.js';
import { countText, dateText, unitText, valueText } from './format.js';
import { html } from './html.js';
import { language, structureName, t, term } from './language.js';
import { measurementOf } from './measurements.js';
import { cursorOf, hasPrevious, openBook, turnBack, turnForward } from './paging.js';
import { Badge, Field, Loaded, Section, Select, Table, Time, imageLink } from './parts.js';
import { useResource } from './resource.js';
import { formatRoute } from './route.js';
import { Trace } from './trace.js';

const PAGE_SIZE = 100;
const MOST_EXPORTED = 10000;
const SHOWN_MEASUREMENTS = 3;

export function Results({ filter, settings, onSettings }) {
  const sort = settings.sort === 'time' ? 'time' : '-time';
  const key = JSON.stringify([filter, sort]);
  const [book, setBook] = useState(openBook);
  useEffect(() => setBook(openBook()), [key]);
  const resource = useResource((signal) => getJson(sonolistUrl('audit/results', [...filter, ['sort', sort], ['limit', PAGE_SIZE], ['cursor', cursorOf(book)]]), signal), [key, book]);
  const order = html`<${Field} label=${t('audit.order')}><${Select} value=${sort} choices=${[{ value: '-time', label: t('audit.newest') }, { value: 'time', label: t('audit.oldest') }]} onChange=${(value) => onSettings({ sort: value === 'time' ? value : '' })} /><//>`;
  const csv = sonolistUrl('audit/results', [...filter, ['sort', sort], ['limit', MOST_EXPORTED], ['format', 'csv']]);
  return html`<${Section} title=${t('audit.results')} aside=${html`<span class="tools">${order}<a class="button" id="csv" href=${csv} download="sonolist-audit.csv">${t('audit.csv', { count: countText(MOST_EXPORTED, language.value) })}</a></span>`}>
    <${Loaded} resource=${resource}>${({ results, next }) => html`
      <${ResultTable} results=${results} filter=${filter} />
      <nav class="pager" aria-label=${t('audit.paging')}>
        <button type="button" id="previous-page" disabled=${!hasPrevious(book)} onClick=${() => setBook(turnBack(book))}>${t('audit.previous')}</button>
        <span role="status">${results.length > 0 && t('audit.rows', { first: book.page * PAGE_SIZE + 1, last: book.page * PAGE_SIZE + results.length })}</span>
        <button type="button" id="next-page" disabled=${!next} onClick=${() => setBook(turnForward(book, next))}>${t('audit.next')}</button>
      </nav>`}<//>
  <//>`;
}

function ResultTable({ results, filter }) {
  const [open, setOpen] = useState(undefined);
  const asked = [...new Set(filter.filter(([name]) => name === 'measurement').map(([, value]) => measurementName(value)))];
  const idOf = (result) => `${result.kind} ${result.sopInstanceUid} ${result.group} ${result.sourceSopInstanceUid} ${result.time} ${result.reason}`;
  const columns = [
    { title: t('time'), className: 'time', cell: (row) => html`<${Time} at=${row.time} />` },
    { title: t('filter.kind'), cell: (row) => term('kind', row.kind) },
    { title: t('filter.outcome'), className: 'tight', cell: (row) => html`<${Badge} group="outcome" word=${row.outcome} />` },
    { title: t('filter.structure'), isRowHeader: true, cell: (row) => structureName(row.structure) },
    ...(asked.length > 0
      ? asked.map((name) => ({ title: term('measurement', name), className: 'number', cell: (row) => quantity(measurementOf(row, name)) }))
      : [{ title: t('measurements'), className: 'wide', cell: (row) => summary(row) }]),
    { title: t('model'), className: 'tight', cell: (row) => [row.model, row.modelVersion].filter(Boolean).join(' ') || row.producer },
    { title: t('patient'), className: 'tight', cell: (row) => row.studyInstanceUid ? html`<a href=${studyLink(row)}>${row.patientId || row.accessionNumber || t('study.nameless')}</a>` : row.patientId },
    { title: t('study.date'), className: 'time', cell: (row) => dateText(row.studyDate) },
    { title: t('details'), cell: (row) => html`<button type="button" class="quiet" aria-expanded=${open === idOf(row) ? 'true' : 'false'} onClick=${() => setOpen(open === idOf(row) ? undefined : idOf(row))}>${t(open === idOf(row) ? 'hide' : 'show')}</button>` },
  ];
  return html`<${Table} id="result-rows" label=${t('audit.results')} columns=${columns} rows=${results} empty=${t('audit.empty')} detail=${(row) => open === idOf(row) && html`<${Detail} result=${row} />`} />`;
}

const studyLink = (row) => formatRoute('study', row.studyInstanceUid, { image: row.sourceSopInstanceUid });

const quantity = (measurement) => measurement && html`${valueText(measurement.value, language.value)} <span class="unit">${unitText(measurement.unit)}</span>`;

function summary(row) {
  if (row.reason) return row.reason;
  const measurements = row.measurements ?? [];
  const shown = measurements.slice(0, SHOWN_MEASUREMENTS).map(({ name, value, unit }) => `${term('measurement', name)} ${valueText(value, language.value)} ${unitText(unit)}`.trim());
  return shown.join(' · ') + (measurements.length > SHOWN_MEASUREMENTS ? ` · +${measurements.length - SHOWN_MEASUREMENTS}` : '');
}

const FACTS = ['accessionNumber', 'modality', 'manufacturer', 'scannerModel', 'station', 'producer', 'weights', 'laterality', 'segment', 'trackingUid',
  'studyInstanceUid', 'sopInstanceUid', 'sourceSopInstanceUid', 'segmentationUid', 'reason'];

function Detail({ result }) {
  const [hasTrace, setTrace] = useState(false);
  const facts = FACTS.map((name) => [name, result[name]?.meaning ?? result[name]]).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  const traced = result.sourceSopInstanceUid || result.sopInstanceUid;
  return html`<div class="detail-columns">
    ${result.measurements?.length > 0 && html`<ul class="plain">${result.measurements.map((measurement, index) => html`<li key=${index}>${term('measurement', measurement.name)}: <b>${quantity(measurement)}</b></li>`)}</ul>`}
    <dl class="pairs">${facts.map(([name, value]) => html`<div key=${name}><dt>${t(`fact.${name}`)}</dt><dd>${String(value)}</dd></div>`)}</dl>
    <p class="tools">${result.sourceSopInstanceUid && html`<a class="button" href=${imageLink(result.sourceSopInstanceUid)}>${t('audit.image')}</a>`}
      ${traced && html`<button type="button" aria-expanded=${hasTrace ? 'true' : 'false'} onClick=${() => setTrace(!hasTrace)}>${t('audit.trace')}</button>`}</p>
    ${hasTrace && html`<${Trace} uid=${traced} />`}
  </div>`;
}
