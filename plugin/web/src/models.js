// The model packages: what each finds, what it was trained on, how good it is, and its card.
import { getJson, sonolistUrl } from './api.js';
import { cssColour } from './colour.js';
import { countText, shortUid, valueText } from './format.js';
import { html } from './html.js';
import { language, t } from './language.js';
import { Markdown } from './markdown_view.js';
import { Badge, Loaded, PageTitle, Section, Swatch, Table } from './parts.js';
import { useResource } from './resource.js';
import { formatRoute } from './route.js';
import { route } from './router.js';

export function Models() {
  const resource = useResource((signal) => getJson(sonolistUrl('models'), signal), []);
  const { name } = route.value;
  return html`<${Loaded} resource=${resource}>${({ models }) => {
    const chosen = name && models.find((model) => keyOf(model) === name || model.name === name);
    if (chosen && !chosen.error) return html`<${Model} model=${chosen} />`;
    return html`<${PageTitle} text=${t('page.models')} />
      ${name && html`<p class="notice bad" role="alert">${t('models.missing', { name })}</p>`}
      ${models.length === 0 ? html`<p class="notice">${t('models.none')}</p>` : html`<ul class="cards">${models.map((model) => html`<${ModelCard} key=${keyOf(model)} model=${model} />`)}</ul>`}`;
  }}<//>
  ${resource.data === undefined && html`<${PageTitle} text=${t('page.models')} />`}`;
}

const keyOf = ({ name, version }) => `${name} ${version}`;

function ModelCard({ model }) {
  // A folder that is no package: the administrator must see that it is there.
  if (model.error) return html`<li class="card"><h2>${model.name}</h2><p class="notice bad">${model.error}</p></li>`;
  return html`<li class="card">
    <h2><a href=${formatRoute('models', keyOf(model))}>${model.title || model.name}</a></h2>
    <p class="aside">${model.name} ${model.version} <${Badge} group="qualification" word=${model.qualification} /></p>
    <${Markdown} text=${model.description} />
    <${Classes} classes=${model.classes ?? []} />
  </li>`;
}

// The manifest's colour: [r, g, b] or a colour of CSS.
const colourText = (colour) => (Array.isArray(colour) ? cssColour(colour) : /^#[0-9a-f]{6}$/i.test(colour ?? '') ? colour : 'transparent');

function Classes({ classes }) {
  return html`<ul class="classes" aria-label=${t('models.classes')}>${classes.map((one, index) => html`<li key=${index} title=${one.meaning}><${Swatch} colour=${colourText(one.colour)} /> ${one.label || one.meaning}</li>`)}</ul>`;
}

function Model({ model }) {
  const facts = [
    [t('version'), model.version], [t('models.architecture'), textOf(model.architecture)], [t('models.parameters'), typeof model.parameters === 'number' ? countText(model.parameters, language.value) : textOf(model.parameters)],
    [t('models.qualification'), model.qualification], [t('models.intended'), textOf(model.intendedUse)], [t('models.training'), textOf(model.trainingData)],
    [t('weights'), model.weightsSha256 && html`<span class="uid" title=${model.weightsSha256}>${shortUid(model.weightsSha256, 24)}</span>`],
  ].filter(([, value]) => value);
  return html`<${PageTitle} text=${model.title || model.name} />
    <p><a href=${formatRoute('models')}>${t('models.back')}</a></p>
    <section class="section" aria-label=${t('models.facts')}><${Markdown} text=${model.description} />
    <dl class="pairs facts-list">${facts.map(([title, value]) => html`<div key=${title}><dt>${title}</dt><dd>${value}</dd></div>`)}</dl>
    <p class="tools"><a class="button" href=${formatRoute('audit', 'versions', { model: model.name })}>${t('models.use')}</a></p></section>
    <${Section} title=${t('models.classes')}><${Classes} classes=${model.classes ?? []} /><//>
    <${Metrics} metrics=${model.metrics} />
    ${model.card && html`<${Section} title=${t('models.card')}><${Markdown} text=${model.card} /><//>`}`;
}

// An object as "name value, name value".
function textOf(value) {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? Object.entries(value).map(([name, one]) => `${name.replaceAll('_', ' ')} ${textOf(one)}`).join(', ') : String(value);
}

// Numbers by name, also below a name: {"dice": {"Femur": 0.97}} is "dice / Femur".
export function metricRows(metrics, prefix = '') {
  return Object.entries(metrics ?? {}).flatMap(([name, value]) => {
    const path = prefix ? `${prefix} / ${name}` : name;
    return value !== null && typeof value === 'object' ? metricRows(value, path) : [{ name: path, value }];
  });
}

function Metrics({ metrics }) {
  const rows = metricRows(metrics);
  if (rows.length === 0) return null;
  const columns = [{ title: t('models.metric'), isRowHeader: true, cell: (row) => row.name }, { title: t('value'), className: 'number', cell: (row) => (typeof row.value === 'number' ? valueText(row.value, language.value) : textOf(row.value)) }];
  return html`<${Section} title=${t('models.metrics')}><div class="narrow"><${Table} label=${t('models.metrics')} columns=${columns} rows=${rows} keyOf=${(row) => row.name} /></div><//>`;
}
