// The figures of a study as the audit holds them: a table for each report, a column for each structure.
import { getJson, sonolistUrl } from './api.js';
import { unitText, valueText } from './format.js';
import { html } from './html.js';
import { language, structureName, t, term } from './language.js';
import { tablesOf } from './measurements.js';
import { Loaded, Section, Time, Uid } from './parts.js';
import { useChanges, useResource } from './resource.js';

const RELOAD_SECONDS = 5;
const AT_ONCE = 1000;
const MOST = 10000; // results of one study: beyond it the audit page is the place

async function load(studyUid, signal) {
  const results = [];
  let cursor = '';
  do {
    const page = await getJson(sonolistUrl('audit/results', { study: studyUid, limit: AT_ONCE, cursor }), signal);
    results.push(...page.results);
    cursor = page.next;
  } while (cursor && results.length < MOST);
  return results;
}

export function MeasurementTables({ study, current }) {
  const resource = useResource((signal) => load(study.uid, signal), [study.uid]);
  useChanges(resource.reload, RELOAD_SECONDS);
  return html`<${Section} title=${t('study.measurements')} id="measurements">
    <${Loaded} resource=${resource}>${(results) => {
      const tables = tablesOf(results);
      if (tables.length === 0) return html`<p class="aside">${t('study.nomeasurements')}</p>`;
      // Those of the image that is looked at first.
      const ordered = [...tables.filter(({ source }) => source === current), ...tables.filter(({ source }) => source !== current)];
      return ordered.map((table) => html`<${ReportTable} key=${`${table.kind} ${table.report} ${table.source}`} table=${table} images=${study.images} isCurrent=${table.source === current} />`);
    }}<//>
  <//>`;
}

function ReportTable({ table, images, isCurrent }) {
  const number = images.findIndex(({ uid }) => uid === table.source) + 1;
  const title = [term('kind', table.kind), [table.model, table.modelVersion].filter(Boolean).join(' ') || table.producer, number > 0 ? t('study.image', { number }) : ''].filter(Boolean).join(' · ');
  return html`<div class="report" data-current=${isCurrent ? 'true' : 'false'}>
    <h3>${title} <span class="aside"><${Time} at=${table.time} /> · ${t('study.report')} <${Uid} uid=${table.report} /></span></h3>
    ${table.groups.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label=${title}><table>
      <caption class="unseen">${title}</caption>
      <thead><tr><th scope="col">${t('measurement')}</th>${table.groups.map((group, index) => html`<th key=${index} scope="col" class="number">${structureText(group)}</th>`)}<th scope="col">${t('unit')}</th></tr></thead>
      <tbody>${table.rows.map((row, index) => html`<tr key=${index}><th scope="row">${term('measurement', row.name)}</th>
        ${row.values.map((value, index) => html`<td key=${index} class="number">${value === null ? '–' : valueText(value, language.value)}</td>`)}<td>${unitText(row.unit)}</td></tr>`)}</tbody>
    </table></div>`}
    ${table.missing.length > 0 && html`<p class="notice watch">${t('study.notfound', { structures: table.missing.map((structure) => structureName(structure)).join(', ') })}</p>`}
  </div>`;
}

const structureText = ({ structure, laterality }) => [structureName(structure) || t('study.relation'), typeof laterality === 'object' ? laterality?.meaning : laterality].filter(Boolean).join(', ');
