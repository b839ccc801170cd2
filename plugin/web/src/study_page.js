// One study: the images, what was found in them, and the figures.
import { useMemo, useRef, useState } from 'preact/hooks';

import { getJson, orthancUrl, postJson, sonolistUrl } from './api.js';
import { cssColour } from './colour.js';
import { dateText, timeText } from './format.js';
import { FrameStore } from './frames.js';
import { html } from './html.js';
import { t } from './language.js';
import { MeasurementTables } from './measurement_tables.js';
import { SegmentationShelf, findStudy, readStudy } from './pacs.js';
import { Badge, Failure, Loaded, PageTitle, Section, Swatch, failureText } from './parts.js';
import { Player } from './player.js';
import { useAction, useChanges, useResource } from './resource.js';
import { formatRoute, parameter } from './route.js';
import { replaceRoute, route } from './router.js';
import { StudyStart } from './study_start.js';

// A result that arrives while the study is looked at is shown.
const RELOAD_SECONDS = 5;
const USUAL_FRAME_MILLISECONDS = 50;

export function StudyPage() {
  const name = route.value.page === 'study' ? route.value.name : '';
  const image = parameter(route.value, 'image');
  if (!name && !image) return html`<${StudyStart} />`;
  return html`<${ByName} key=${name || 'by image'} name=${name} image=${image} />`;
}

// The address may name a report or a segmentation of the study as `image`; the first image is shown then.
function ByName({ name, image }) {
  const wanted = useRef(image);
  const resource = useResource(async (signal) => readStudy(await findStudy(name, wanted.current, signal), signal), [name]);
  useChanges(resource.reload, RELOAD_SECONDS);
  const title = resource.data ? patientName(resource.data.patient) || t('page.study') : t('page.study');
  return html`<${PageTitle} text=${title} />
    ${resource.error?.kind === 'missing'
      ? html`<div class="notice bad" role="alert"><p>${t('study.missing')}</p><p><a href=${formatRoute('study')}>${t('study.start')}</a></p></div>`
      : html`<${Loaded} resource=${resource}>${(study) => html`<${Contents} study=${study} />`}<//>`}`;
}

// "Zhang^San=张^三": the groups as people write them.
const patientName = (patient) => (patient.PatientName ?? '').split('=').map((group) => group.replaceAll('^', ' ').trim()).filter(Boolean).join(' · ');

function Contents({ study }) {
  const store = useMemo(() => new FrameStore(), [study.id]);
  const segmentations = useMemo(() => new SegmentationShelf(), [study.id]);
  const asked = parameter(route.value, 'image');
  const image = study.images.find(({ uid, id }) => uid === asked || id === asked) ?? study.images[0];
  const frame = Math.min(Math.max(Number(parameter(route.value, 'frame', '1')) || 1, 1), image?.frames ?? 1);
  const show = (uid, number) => replaceRoute('study', route.value.name, { image: uid, frame: number > 1 ? number : '' });
  return html`
    <${Facts} study=${study} />
    ${image ? html`
      ${study.images.length > 1 && html`<${ImageList} images=${study.images} current=${image} onChoose=${(uid) => show(uid, 1)} />`}
      <${ImageView} key=${image.id} study=${study} store=${store} segmentations=${segmentations} image=${image} frame=${frame} onFrame=${(number) => show(image.uid, number)} />`
      : html`<p class="notice">${t('study.noimages')}</p>`}
    <${MeasurementTables} study=${study} current=${image?.uid} />`;
}

function Facts({ study }) {
  const action = useAction();
  const facts = [
    [t('patient'), study.patient.PatientID], [t('study.date'), dateText(study.tags.StudyDate)],
    [t('study.description'), study.tags.StudyDescription], [t('accession'), study.tags.AccessionNumber],
  ].filter(([, value]) => value);
  const process = () => action.run(async () => t('study.processed', { count: (await postJson(sonolistUrl(`studies/${study.id}/process`), {})).images }));
  return html`<div class="facts">
    <dl>${facts.map(([title, value]) => html`<div key=${title}><dt>${title}</dt><dd>${value}</dd></div>`)}</dl>
    <div class="tools">
      ${study.viewers.map(({ name, url }) => html`<a key=${name} class="button" href=${url} target="_blank" rel="noopener">${t('study.open', { name })}</a>`)}
      <a class="button" href=${formatRoute('audit', '', { study: study.uid })}>${t('study.audit')}</a>
      <button type="button" id="process" disabled=${action.isBusy} onClick=${process}>${t('study.process')}</button>
      <span class="said" role="status">${action.error ? failureText(action.error) : action.done}</span>
    </div>
  </div>`;
}

function ImageList({ images, current, onChoose }) {
  return html`<nav class="images" aria-label=${t('study.images')}><ul>
    ${images.map((image, index) => html`<li key=${image.id}><button type="button" aria-pressed=${image === current ? 'true' : 'false'} onClick=${() => onChoose(image.uid)}>
      <img src=${orthancUrl(`instances/${image.id}/preview`)} alt="" width="96" height="72" loading="lazy" />
      <span>${t('study.image', { number: index + 1 })}${image.frames > 1 ? ` · ${t('study.frames', { count: image.frames })}` : ''}</span>
    </button></li>`)}</ul></nav>`;
}

// What is known of the image: its SEGs with their colours, what the intake did with it, how fast it plays.
async function readImage(study, image, segmentations, signal) {
  const [tags, fate, ...files] = await Promise.all([
    getJson(orthancUrl(`instances/${image.id}/simplified-tags`), signal),
    getJson(sonolistUrl(`instances/${image.id}`), signal).catch(() => undefined),
    ...study.segmentations.map((instance) => segmentations.get(instance)),
  ]);
  const mine = files.filter(({ content }) => content.frames.some(({ source }) => source === image.uid));
  // The newest first: it is what a person expects to see.
  mine.sort((a, b) => (a.instance.created < b.instance.created ? 1 : -1));
  return { frameMilliseconds: frameMillisecondsOf(tags), fate, files: mine };
}

function frameMillisecondsOf(tags) {
  const rate = Number(tags.RecommendedDisplayFrameRate ?? tags.CineRate);
  const milliseconds = rate > 0 ? 1000 / rate : Number(tags.FrameTime);
  return milliseconds > 0 ? milliseconds : USUAL_FRAME_MILLISECONDS;
}

function ImageView({ study, store, segmentations, image, frame, onFrame }) {
  const resource = useResource((signal) => readImage(study, image, segmentations, signal), [image.id, study.segmentations.map(({ id }) => id)]);
  const [opacity, setOpacity] = useState(0.35);
  const [hasOutline, setOutline] = useState(true);
  const [hidden, setHidden] = useState(new Set());
  const { files = [], frameMilliseconds = USUAL_FRAME_MILLISECONDS, fate } = resource.data ?? {};
  const keyOf = (file, segment) => `${file.instance.id}/${segment.number}`;
  // Of several SEGs only the newest is shown at first: two overlays of one structure read as one.
  const isShown = (file, segment) => hidden.has(keyOf(file, segment)) !== (file === files[0]);
  const layers = files.map((file) => ({ file, segments: file.content.segments.filter((segment) => isShown(file, segment)) }));
  const set = (file, segments, isWanted) => {
    const next = new Set(hidden);
    for (const segment of segments) {
      if (isWanted === (file === files[0])) next.delete(keyOf(file, segment));
      else next.add(keyOf(file, segment));
    }
    setHidden(next);
  };
  return html`<div class="study">
    <${Player} store=${store} image=${image} frame=${frame} onFrame=${onFrame} frameMilliseconds=${frameMilliseconds}
      layers=${layers} opacity=${opacity} hasOutline=${hasOutline} />
    <${Section} title=${t('study.structures')} className="structures">
      ${resource.error && html`<${Failure} error=${resource.error} again=${resource.reload} />`}
      ${!resource.data && !resource.error && html`<p class="waiting" role="status">${t('loading')}</p>`}
      ${resource.data && files.length === 0 && html`<p class="aside">${t('study.nosegmentation')}</p>`}
      ${files.map((file) => html`<${SegmentList} key=${file.instance.id} file=${file} isShown=${(segment) => isShown(file, segment)} onSet=${(segments, isWanted) => set(file, segments, isWanted)} />`)}
      ${files.length > 0 && html`
        <label class="field"><span>${t('study.opacity')}</span>
          <input type="range" id="opacity" min="0" max="100" step="5" value=${Math.round(opacity * 100)} aria-valuetext=${`${Math.round(opacity * 100)} %`} onInput=${(event) => setOpacity(Number(event.currentTarget.value) / 100)} /></label>
        <label class="check"><input type="checkbox" id="outline" checked=${hasOutline} onChange=${(event) => setOutline(event.currentTarget.checked)} /> ${t('study.outline')}</label>`}
      ${fate && html`<${Fate} fate=${fate} />`}
    <//>
  </div>`;
}

function SegmentList({ file, isShown, onSet }) {
  const { segments, type } = file.content;
  const made = segments.every(({ isManual }) => isManual) && segments.length > 0 ? t('study.manual') : file.instance.manufacturer;
  return html`<fieldset class="segments"><legend>${file.instance.description || t('study.segmentation')}</legend>
    <p class="aside">${[made, type, timeText(file.instance.created)].filter(Boolean).join(' · ')}</p>
    <ul>${segments.map((segment) => html`<li key=${segment.number}><label class="check">
      <input type="checkbox" checked=${isShown(segment)} onChange=${(event) => onSet([segment], event.currentTarget.checked)} />
      <${Swatch} colour=${cssColour(segment.colour)} /> ${segment.label || segment.meaning}</label></li>`)}</ul>
    ${segments.length > 1 && html`<p class="tools"><button type="button" class="quiet" onClick=${() => onSet(segments, true)}>${t('study.all')}</button>
      <button type="button" class="quiet" onClick=${() => onSet(segments, false)}>${t('study.hide')}</button></p>`}
  </fieldset>`;
}

// What the intake and the worklist did with the image.
function Fate({ fate }) {
  return html`<div class="fate"><h3>${t('study.fate')}</h3>
    <p><${Badge} group="outcome" word=${fate.outcome} /> ${fate.reason}</p>
    <ul>${fate.workitems.map((item) => html`<li key=${item.uid}><${Badge} group="state" word=${item.state} /> ${item.model}
      <span class="aside"> ${t('worklist.attempt')} ${item.attempt}${item.reason ? `: ${item.reason}` : ''}</span></li>`)}</ul></div>`;
}
