// Where no study is named: a search in the PACS, and the studies with the latest results.
import { useState } from 'preact/hooks';

import { getJson, orthancUrl, postJson, sonolistUrl } from './api.js';
import { dateText } from './format.js';
import { html } from './html.js';
import { t } from './language.js';
import { Failure, Field, Loaded, PageTitle, Section, Table, Time } from './parts.js';
import { useAction, useResource } from './resource.js';
import { formatRoute } from './route.js';

const LATEST = 200;
const FOUND = 100;

export function StudyStart() {
  const latest = useResource((signal) => getJson(sonolistUrl('audit/results', { limit: LATEST }), signal), []);
  return html`
    <${PageTitle} text=${t('study.start')} />
    <${Search} />
    <${Section} title=${t('study.latest')}><${Loaded} resource=${latest}>${({ results }) => html`<${Latest} results=${results} />`}<//><//>`;
}

function Latest({ results }) {
  const rows = [...new Map(results.filter(({ studyInstanceUid }) => studyInstanceUid).reverse().map((result) => [result.studyInstanceUid, result])).values()]
    .sort((a, b) => (a.time < b.time ? 1 : -1));
  const columns = [
    { title: t('patient'), isRowHeader: true, cell: (row) => html`<a href=${formatRoute('study', row.studyInstanceUid)}>${row.patientId || t('study.nameless')}</a>` },
    { title: t('accession'), cell: (row) => row.accessionNumber },
    { title: t('study.date'), className: 'time', cell: (row) => dateText(row.studyDate) },
    { title: t('model'), cell: (row) => `${row.model} ${row.modelVersion}` },
    { title: t('time'), className: 'time', cell: (row) => html`<${Time} at=${row.time} />` },
  ];
  return html`<${Table} id="latest-rows" label=${t('study.latest')} columns=${columns} rows=${rows} keyOf=${(row) => row.studyInstanceUid} empty=${t('study.latest.empty')} />`;
}

function Search() {
  const action = useAction();
  const [text, setText] = useState('');
  const find = (event) => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted) action.run(() => search(wanted));
  };
  return html`<form class="line" role="search" onSubmit=${find}>
    <${Field} label=${t('study.search')} className="grow"><input type="search" id="study-search" value=${text} onInput=${(event) => setText(event.currentTarget.value)} /><//>
    <button type="submit" disabled=${action.isBusy}>${t('study.find')}</button>
  </form>
  ${action.error && html`<${Failure} error=${action.error} />`}
  <div role="status">${action.isBusy ? t('loading') : action.done && html`<${Found} studies=${action.done} />`}</div>`;
}

// A UID is one study; else the text is a patient's ID or name or an accession number. Orthanc's matching ignores case.
async function search(text) {
  const find = (query) => postJson(orthancUrl('tools/find'), { Level: 'Study', Query: query, Expand: true, Limit: FOUND, CaseSensitive: false });
  const queries = /^[0-9.]+$/.test(text) && text.includes('.') ? [{ StudyInstanceUID: text }] : [{ PatientID: text }, { AccessionNumber: text }, { PatientName: `*${text}*` }];
  const found = (await Promise.all(queries.map(find))).flat();
  return [...new Map(found.map((study) => [study.ID, study])).values()];
}

function Found({ studies }) {
  const columns = [
    { title: t('patient'), isRowHeader: true, cell: (row) => html`<a href=${formatRoute('study', row.ID)}>${row.PatientMainDicomTags?.PatientName || row.PatientMainDicomTags?.PatientID || t('study.nameless')}</a>` },
    { title: t('patient.id'), cell: (row) => row.PatientMainDicomTags?.PatientID },
    { title: t('accession'), cell: (row) => row.MainDicomTags.AccessionNumber },
    { title: t('study.date'), className: 'time', cell: (row) => dateText(row.MainDicomTags.StudyDate) },
    { title: t('study.description'), cell: (row) => row.MainDicomTags.StudyDescription },
  ];
  return html`<${Table} id="found-rows" label=${t('study.found')} columns=${columns} rows=${studies} keyOf=${(row) => row.ID} empty=${t('study.found.none')} />`;
}
