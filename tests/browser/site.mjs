// A PACS and a plug-in that answer from memory: the page under the plug-in's own headers, canned answers for everything that it asks.
// Each kind of site is one state of affairs: normal, empty, many (10,000 results), hostile (markup in every text that others write).
import { readFileSync, readdirSync } from 'node:fs';
import http from 'node:http';
import { extname, join } from 'node:path';

import { FRAMES, STRUCTURES, picture, pixelData, segmentationTags } from './picture.mjs';

export const MARKUP = '<img src=x onerror=alert(1)>';
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.txt': 'text/plain; charset=utf-8' };
const NOW = Date.parse('2026-03-02T09:30:00Z');
const DAY = 86400000;

export const STILL = { id: '11111111-11111111-11111111-11111111-11111111', uid: '2.25.1001' };
export const CINE = { id: '22222222-22222222-22222222-22222222-22222222', uid: '2.25.1002' };
const SEG_STILL = { id: '33333333-33333333-33333333-33333333-33333333', uid: '2.25.1003' };
const SEG_CINE = { id: '44444444-44444444-44444444-44444444-44444444', uid: '2.25.1004' };
export const STUDY = { id: 'aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa', uid: '2.25.2001' };

const iso = (time) => new Date(time).toISOString().replace('Z', '000Z');
const dicomTime = (time) => `${new Date(time).toISOString().replace(/[-:T]/g, '').slice(0, 14)}.000000+0000`;
const code = (one, text) => ({ value: one.code, scheme: 'SCT', meaning: text(one.label) });

export class Site {
  constructor(pageFolder, headers, kind) {
    this.page = new Map(readdirSync(pageFolder).map((name) => [name, readFileSync(join(pageFolder, name))]));
    this.headers = headers;
    this.kind = kind;
    this.withoutSegmentations = false;
    this.trouble = undefined; // {status} or {gone: true}: what every request for data gets
    this.requests = [];
    this.events = [];
    this.paused = { all: false, models: [] };
    this.reindex = { running: false, done: 0, total: 0, perSecond: 0, started: null, finished: null, failures: 0 };
    this.log = { intact: true, broken: null };
    this.text = kind === 'hostile' ? () => MARKUP : (text) => text;
    this.workitems = this.makeWorkitems();
    this.dead = this.makeDead();
    this.results = this.makeResults();
    this.server = http.createServer((request, response) => this.answer(request, response));
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // --- what the site holds ---

  get isEmpty() {
    return this.kind === 'empty';
  }

  makeWorkitems() {
    if (this.isEmpty) return [];
    const states = ['IN PROGRESS', 'IN PROGRESS', 'SCHEDULED', 'SCHEDULED', 'SCHEDULED', 'COMPLETED', 'COMPLETED', 'COMPLETED', 'CANCELED'];
    const count = this.kind === 'many' ? 500 : states.length;
    return Array.from({ length: count }, (_, index) => {
      const state = states[index % states.length];
      const isRunning = state === 'IN PROGRESS';
      return {
        uid: `2.25.30${index}`, state, model: this.text(index % 4 === 3 ? 'regional-anaesthesia' : 'anterior-sciatic'), sourceSopInstanceUid: index % 2 ? CINE.uid : STILL.uid, attempt: 1 + (index % 5 === 4),
        label: this.text('US segmentation: anterior-sciatic'), created: dicomTime(NOW - (index + 2) * 41000), updated: dicomTime(NOW - index * 41000), start: dicomTime(NOW - (index + 2) * 41000),
        progress: isRunning ? String(30 + 35 * (index % 2)) : '', progressDescription: isRunning ? this.text('Running the network') : '', performer: isRunning ? this.text(`gpu-${1 + (index % 2)}`) : '',
        reason: state === 'CANCELED' ? this.text('Replaced: the performer was lost') : '',
      };
    });
  }

  makeDead() {
    if (this.isEmpty) return [];
    const classes = ['INPUT', 'CONFIGURATION', 'TRANSIENT'];
    return Array.from({ length: this.kind === 'many' ? 500 : 3 }, (_, index) => ({
      uid: `2.25.40${index}`, model: this.text('anterior-sciatic'), label: this.text('US segmentation'), attempt: 3, sourceSopInstanceUid: `2.25.4100${index}`,
      class: classes[index % 3], reason: this.text(['Pixel data is damaged: frame 3 ends early', 'The package anterior-sciatic 0.2.0 is not installed', 'The PACS did not answer for 300 s'][index % 3]), canceled: dicomTime(NOW - index * 3600000),
    }));
  }

  makeResults() {
    if (this.isEmpty) return [];
    const count = this.kind === 'many' ? 10000 : 43;
    const results = [];
    for (let index = 0; index < count; index += 1) {
      const structure = STRUCTURES[index % 3];
      const isOfStudy = index < 6;
      const base = {
        time: iso(NOW - index * 1800000), reason: '', structure: code(structure, this.text), laterality: null, model: this.text('anterior-sciatic'), modelVersion: '0.1.0', weights: 'ab'.repeat(32), producer: this.text('Sonolist'),
        patientId: this.text(isOfStudy ? 'SIM-0002' : `SIM-${String(1000 + Math.floor(index / 3))}`), accessionNumber: this.text(`A${Math.floor(index / 3)}`), studyInstanceUid: isOfStudy ? STUDY.uid : `2.25.50${Math.floor(index / 3)}`, studyDate: '20260301',
        modality: 'US', manufacturer: this.text('ACME'), scannerModel: this.text('Probe 9'), station: this.text('OR3'), sopInstanceUid: `2.25.60${Math.floor(index / 3)}`, group: 1 + (index % 3), trackingUid: `2.25.70${index}`,
        sourceSopInstanceUid: isOfStudy ? (index < 3 ? STILL.uid : CINE.uid) : `2.25.80${Math.floor(index / 3)}`, segmentationUid: isOfStudy ? (index < 3 ? SEG_STILL.uid : SEG_CINE.uid) : '', segment: structure.number, measurements: [],
      };
      if (index % 20 === 11) results.push({ ...base, kind: 'report', outcome: 'missing' });
      else if (index % 20 === 13) results.push({ ...base, kind: 'failure', outcome: 'failed', structure: null, reason: this.text('Pixel data is damaged: frame 3 ends early') });
      else if (index % 20 === 17) results.push({ ...base, kind: 'agreement', outcome: 'compared', measurements: [this.measurement('Dice similarity coefficient', 0.91, '1'), this.measurement('95% Hausdorff distance', 1.3, 'mm')] });
      else results.push({ ...base, kind: 'report', outcome: 'found', measurements: [this.measurement('Area', 52.1 + (index % 17), 'mm2'), this.measurement('Perimeter', 31.2, 'mm'), this.measurement('Depth (Minimum)', 17.35, 'mm'), this.measurement('Echogenicity (Mean)', 96.4, "[arb'U]"), this.measurement('Number of separate parts', 1, '1'), this.measurement('Estimated Dice coefficient', 0.912, '1')] });
    }
    return results;
  }

  measurement(name, value, unit) {
    return { name: this.text(name), concept: { value: '1', scheme: 'DCM', meaning: this.text(name) }, modifier: '', value, unit };
  }

  // Something happened: the next poll of the page sees it.
  happen() {
    this.events.push({ id: this.events.length + 1, time: dicomTime(NOW), type: 1, uid: '2.25.300', content: {} });
  }

  // --- answers ---

  answer(request, response) {
    const url = new URL(request.url, 'http://site');
    const path = decodeURIComponent(url.pathname);
    if (path === '/sonolist/app' || path.startsWith('/sonolist/app/')) return this.sendPage(path.slice('/sonolist/app/'.length) || 'index.html', response);
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
      this.requests.push({ method: request.method, path, query: [...url.searchParams], body, type: request.headers['content-type'] });
      if (this.trouble?.gone) return request.socket.destroy();
      if (this.trouble) return this.send(response, this.trouble.status, { Message: this.text('SIMULATED trouble') });
      const found = path.startsWith('/sonolist/') ? this.ours(request.method, path.slice(10), url.searchParams, body) : this.orthancs(request.method, path.slice(1), body);
      if (found === undefined) return this.send(response, 404, { Message: 'no such resource' });
      if (Buffer.isBuffer(found)) return this.sendBytes(response, 200, found, found.subarray(1, 4).toString() === 'PNG' ? 'image/png' : 'application/octet-stream');
      if (typeof found === 'string') return this.sendBytes(response, 200, Buffer.from(found), 'text/csv');
      return this.send(response, 200, found);
    });
    return undefined;
  }

  sendPage(name, response) {
    const content = this.page.get(name);
    if (!content) return this.send(response, 404, { Message: 'no such file' });
    return this.sendBytes(response, 200, content, TYPES[extname(name)], this.headers);
  }

  send(response, status, json) {
    this.sendBytes(response, status, Buffer.from(JSON.stringify(json)), 'application/json');
  }

  sendBytes(response, status, bytes, type, headers = {}) {
    response.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length, ...headers });
    response.end(bytes);
  }

  ours(method, path, query, body) {
    const said = body ? JSON.parse(body) : {};
    const count = (state) => this.workitems.filter((item) => item.state === state).length;
    const tell = {
      'GET status': () => ({
        version: '0.1.0', started: true, viewer: '/sonolist/viewer/', cursor: this.isEmpty ? 0 : 48213, listener: { url: 'http://127.0.0.1:8043', channels: 2 }, images: this.isEmpty ? {} : { queued: 1290, skipped: 412, failed: 1 },
        workitems: this.isEmpty ? {} : { SCHEDULED: this.kind === 'many' ? 9731 : count('SCHEDULED'), 'IN PROGRESS': count('IN PROGRESS'), COMPLETED: 1275, CANCELED: 4 },
        lastErrors: this.isEmpty ? [] : [{ time: dicomTime(NOW), message: this.text('The processor gpu-2 has not been heard of for 31 s') }, { time: dicomTime(NOW - 500000), message: this.text('Image 2.25.41000: pixel data is damaged') }],
      }),
      'GET workitems': () => this.workitems.slice(0, Number(query.get('limit') ?? 100)),
      'GET events': () => this.events.filter(({ id }) => id > Number(query.get('since') ?? 0)).slice(0, Number(query.get('limit') ?? 100)),
      'GET dead-letters': () => this.dead.slice(0, Number(query.get('limit') ?? 100)),
      'GET paused': () => this.paused,
      'GET skipped': () => (this.isEmpty ? [] : [{ id: 'x1', sopInstanceUid: '2.25.9001', outcome: 'skipped', reason: this.text('No rule matches: Modality is CT'), seen: dicomTime(NOW) }]),
      'GET reprocess': () => (this.isEmpty ? [] : [{ id: 7, description: this.text('StudyDate 20260101-20260131'), created: dicomTime(NOW), images: 400, waiting: 180, queued: 220 }]),
      'DELETE reprocess/7': () => ({}),
      'POST requeue': () => this.requeue(said),
      'POST pause': () => this.setPaused(true, said.Model),
      'POST resume': () => this.setPaused(false, said.Model),
      [`POST studies/${STUDY.id}/process`]: () => ({ id: 1, images: 2 }),
      'GET models': () => ({ models: this.isEmpty ? [] : this.models() }),
      'GET system': () => this.system(),
      'GET audit/values': () => this.values(),
      'GET audit/results': () => this.resultPage(query),
      'GET audit/aggregate': () => this.aggregate(query),
      'GET audit/drift': () => this.drift(),
      'GET audit/versions': () => this.versions(query),
      'GET audit/coverage': () => ({ images: this.isEmpty ? { queued: 0, skipped: 0, deleted: 0, failed: 0 } : { queued: 1290, skipped: 412, deleted: 3, failed: 1 }, reasons: this.isEmpty ? [] : [{ outcome: 'skipped', reason: this.text('No rule matches: Modality is CT'), count: 409 }, { outcome: 'failed', reason: this.text('Truncated file'), count: 1 }],
        rules: this.isEmpty ? [] : [{ rule: this.text('anterior-sciatic'), eligible: 1290, waiting: 3, running: 2, completed: 1275, canceled: 4 }] }),
      'GET audit/accesses': () => ({ accesses: this.isEmpty ? [] : Array.from({ length: 5 }, (_, index) => ({ id: 100 - index, time: iso(NOW - index * 60000), user: this.text('maria'), method: 'GET', path: '/sonolist/audit/results', query: this.text('patient=SIM-0002'), status: 200 })) }),
      'GET audit/verify': () => ({ ...this.log, logs: [{ log: 'event', rows: 4812, first: 1, last: 4812, head: 'cd'.repeat(32) }, { log: 'access', rows: 97, first: 1, last: 97, head: 'ef'.repeat(32) }] }),
      'GET audit/reindex': () => this.reindexStep(),
      'POST audit/reindex': () => { this.reindex = { running: true, done: 0, total: 1200, perSecond: 310.2, started: iso(NOW), finished: null, failures: 0 }; return this.reindex; },
    }[`${method} ${path}`];
    if (tell) return tell();
    if (method === 'GET' && path.startsWith('audit/trace/')) return this.trace(path.slice(12));
    const image = /^instances\/(.*)$/.exec(path)?.[1];
    if (method === 'GET' && image && !this.isEmpty) return { id: image, sopInstanceUid: CINE.uid, outcome: 'queued', reason: this.text('Rule anterior-sciatic'), seen: dicomTime(NOW), workitems: [this.workitems[5]] };
    return undefined;
  }

  requeue({ Uids, All, Reason }) {
    const chosen = this.dead.filter((one) => All || Uids?.includes(one.uid) || (Reason && one.class === Reason));
    this.dead = this.dead.filter((one) => !chosen.includes(one));
    return { requeued: chosen.map(({ uid }) => `${uid}.1`) };
  }

  setPaused(isPaused, model) {
    if (!model) this.paused = { ...this.paused, all: isPaused };
    else this.paused = { ...this.paused, models: isPaused ? [...this.paused.models, model] : this.paused.models.filter((one) => one !== model) };
    return this.paused;
  }

  reindexStep() {
    if (!this.reindex.running) return this.reindex;
    const done = Math.min(this.reindex.total, this.reindex.done + 600);
    this.reindex = { ...this.reindex, done, running: done < this.reindex.total, finished: done < this.reindex.total ? null : iso(NOW), failures: done < this.reindex.total ? 0 : 1 };
    return this.reindex;
  }

  models() {
    const card = `# Model card: anterior-sciatic 0.1.0\n\n> **RESEARCH use only.** ${this.text('Trained on SIMULATED images.')}\n\n## Results\n\n| structure | Dice |\n|---|---|\n| femur | .971 |\n| ${this.text('sciatic nerve')} | .855 |\n\n- \`sonolist-model\` made it\n- [paper](https://example.org/paper)\n\n\`\`\`sh\nsonolist-model train\n\`\`\`\n`;
    const broken = { name: this.text('half-copied'), error: this.text('model.json: unexpected end of input') };
    return ['anterior-sciatic', 'regional-anaesthesia'].map((name, index) => ({
      name: this.text(name), version: `0.${index + 1}.0`, title: this.text(index === 0 ? 'Anterior sciatic nerve block (SIMULATED)' : 'Nerve and vessel in regional anaesthesia'), description: this.text('Segments the structures of the anterior approach to the sciatic nerve.'),
      architecture: 'triplet_attention_net', parameters: { encoder: 'resnet50', output_stride: 16 }, classes: STRUCTURES.map((one) => ({ label: this.text(one.label), meaning: this.text(one.label), colour: `#${one.rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}` })),
      intendedUse: this.text('Research on automatic reading of ultrasound'), qualification: 'RESEARCH', trainingData: this.text('1600 phantoms'), metrics: { dice: { Femur: 0.971, [this.text('Sciatic nerve')]: 0.855 } }, weightsSha256: 'ab'.repeat(32), card,
    })).concat(broken);
  }

  system() {
    if (this.isEmpty) return { performers: [], throughput: [], latencySeconds: { wait: { p50: null, p95: null, p99: null }, work: { p50: null, p95: null, p99: null }, total: { p50: null, p95: null, p99: null } }, errors: [], queue: { depth: 0, oldestSeconds: 0, byModel: [] } };
    return {
      performers: [{ name: this.text('gpu-1'), state: 'alive', lastSeen: iso(NOW), running: 1, completed: 900, canceled: 1 }, { name: this.text('gpu-2'), state: 'silent', lastSeen: iso(NOW - 40000), running: 1, completed: 375, canceled: 3 }],
      throughput: Array.from({ length: 24 }, (_, index) => ({ hour: iso(NOW - (23 - index) * 3600000), completed: Math.round(30 + 25 * Math.sin(index / 3)), canceled: index % 9 === 4 ? 1 : 0 })),
      latencySeconds: { wait: { p50: 0.12, p95: 1.8, p99: 7.5 }, work: { p50: 0.42, p95: 0.9, p99: 2.1 }, total: { p50: 0.6, p95: 2.4, p99: 9.2 } },
      errors: [{ class: 'INPUT', count: 2 }, { class: 'CONFIGURATION', count: 1 }, { class: 'TRANSIENT', count: 1 }],
      queue: { depth: 3, oldestSeconds: 95, byModel: [{ model: this.text('anterior-sciatic'), waiting: 2, running: 2, paused: false }, { model: this.text('regional-anaesthesia'), waiting: 1, running: 0, paused: false }] },
    };
  }

  values() {
    if (this.isEmpty) return { models: [], structures: [], measurements: [], manufacturers: [], scannerModels: [], stations: [], modalities: [], producers: [], kinds: [], outcomes: [] };
    return {
      models: [this.text('anterior-sciatic'), this.text('regional-anaesthesia')], structures: STRUCTURES.map((one) => code(one, this.text)), measurements: [{ name: this.text('Area'), unit: 'mm2' }, { name: this.text('Depth (Minimum)'), unit: 'mm' }, { name: this.text('Dice similarity coefficient'), unit: '1' }],
      manufacturers: [this.text('ACME')], scannerModels: [this.text('Probe 9')], stations: [this.text('OR3')], modalities: ['US'], producers: [this.text('Sonolist')], kinds: ['report', 'agreement', 'failure', 'skipped'], outcomes: ['found', 'missing', 'compared', 'failed', 'skipped'],
    };
  }

  // The filters that the tests use; pages behind a cursor that is the row to begin with.
  resultPage(query) {
    const any = (name, of) => { const wanted = query.getAll(name); return (row) => wanted.length === 0 || wanted.includes(of(row)); };
    const filters = [any('study', (row) => row.studyInstanceUid), any('kind', (row) => row.kind), any('outcome', (row) => row.outcome), any('model', (row) => row.model), any('patient', (row) => row.patientId), any('structure', (row) => `SCT:${row.structure?.value}`)];
    const rows = this.results.filter((row) => filters.every((filter) => filter(row)));
    if (query.get('sort') === 'time') rows.reverse();
    if (query.get('format') === 'csv') return `time,kind\n${rows.map((row) => `${row.time},${row.kind}`).join('\n')}\n`;
    const start = Number(query.get('cursor') ?? 0);
    const end = start + Number(query.get('limit') ?? 100);
    return { results: rows.slice(start, end), next: end < rows.length ? String(end) : null, total: null };
  }

  aggregate(query) {
    const by = (query.get('by') ?? '').split(',').filter(Boolean);
    const name = query.get('measurement');
    const answer = { by, measurement: name ? { name, unit: query.get('unit') ?? '' } : null, groups: [] };
    const edges = Array.from({ length: 25 }, (_, index) => 40 + index);
    if (query.get('histogram')) answer.edges = edges;
    if (this.isEmpty) return answer;
    const splits = by.includes('structure') ? STRUCTURES.map((one) => ({ structure: this.text(one.label) })) : by.includes('outcome') ? [{ outcome: 'found' }, { outcome: 'missing' }] : [{ [by.at(-1)]: this.text('0.1.0') }];
    const days = by.some((one) => one === 'day' || one === 'month') ? Array.from({ length: 30 }, (_, index) => ({ [by[0]]: new Date(NOW - (29 - index) * DAY).toISOString().slice(0, by[0] === 'day' ? 10 : 7) })) : [{}];
    const seen = new Set();
    for (const day of days) {
      splits.forEach((split, index) => {
        const key = { ...day, ...split };
        if (seen.has(JSON.stringify(key))) return;
        seen.add(JSON.stringify(key));
        const middle = 48 + 4 * index + 2 * Math.sin(answer.groups.length / 5);
        answer.groups.push({ key, count: 12 + index * 5, mean: middle, sd: 4.2, minimum: 40, maximum: 63, quantiles: { 0.25: middle - 2, 0.5: middle, 0.75: middle + 2.5 }, histogram: query.get('histogram') ? edges.slice(1).map((edge) => Math.round(30 * Math.exp(-(((edge - middle) / 4) ** 2)))) : undefined });
      });
    }
    return answer;
  }

  drift() {
    const window = { from: '2026-02-01T00:00:00Z', to: '2026-03-02T23:59:59Z' };
    const baseline = { from: '2025-11-03T00:00:00Z', to: '2026-01-31T23:59:59Z' };
    if (this.isEmpty) return { window, baseline, measurements: [], missing: [], failures: { window: { count: 0, failed: 0, rate: 0 }, baseline: { count: 0, failed: 0, rate: 0 }, pValue: null } };
    const row = (structure, name, unit, psi, verdict) => ({ structure: code(structure, this.text), name: this.text(name), unit, psi, verdict, ks: { statistic: psi, pValue: psi > 0.2 ? 0.0004 : 0.41 }, window: { count: 80, mean: 50, median: 49 }, baseline: { count: 240, mean: 45, median: 44 } });
    return {
      window, baseline, measurements: [row(STRUCTURES[0], 'Area', 'mm2', 0.04, 'stable'), row(STRUCTURES[1], 'Area', 'mm2', 0.31, 'drift'), row(STRUCTURES[2], 'Depth (Minimum)', 'mm', 0.15, 'watch')],
      missing: [{ structure: code(STRUCTURES[1], this.text), window: { count: 80, missing: 9, rate: 0.1125 }, baseline: { count: 240, missing: 8, rate: 0.033 }, pValue: 0.04 }],
      failures: { window: { count: 100, failed: 1, rate: 0.01 }, baseline: { count: 300, failed: 2, rate: 0.0067 }, pValue: 0.6 },
    };
  }

  versions(query) {
    const versions = this.isEmpty ? [] : [{ model: this.text('anterior-sciatic'), modelVersion: '0.1.0', weights: 'ab'.repeat(32), producer: this.text('Sonolist'), first: iso(NOW - 20 * DAY), last: iso(NOW), reports: 425, studies: 400, patients: 380 }];
    const examinations = Array.from({ length: this.kind === 'many' ? 10000 : 4 }, (_, index) => ({ studyInstanceUid: `2.25.50${index}`, patientId: this.text(`SIM-${1000 + index}`), accessionNumber: this.text(`A${index}`), studyDate: '20260301', model: this.text('anterior-sciatic'), modelVersion: '0.1.0', reports: 1, first: iso(NOW) }));
    return query.get('examinations') ? { versions, examinations: this.isEmpty ? [] : examinations } : { versions };
  }

  trace(uid) {
    return { uid, image: {}, steps: [{ uid: '2.25.305', state: 'COMPLETED', model: this.text('anterior-sciatic'), modelVersion: '0.1.0', attempt: 1, reason: this.text(''), events: [{ id: 1, time: iso(NOW - 9000), type: 1, state: 'SCHEDULED', hash: 'aa' }, { id: 2, time: iso(NOW - 8000), type: 1, state: 'IN PROGRESS', hash: 'bb' }, { id: 3, time: iso(NOW - 2000), type: 1, state: 'COMPLETED', hash: 'cc' }] }],
      outputs: [{ kind: 'SEG', sopInstanceUid: SEG_STILL.uid, sha256: 'dd', indexed: false }, { kind: 'SR', sopInstanceUid: '2.25.600', sha256: 'ee', indexed: true }], agreement: [], deletions: [] };
  }

  // --- Orthanc's own REST API ---

  orthancs(method, path, body) {
    if (method === 'GET' && path === 'plugins') return ['dicom-web', 'sonolist', 'ohif'];
    if (method === 'POST' && path === 'tools/find') return this.isEmpty ? [] : [this.study()];
    if (this.isEmpty) return method === 'POST' && path === 'tools/lookup' ? [] : undefined;
    if (method === 'POST' && path === 'tools/lookup') return this.lookUp(body);
    if (path === `studies/${STUDY.id}`) return this.study();
    if (path === `studies/${STUDY.id}/series`) return this.series();
    if (path === `studies/${STUDY.id}/instances`) return this.instances();
    const [, id, rest] = /^instances\/([^/]+)\/(.*)$/.exec(path) ?? [];
    if (rest === 'study') return this.study();
    const isCine = id === CINE.id || id === SEG_CINE.id;
    if (id === SEG_STILL.id || id === SEG_CINE.id) {
      if (rest === 'simplified-tags') return segmentationTags(isCine ? CINE.uid : STILL.uid, isCine ? FRAMES : 1, this.text);
      if (rest === 'header') return { '0002,0010': { Name: 'TransferSyntaxUID', Type: 'String', Value: '1.2.840.10008.1.2.1' } };
      if (rest === 'content/7fe0-0010/0') return pixelData(isCine ? FRAMES : 1);
    }
    if (id === STILL.id || id === CINE.id) {
      if (rest === 'simplified-tags') return isCine ? { FrameTime: '50' } : {};
      if (rest === 'preview') return picture(1);
      const frame = /^frames\/(\d+)\/preview$/.exec(rest)?.[1];
      if (frame !== undefined) return picture(Number(frame) + 1);
    }
    return undefined;
  }

  lookUp(uid) {
    if (uid === STUDY.uid) return [{ ID: STUDY.id, Type: 'Study' }];
    const instance = [STILL, CINE, SEG_STILL, SEG_CINE].find((one) => one.uid === uid);
    return instance ? [{ ID: instance.id, Type: 'Instance' }] : [];
  }

  study() {
    return { ID: STUDY.id, Type: 'Study', Series: ['s1', 's2', 's3'], MainDicomTags: { StudyInstanceUID: STUDY.uid, StudyDate: '20260301', StudyDescription: this.text('Anterior sciatic block'), AccessionNumber: this.text('A1') }, PatientMainDicomTags: { PatientName: this.text('Zhang^San=张^三'), PatientID: this.text('SIM-0002') } };
  }

  series() {
    const one = (id, modality, number, description) => ({ ID: id, MainDicomTags: { Modality: modality, SeriesNumber: String(number), SeriesDescription: this.text(description), Manufacturer: this.text(modality === 'SEG' ? 'Sonolist' : 'ACME') } });
    return [one('s1', 'US', 1, 'SIMULATED anterior sciatic block'), one('s2', 'SEG', 151, 'AI RESEARCH SEG anterior-sciatic 0.1.0'), one('s3', 'SEG', 152, 'AI RESEARCH SEG anterior-sciatic 0.1.0')];
  }

  instances() {
    const one = ({ id, uid }, series, number, frames) => ({ ID: id, ParentSeries: series, MainDicomTags: { SOPInstanceUID: uid, InstanceNumber: String(number), InstanceCreationDate: '20260301', InstanceCreationTime: '101500', ...(frames ? { NumberOfFrames: String(frames) } : {}) } });
    const images = [one(STILL, 's1', 1), one(CINE, 's1', 2, FRAMES)];
    return this.withoutSegmentations ? images : [...images, one(SEG_STILL, 's2', 1, 3), one(SEG_CINE, 's3', 1, 3 * FRAMES)];
  }
}
