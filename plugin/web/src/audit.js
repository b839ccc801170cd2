// The audit: one filter over all views; filter and view stand in the address, so a saved query is a bookmark.
import { getJson, sonolistUrl } from './api.js';
import { filterOf } from './audit_filter.js';
import { Accesses } from './accesses.js';
import { Charts } from './audit_charts.js';
import { Coverage } from './coverage.js';
import { Drift } from './drift.js';
import { FilterBuilder } from './filter_builder.js';
import { html } from './html.js';
import { t } from './language.js';
import { Failure, PageTitle, Views } from './parts.js';
import { useResource } from './resource.js';
import { formatRoute } from './route.js';
import { go, route } from './router.js';
import { Results } from './audit_results.js';
import { Versions } from './versions.js';

const VIEWS = { results: Results, charts: Charts, drift: Drift, versions: Versions, coverage: Coverage, accesses: Accesses };
const WITHOUT_FILTER = ['accesses'];

export function Audit() {
  const { parameters } = route.value;
  const view = route.value.name in VIEWS ? route.value.name : 'results';
  const View = VIEWS[view];
  const filter = filterOf(parameters);
  const settings = parameters.filter((pair) => !filter.includes(pair));
  const values = useResource((signal) => getJson(sonolistUrl('audit/values'), signal), []);
  const setFilter = (next) => go('audit', view, [...next, ...settings]);
  const views = Object.keys(VIEWS).map((name) => ({ name, title: t(`audit.${name}`), href: formatRoute('audit', name, filter) }));
  return html`
    <${PageTitle} text=${t('page.audit')} />
    <${Views} label=${t('audit.views')} views=${views} current=${view} />
    ${values.error && html`<${Failure} error=${values.error} again=${values.reload} />`}
    ${!WITHOUT_FILTER.includes(view) && html`<${FilterBuilder} filter=${filter} values=${values.data ?? {}} onFilter=${setFilter} />`}
    <${View} filter=${filter} settings=${Object.fromEntries(settings)} values=${values.data ?? {}}
      onSettings=${(next) => go('audit', view, [...filter, ...Object.entries(next)])} />`;
}
