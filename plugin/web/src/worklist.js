// The worklist, live: what waits, runs, is done and failed, and what an administrator does about it.
import { useState } from 'preact/hooks';

import { getJson, postJson, remove, sonolistUrl } from './api.js';
import { timeText, valueText } from './format.js';
import { html } from './html.js';
import { language, t, term } from './language.js';
import { Badge, Count, Failure, Figures, Loaded, PageTitle, Progress, Section, Select, Table, Time, Uid, failureText, imageLink } from './parts.js';
import { useAction, useChanges, usePolled } from './resource.js';

const ROWS = 500; // of workitems asked for; the counts above them are of all
const SHOWN = 50;
const FAST_SECONDS = 1;
const SLOW_SECONDS = 15; // what makes no event: pauses, skipped images, warnings

const STATES = ['SCHEDULED', 'IN PROGRESS', 'COMPLETED', 'CANCELED'];

// A part that an older plug-in lacks is empty, not an error.
const optional = (promise, otherwise) => promise.catch((error) => {
  if (error.kind === 'missing') return otherwise;
  throw error;
});

async function load(signal) {
  const get = (path, parameters) => getJson(sonolistUrl(path, parameters), signal);
  const [status, workitems, dead, paused, skipped, jobs, system] = await Promise.all([
    get('status'), get('workitems', { limit: ROWS }), get('dead-letters', { limit: ROWS }), get('paused'), get('skipped', { limit: SHOWN }),
    get('reprocess'), optional(get('system'), {}),
  ]);
  return { status, workitems, dead, paused, skipped, jobs, system };
}

export function Worklist() {
  const resource = usePolled(load, [], SLOW_SECONDS);
  useChanges(resource.reload, FAST_SECONDS);
  return html`
    <${PageTitle} text=${t('page.worklist')} />
    <${Loaded} resource=${resource}>${(data) => html`<${Contents} ...${data} reload=${resource.reload} />`}<//>`;
}

function Contents({ status, workitems, dead, paused, skipped, jobs, system, reload }) {
  const inState = (state) => workitems.filter((item) => item.state === state);
  const performers = performerOf(system);
  return html`
    <${Figures} figures=${figuresOf(status, dead)} />
    <div class="beside">
      <div>
        <${Running} items=${inState('IN PROGRESS')} performers=${performers} />
        <${Waiting} items=${inState('SCHEDULED')} total=${status.workitems.SCHEDULED ?? 0} />
        <${Dead} rows=${dead} reload=${reload} />
        <${Done} items=${workitems.filter((item) => item.state === 'COMPLETED' || item.state === 'CANCELED')} />
        <${Skipped} rows=${skipped} />
      </div>
      <div>
        <${Claims} paused=${paused} rows=${modelRows(system, workitems, paused)} reload=${reload} />
        ${jobs.length > 0 && html`<${Jobs} jobs=${jobs} reload=${reload} />`}
        <${Warnings} rows=${status.lastErrors ?? []} />
      </div>
    </div>
    <p class="foot">${t('worklist.version', { version: status.version, cursor: status.cursor })}</p>`;
}

function figuresOf(status, dead) {
  const number = (value) => html`<${Count} value=${value ?? 0} />`;
  return [
    ...STATES.map((state) => ({ title: term('state', state), value: number(status.workitems[state]), word: status.workitems[state] > 0 ? state : '' })),
    { title: t('worklist.dead.short'), value: dead.length >= ROWS ? `${ROWS}+` : number(dead.length), word: dead.length > 0 ? 'CANCELED' : '' },
    { title: t('worklist.skipped.short'), value: number(status.images.skipped) },
    { title: t('worklist.failed.short'), value: number(status.images.failed), word: status.images.failed > 0 ? 'CANCELED' : '' },
  ];
}

const changedColumn = () => ({ title: t('worklist.changed'), className: 'time', cell: (item) => html`<${Time} at=${item.updated} />` });
const modelColumn = () => ({ title: t('model'), isRowHeader: true, cell: (item) => item.model });
const attemptColumn = () => ({ title: t('worklist.attempt'), className: 'number', cell: (item) => item.attempt });
const imageColumn = () => ({ title: t('image'), cell: (item) => html`<${Uid} uid=${item.sourceSopInstanceUid} link=${imageLink(item.sourceSopInstanceUid)} />` });

// The summary names the performer itself where the plug-in knows it; else the one performer that runs anything.
function performerOf(system) {
  const busy = (system.performers ?? []).filter((performer) => performer.running > 0);
  return (item) => item.performer || (busy.length === 1 ? busy[0].name : '');
}

function Running({ items, performers }) {
  const columns = [
    modelColumn(),
    { title: t('worklist.progress'), cell: (item) => html`<${Progress} value=${item.progress} label=${t('worklist.progress.of', { model: item.model })} />` },
    { title: t('worklist.stage'), cell: (item) => item.progressDescription },
    { title: t('performer'), cell: (item) => performers(item) },
    attemptColumn(), changedColumn(), imageColumn(),
  ];
  return html`<${Section} title=${t('worklist.running')}>
    <${Table} id="running-rows" label=${t('worklist.running')} columns=${columns} rows=${items.slice(0, SHOWN)} keyOf=${(item) => item.uid} empty=${t('worklist.running.empty')} /><//>`;
}

function Waiting({ items, total }) {
  const columns = [
    modelColumn(),
    { title: t('worklist.created'), className: 'time', cell: (item) => html`<${Time} at=${item.created} />` },
    { title: t('worklist.start'), className: 'time', cell: (item) => html`<${Time} at=${item.start} />` },
    attemptColumn(), imageColumn(),
  ];
  // The list has the newest first; who waits longest is what an administrator looks for.
  const oldestFirst = [...items].reverse();
  return html`<${Section} title=${t('worklist.waiting')} aside=${total > SHOWN && html`<span class="aside">${t('worklist.some', { shown: Math.min(SHOWN, items.length), total })}</span>`}>
    <${Table} id="waiting-rows" label=${t('worklist.waiting')} columns=${columns} rows=${oldestFirst.slice(0, SHOWN)} keyOf=${(item) => item.uid} empty=${t('worklist.waiting.empty')} /><//>`;
}

function Done({ items }) {
  const columns = [
    modelColumn(),
    { title: t('state'), cell: (item) => html`<${Badge} group="state" word=${item.state} />` },
    { title: t('worklist.note'), className: 'wide', cell: (item) => item.reason },
    attemptColumn(), changedColumn(), imageColumn(),
  ];
  return html`<${Section} title=${t('worklist.done')}>
    <${Table} id="done-rows" label=${t('worklist.done')} columns=${columns} rows=${items.slice(0, SHOWN)} keyOf=${(item) => item.uid} empty=${t('worklist.done.empty')} /><//>`;
}

function Dead({ rows, reload }) {
  const [chosen, setChosen] = useState('');
  const action = useAction();
  const requeue = (body) => action.run(async () => {
    const answer = await postJson(sonolistUrl('requeue'), body);
    reload();
    return t('worklist.requeued', { count: answer.requeued.length });
  });
  const classes = [...new Set(rows.map((row) => row.class))].sort();
  // A class of which nothing is left must not stay the one that "all" means.
  const current = classes.length > 1 && classes.includes(chosen) ? chosen : '';
  const shown = current ? rows.filter((row) => row.class === current) : rows;
  const columns = [
    modelColumn(),
    { title: t('worklist.class'), cell: (row) => html`<${Badge} group="class" word=${row.class} />` },
    { title: t('reason'), className: 'wide', cell: (row) => row.reason },
    attemptColumn(),
    { title: t('worklist.canceled'), className: 'time', cell: (row) => html`<${Time} at=${row.canceled} />` },
    imageColumn(),
    { title: t('action'), cell: (row) => html`<button type="button" disabled=${action.isBusy} aria-label=${t('worklist.requeue.one', { model: row.model, image: row.sourceSopInstanceUid })} onClick=${() => requeue({ Uids: [row.uid] })}>${t('worklist.requeue')}</button>` },
  ];
  const choices = [{ value: '', label: t('worklist.class.all') }, ...classes.map((word) => ({ value: word, label: term('class', word) }))];
  const tools = html`<span class="tools">
    ${classes.length > 1 && html`<${Select} label=${t('worklist.class')} value=${current} choices=${choices} onChange=${setChosen} />`}
    <button type="button" id="requeue-all" disabled=${rows.length === 0 || action.isBusy} onClick=${() => requeue(current ? { Reason: current } : { All: true })}>${t('worklist.requeue.all')}</button>
  </span>`;
  return html`<${Section} title=${t('worklist.dead')} aside=${tools}>
    <p id="action-result" class="said" role="status">${action.error ? failureText(action.error) : action.done}</p>
    <${Table} id="dead-rows" label=${t('worklist.dead')} columns=${columns} rows=${shown.slice(0, SHOWN)} keyOf=${(row) => row.uid} empty=${t('none')} />
    ${shown.length > SHOWN && html`<p class="aside">${t('worklist.some', { shown: SHOWN, total: shown.length })}</p>`}<//>`;
}

function Skipped({ rows }) {
  const columns = [
    { title: t('worklist.outcome'), cell: (row) => html`<${Badge} group="outcome" word=${row.outcome} />` },
    { title: t('reason'), className: 'wide', cell: (row) => row.reason },
    { title: t('worklist.seen'), className: 'time', cell: (row) => html`<${Time} at=${row.seen} />` },
    { title: t('image'), cell: (row) => html`<${Uid} uid=${row.sopInstanceUid} link=${imageLink(row.sopInstanceUid)} />` },
  ];
  return html`<details class="section"><summary>${t('worklist.skipped')}</summary>
    <${Table} label=${t('worklist.skipped')} columns=${columns} rows=${rows} keyOf=${(row) => row.id} /></details>`;
}

// A row for each model that anything is known of.
export function modelRows(system, workitems, paused) {
  const rows = new Map((system.queue?.byModel ?? []).map((row) => [row.model, { ...row }]));
  // A model without work can be held too, before its work comes.
  for (const { model, state } of workitems) {
    if (!rows.has(model)) rows.set(model, { model, waiting: 0, running: 0 });
    if (system.queue) continue;
    if (state === 'SCHEDULED') rows.get(model).waiting += 1;
    if (state === 'IN PROGRESS') rows.get(model).running += 1;
  }
  for (const model of paused.models) if (!rows.has(model)) rows.set(model, { model, waiting: 0, running: 0 });
  return [...rows.values()].map((row) => ({ ...row, isPaused: paused.models.includes(row.model) })).sort((a, b) => a.model.localeCompare(b.model));
}

function Claims({ paused, rows, reload }) {
  const action = useAction();
  const setPaused = (isPaused, model) => action.run(async () => {
    await postJson(sonolistUrl(isPaused ? 'pause' : 'resume'), model ? { Model: model } : {});
    reload();
    if (model) return t(isPaused ? 'worklist.paused.model' : 'worklist.resumed.model', { model });
    return t(isPaused ? 'worklist.paused.all' : 'worklist.resumed.all');
  });
  const columns = [
    { title: t('model'), isRowHeader: true, className: 'wide', cell: (row) => row.model },
    { title: t('worklist.waiting.short'), className: 'number', cell: (row) => html`<${Count} value=${row.waiting} />` },
    { title: t('worklist.running.short'), className: 'number', cell: (row) => html`<${Count} value=${row.running} />` },
    { title: t('worklist.claims'), cell: (row) => html`<button type="button" disabled=${action.isBusy} aria-label=${t(row.isPaused ? 'worklist.resume.model' : 'worklist.pause.model', { model: row.model })}
      onClick=${() => setPaused(!row.isPaused, row.model)}>${t(row.isPaused ? 'worklist.resume' : 'worklist.pause')}</button>` },
  ];
  return html`<${Section} title=${t('worklist.models')}>
    ${paused.all && html`<p class="notice watch">${t('worklist.paused.notice')}</p>`}
    <p><button type="button" id="pause" data-path=${paused.all ? 'resume' : 'pause'} disabled=${action.isBusy} onClick=${() => setPaused(!paused.all)}>${t(paused.all ? 'worklist.resume.all' : 'worklist.pause.all')}</button></p>
    <p id="claims-result" class="said" role="status">${action.error ? failureText(action.error) : action.done}</p>
    <${Table} id="model-rows" label=${t('worklist.models')} columns=${columns} rows=${rows} keyOf=${(row) => row.model} empty=${t('worklist.models.empty')} /><//>`;
}

function Jobs({ jobs, reload }) {
  const action = useAction();
  const columns = [
    { title: t('worklist.job'), isRowHeader: true, className: 'wide', cell: (job) => job.description },
    { title: t('worklist.job.images'), className: 'number', cell: (job) => `${valueText(job.queued, language.value)} / ${valueText(job.images, language.value)}` },
    { title: t('action'), cell: (job) => job.waiting > 0 && html`<button type="button" disabled=${action.isBusy} aria-label=${t('worklist.job.drop.one', { job: job.description })}
      onClick=${() => action.run(async () => { await remove(sonolistUrl(`reprocess/${job.id}`)); reload(); })}>${t('worklist.job.drop')}</button>` },
  ];
  return html`<${Section} title=${t('worklist.jobs')}>
    ${action.error && html`<${Failure} error=${action.error} />`}
    <${Table} label=${t('worklist.jobs')} columns=${columns} rows=${jobs} keyOf=${(job) => job.id} /><//>`;
}

function Warnings({ rows }) {
  return html`<${Section} title=${t('worklist.warnings')}>
    ${rows.length === 0 ? html`<p class="aside">${t('worklist.warnings.none')}</p>` : html`<ul class="warnings">
      ${rows.map((row, index) => html`<li key=${index}><span class="time">${timeText(row.time)}</span> ${row.message}</li>`)}</ul>`}<//>`;
}
