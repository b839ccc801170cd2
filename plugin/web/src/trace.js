// The whole way of one image, step, segmentation or report.
import { getJson, sonolistUrl } from './api.js';
import { html } from './html.js';
import { t, term } from './language.js';
import { Badge, Loaded, Time, Uid } from './parts.js';
import { useResource } from './resource.js';

const EVENT_TYPES = { 1: 'state', 2: 'cancel', 3: 'progress', 5: 'assigned' };

export function Trace({ uid }) {
  const resource = useResource((signal) => getJson(sonolistUrl(`audit/trace/${encodeURIComponent(uid)}`), signal), [uid]);
  return html`<div class="trace"><${Loaded} resource=${resource}>${(trace) => html`
    ${(trace.steps ?? []).map((step) => html`<section key=${step.uid} aria-label=${step.model}>
      <p><${Badge} group="state" word=${step.state} /> ${step.model} ${step.modelVersion} · ${t('worklist.attempt')} ${step.attempt} ${step.reason} <${Uid} uid=${step.uid} /></p>
      <ol class="plain">${(step.events ?? []).map((event) => html`<li key=${event.id}><${Time} at=${event.time} /> ${term('event', EVENT_TYPES[event.type] ?? event.type)} ${term('state', event.state)}</li>`)}</ol>
    </section>`)}
    <ul class="plain">${(trace.outputs ?? []).map((output) => html`<li key=${output.sopInstanceUid}>${output.kind} <${Uid} uid=${output.sopInstanceUid} /> ${t(output.indexed ? 'trace.indexed' : 'trace.notindexed')}</li>`)}
      ${(trace.deletions ?? []).map((deletion) => html`<li key=${`${deletion.time} ${deletion.sopInstanceUid}`}><${Time} at=${deletion.time} /> ${t('trace.deleted')} <${Uid} uid=${deletion.sopInstanceUid} /></li>`)}</ul>`}<//></div>`;
}
