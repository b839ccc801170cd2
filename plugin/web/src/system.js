// The state of the machinery: performers, times, errors, the log's integrity, the index.
import { useEffect } from 'preact/hooks';

import { getJson, postJson, sonolistUrl } from './api.js';
import { countText, durationText, timeOf, timeText, valueText } from './format.js';
import { html } from './html.js';
import { language, t, term } from './language.js';
import { Chart, countAxis, fromZero, strokeOf } from './charts.js';
import { Badge, Count, Failure, Figures, Loaded, PageTitle, Section, Table, Time, Uid } from './parts.js';
import { useAction, usePolled, useResource } from './resource.js';

const SECONDS = 5;
const REINDEX_SECONDS = 2;

export function System() {
  const system = usePolled((signal) => getJson(sonolistUrl('system'), signal), [], SECONDS);
  const status = usePolled((signal) => getJson(sonolistUrl('status'), signal), [], SECONDS);
  return html`<${PageTitle} text=${t('page.system')} />
    <${Loaded} resource=${system}>${(data) => html`<${Machinery} ...${data} />`}<//>
    <div class="halves">
      <${Integrity} /><${Index} />
    </div>
    <${Loaded} resource=${status}>${(data) => html`<${Status} status=${data} />`}<//>`;
}

function Machinery({ performers, throughput, latencySeconds, errors, queue }) {
  const figures = [
    { title: t('system.depth'), value: html`<${Count} value=${queue.depth} />` },
    { title: t('system.oldest'), value: queue.depth > 0 ? durationText(queue.oldestSeconds, language.value) : '–' },
    { title: t('system.alive'), value: html`<${Count} value=${performers.filter(({ state }) => state === 'alive').length} />`, word: performers.some(({ state }) => state === 'alive') ? '' : 'CANCELED' },
  ];
  return html`
    <${Figures} figures=${figures} />
    <${Section} title=${t('system.performers')}><${Performers} rows=${performers} /><//>
    <div class="beside">
      <${Section} title=${t('system.throughput')}><${Throughput} rows=${throughput} /><//>
      <div>
        <${Section} title=${t('system.latency')}><${Latency} latency=${latencySeconds} /><//>
        <${Section} title=${t('system.errors')}><${Table} label=${t('system.errors')} rows=${errors} columns=${[
          { title: t('worklist.class'), isRowHeader: true, cell: (row) => html`<${Badge} group="class" word=${row.class.toUpperCase()} />` },
          { title: t('count'), className: 'number', cell: (row) => html`<${Count} value=${row.count} />` }]} /><//>
      </div>
    </div>`;
}

function Performers({ rows }) {
  const columns = [
    { title: t('performer'), isRowHeader: true, cell: (row) => row.name },
    { title: t('state'), cell: (row) => html`<${Badge} group="performer" word=${row.state} />` },
    { title: t('system.seen'), className: 'time', cell: (row) => html`<${Time} at=${row.lastSeen} />` },
    ...['running', 'completed', 'canceled'].map((name) => ({ title: t(`coverage.${name}`), className: 'number', cell: (row) => html`<${Count} value=${row[name]} />` })),
  ];
  return html`<${Table} id="performer-rows" label=${t('system.performers')} columns=${columns} rows=${rows} keyOf=${(row) => row.name} empty=${t('system.noperformers')} />`;
}

function Latency({ latency }) {
  const rows = ['wait', 'work', 'total'].filter((name) => latency?.[name]).map((name) => ({ name, ...latency[name] }));
  const columns = [{ title: t('system.span'), isRowHeader: true, cell: (row) => t(`system.${row.name}`) },
    ...['p50', 'p95', 'p99'].map((name) => ({ title: t(`system.${name}`), className: 'number', cell: (row) => (row[name] === null ? '–' : durationText(row[name], language.value)) }))];
  return html`<${Table} label=${t('system.latency')} columns=${columns} rows=${rows} />`;
}

function Throughput({ rows }) {
  const timed = rows.map((row) => ({ ...row, time: timeOf(row.hour) / 1000 })).filter(({ time }) => Number.isFinite(time)).sort((a, b) => a.time - b.time);
  if (timed.length === 0) return html`<p class="aside">${t('system.nothroughput')}</p>`;
  const make = () => {
    const format = new Intl.DateTimeFormat(language.value, { hour: '2-digit', minute: '2-digit', day: 'numeric', month: 'short' });
    const series = ['completed', 'canceled'].map((name, index) => ({ label: t(`coverage.${name}`), stroke: strokeOf(index), width: 2, dash: index === 0 ? [] : [6, 4], points: { show: timed.length < 48, fill: strokeOf(index) }, value: (_, value) => countText(value ?? NaN, language.value) || '–' }));
    return [{ series: [{ label: t('system.hour'), value: (_, value) => (value === null ? '–' : format.format(value * 1000)) }, ...series],
      axes: [{ space: 90, values: (_, ticks) => ticks.map((tick) => format.format(tick * 1000)) }, countAxis(t('count'))],
      scales: { x: { time: true }, y: fromZero } },
    [timed.map(({ time }) => time), timed.map(({ completed }) => completed), timed.map(({ canceled }) => canceled)]];
  };
  const columns = [{ title: t('system.hour'), isRowHeader: true, className: 'time', cell: (row) => timeText(row.hour) },
    ...['completed', 'canceled'].map((name) => ({ title: t(`coverage.${name}`), className: 'number', cell: (row) => html`<${Count} value=${row[name]} />` }))];
  return html`<${Chart} label=${t('system.throughput')} make=${make} keys=${timed} />
    <details class="numbers"><summary>${t('charts.numbers')}</summary><${Table} label=${t('system.throughput')} columns=${columns} rows=${timed} /></details>`;
}

// Reading both logs whole may take long, so it is asked for.
function Integrity() {
  const action = useAction();
  const answer = action.done;
  const columns = [
    { title: t('system.log'), isRowHeader: true, cell: (row) => term('log', row.log) },
    { title: t('system.rows'), className: 'number', cell: (row) => html`<${Count} value=${row.rows} />` },
    { title: t('system.head'), cell: (row) => html`<${Uid} uid=${row.head} />` },
  ];
  return html`<${Section} title=${t('system.integrity')} aside=${html`<button type="button" id="verify" disabled=${action.isBusy} onClick=${() => action.run(() => getJson(sonolistUrl('audit/verify')))}>${t('system.verify')}</button>`}>
    <p class="aside">${t('system.integrity.help')}</p>
    ${action.error && html`<${Failure} error=${action.error} />`}
    <div role="status" id="verified">${action.isBusy ? t('loading') : answer && html`<p class=${`notice ${answer.intact ? 'good' : 'bad'}`}>${answer.intact
      ? t('system.intact') : t('system.broken', { log: term('log', answer.broken?.log), id: answer.broken?.id, reason: answer.broken?.reason })}</p>`}</div>
    ${answer && html`<${Table} label=${t('system.integrity')} columns=${columns} rows=${answer.logs ?? []} />`}<//>`;
}

function Index() {
  const resource = useResource((signal) => getJson(sonolistUrl('audit/reindex'), signal), []);
  const action = useAction();
  const progress = resource.data;
  useEffect(() => {
    if (!progress?.running) return undefined;
    const timer = setTimeout(resource.reload, REINDEX_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [progress]);
  const start = () => action.run(async () => {
    await postJson(sonolistUrl('audit/reindex'), {});
    resource.reload();
  });
  return html`<${Section} title=${t('system.index')} aside=${html`<button type="button" id="reindex" disabled=${action.isBusy || progress?.running} onClick=${start}>${t('system.reindex')}</button>`}>
    <p class="aside">${t('system.index.help')}</p>
    ${action.error && html`<${Failure} error=${action.error} />`}
    <${Loaded} resource=${resource}>${(state) => html`<${IndexState} state=${state} />`}<//><//>`;
}

function IndexState({ state }) {
  const share = state.total > 0 ? Math.round((100 * state.done) / state.total) : 0;
  const numbers = { done: countText(state.done, language.value), total: countText(state.total, language.value), rate: valueText(state.perSecond, language.value) };
  return html`<div id="reindex-state">
    ${state.running && html`<p><progress max="100" value=${share} aria-label=${t('system.index')}></progress> ${t('system.reindexing', numbers)}</p>`}
    ${!state.running && state.finished && html`<p role="status">${t('system.reindexed', { ...numbers, time: timeText(state.finished) })}</p>`}
    ${!state.running && !state.finished && html`<p class="aside">${t('system.notreindexed')}</p>`}
    ${state.failures > 0 && html`<p class="notice watch">${t('system.unreadable', { count: countText(state.failures, language.value) })}</p>`}</div>`;
}

function Status({ status }) {
  const rows = status.lastErrors ?? [];
  const facts = [[t('version'), status.version], [t('system.cursor'), countText(status.cursor, language.value)], [t('system.listener'), status.listener?.url || t('system.nolistener')], [t('system.channels'), countText(status.listener?.channels ?? NaN, language.value)]].filter(([, value]) => value);
  return html`<${Section} title=${t('worklist.warnings')}>
      ${rows.length === 0 ? html`<p class="aside">${t('worklist.warnings.none')}</p>` : html`<ul class="warnings">${rows.map((row, index) => html`<li key=${index}><span class="time">${timeText(row.time)}</span> ${row.message}</li>`)}</ul>`}<//>
    <${Section} title=${t('system.plugin')}><dl class="pairs facts-list">${facts.map(([title, value]) => html`<div key=${title}><dt>${title}</dt><dd>${value}</dd></div>`)}</dl><//>`;
}
