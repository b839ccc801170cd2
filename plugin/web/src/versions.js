// Which versions worked when and on how much; and the examinations of those that the filter names: the list for a recall.
import { getJson, sonolistUrl } from './api.js';
import { dateText, shortUid } from './format.js';
import { html } from './html.js';
import { t } from './language.js';
import { Count, Loaded, Section, Table, Time } from './parts.js';
import { useResource } from './resource.js';
import { formatRoute } from './route.js';

const SHOWN = 500;

export function Versions({ filter, settings, onSettings }) {
  const hasList = settings.examinations === '1';
  const resource = useResource((signal) => getJson(sonolistUrl('audit/versions', [...filter, ['examinations', hasList ? '1' : '']]), signal), [filter, hasList]);
  const toggle = html`<button type="button" aria-pressed=${hasList ? 'true' : 'false'} onClick=${() => onSettings({ examinations: hasList ? '' : '1' })}>${t('versions.recall')}</button>`;
  return html`<${Loaded} resource=${resource}>${(answer) => html`
    <${Section} title=${t('audit.versions')} aside=${toggle}><${VersionTable} rows=${answer.versions} /><//>
    ${answer.examinations && html`<${Section} title=${t('versions.examinations', { count: answer.examinations.length })}><${Examinations} rows=${answer.examinations} /><//>`}`}<//>`;
}

function VersionTable({ rows }) {
  const columns = [
    { title: t('model'), isRowHeader: true, cell: (row) => html`<a href=${formatRoute('audit', 'versions', { model: row.model, modelVersion: row.modelVersion, examinations: 1 })}>${row.model || row.producer}</a>` },
    { title: t('version'), cell: (row) => row.modelVersion },
    { title: t('weights'), cell: (row) => html`<span class="uid" title=${row.weights}>${shortUid(row.weights, 14)}</span>` },
    { title: t('filter.producer'), cell: (row) => row.producer },
    { title: t('versions.first'), className: 'time', cell: (row) => html`<${Time} at=${row.first} />` },
    { title: t('versions.last'), className: 'time', cell: (row) => html`<${Time} at=${row.last} />` },
    ...['reports', 'studies', 'patients'].map((name) => ({ title: t(`versions.${name}`), className: 'number', cell: (row) => html`<${Count} value=${row[name]} />` })),
  ];
  return html`<${Table} id="version-rows" label=${t('audit.versions')} columns=${columns} rows=${rows} empty=${t('audit.empty')} />`;
}

function Examinations({ rows }) {
  const columns = [
    { title: t('patient'), isRowHeader: true, cell: (row) => html`<a href=${formatRoute('study', row.studyInstanceUid)}>${row.patientId || t('study.nameless')}</a>` },
    { title: t('accession'), cell: (row) => row.accessionNumber },
    { title: t('study.date'), className: 'time', cell: (row) => dateText(row.studyDate) },
    { title: t('model'), cell: (row) => `${row.model} ${row.modelVersion}` },
    { title: t('versions.reports'), className: 'number', cell: (row) => html`<${Count} value=${row.reports} />` },
    { title: t('versions.first'), className: 'time', cell: (row) => html`<${Time} at=${row.first} />` },
  ];
  return html`<${Table} id="examination-rows" label=${t('versions.recall')} columns=${columns} rows=${rows.slice(0, SHOWN)} />
    ${rows.length > SHOWN && html`<p class="aside">${t('worklist.some', { shown: SHOWN, total: rows.length })}</p>`}`;
}
