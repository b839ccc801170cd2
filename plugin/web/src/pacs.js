// What Orthanc's own REST API says of a study: patient, images, segmentations. Served on Orthanc's port only.
import { ApiError, getBytes, getJson, orthancUrl, postJson, sonolistUrl } from './api.js';
import { masksOf, masksOfValues, readSegmentation } from './segmentation.js';
import { parsePam } from './overlay.js';

const ORTHANC_ID = /^[0-9a-f]{8}(-[0-9a-f]{8}){4}$/;
const NATIVE_TRANSFER_SYNTAXES = /^1\.2\.840\.10008\.1\.2(\.1|\.1\.99)?$/;

const missing = () => new ApiError('missing', 404, '');

// Orthanc's identifier of what a UID names: {id, type}.
async function lookUp(uid, signal) {
  const found = await postJson(orthancUrl('tools/lookup'), uid, signal);
  if (found.length === 0) throw missing();
  return { id: found[0].ID, type: found[0].Type };
}

// `name`: identifier of Orthanc (of a study) or Study Instance UID; `image`: of anything in the study the SOP Instance UID or Orthanc's
// identifier.
export async function findStudy(name, image, signal) {
  if (ORTHANC_ID.test(name)) return name;
  if (!name && ORTHANC_ID.test(image)) return (await getJson(orthancUrl(`instances/${image}/study`), signal)).ID;
  const { id, type } = await lookUp(name || image, signal);
  if (type === 'Study') return id;
  if (type === 'Instance') return (await getJson(orthancUrl(`instances/${id}/study`), signal)).ID;
  if (type === 'Series') return (await getJson(orthancUrl(`series/${id}/study`), signal)).ID;
  throw missing();
}

// {id, uid, patient: {...}, tags: {...}, images: [{id, uid, series, modality, description, frames}], segmentations: [the same], viewers: [{name, url}]}
export async function readStudy(id, signal) {
  const [study, series, instances, plugins, status] = await Promise.all([
    getJson(orthancUrl(`studies/${id}`), signal), getJson(orthancUrl(`studies/${id}/series`), signal),
    getJson(orthancUrl(`studies/${id}/instances`), signal), getJson(orthancUrl('plugins'), signal).catch(() => []),
    getJson(sonolistUrl('status'), signal).catch(() => ({})),
  ]);
  const seriesById = new Map(series.map((one) => [one.ID, one]));
  const all = instances.map((instance) => readInstance(instance, seriesById.get(instance.ParentSeries))).sort(inOrder);
  return {
    id,
    uid: study.MainDicomTags.StudyInstanceUID,
    tags: study.MainDicomTags,
    patient: study.PatientMainDicomTags ?? {},
    images: all.filter(({ modality }) => !['SEG', 'SR', 'PR', 'KO', 'DOC'].includes(modality)),
    segmentations: all.filter(({ modality }) => modality === 'SEG'),
    viewers: viewersOf(plugins, Boolean(status.viewer), id, study),
  };
}

function readInstance(instance, series) {
  const tags = instance.MainDicomTags;
  return {
    id: instance.ID,
    uid: tags.SOPInstanceUID,
    number: Number(tags.InstanceNumber ?? 0),
    frames: Number(tags.NumberOfFrames ?? 1) || 1,
    series: instance.ParentSeries,
    seriesNumber: Number(series?.MainDicomTags.SeriesNumber ?? 0),
    modality: series?.MainDicomTags.Modality ?? '',
    description: series?.MainDicomTags.SeriesDescription ?? '',
    manufacturer: series?.MainDicomTags.Manufacturer ?? '',
    created: `${tags.InstanceCreationDate ?? ''}${tags.InstanceCreationTime ?? ''}`,
  };
}

const inOrder = (a, b) => a.seriesNumber - b.seriesNumber || a.series.localeCompare(b.series) || a.number - b.number;

// The viewer that our plug-in serves, those that this Orthanc has as plug-ins, and its own Explorer. Where there are two OHIF, ours is taken.
function viewersOf(plugins, hasOwnViewer, id, study) {
  const uid = encodeURIComponent(study.MainDicomTags.StudyInstanceUID);
  const known = {
    ohif: ['OHIF', `ohif/viewer?StudyInstanceUIDs=${uid}`],
    'stone-webviewer': ['Stone', `stone-webviewer/index.html?study=${uid}`],
    'osimis-web-viewer': ['Osimis', `osimis-viewer/app/index.html?study=${id}`],
    'web-viewer': ['Web viewer', `web-viewer/app/viewer.html?series=${study.Series[0]}`],
    'orthanc-explorer-2': ['Orthanc Explorer 2', `ui/app/#/filtered-studies?StudyInstanceUID=${uid}&expand`],
  };
  if (hasOwnViewer) known.ohif[1] = `sonolist/viewer/viewer?StudyInstanceUIDs=${uid}`;
  const isHere = (name) => plugins.includes(name) || (name === 'ohif' && hasOwnViewer);
  const found = Object.keys(known).filter(isHere).map((name) => ({ name: known[name][0], url: orthancUrl(known[name][1]) }));
  return [...found, { name: 'Orthanc Explorer', url: orthancUrl(`app/explorer.html#study?uuid=${id}`) }];
}

// A SEG with a way to its masks. Several of one image are told apart by their series.
export class SegmentationFile {
  static async open(instance) {
    const [tags, syntax] = await Promise.all([
      getJson(orthancUrl(`instances/${instance.id}/simplified-tags`)),
      getJson(orthancUrl(`instances/${instance.id}/header`)).catch(() => ({})),
    ]);
    return new SegmentationFile(instance, readSegmentation(tags), syntax['0002,0010']?.Value ?? '');
  }

  constructor(instance, content, transferSyntax) {
    this.instance = instance;
    this.content = content;
    this.isNative = transferSyntax === '' || NATIVE_TRANSFER_SYNTAXES.test(transferSyntax);
    this.pixelData = undefined;
  }

  // Masks of these stored frames by segment number. Uncompressed pixel data is fetched whole, once: a cine is stepped through quickly.
  async masks(stored) {
    if (stored.length === 0) return {};
    if (this.isNative || this.content.bits === 1) {
      this.pixelData ??= getBytes(orthancUrl(`instances/${this.instance.id}/content/7fe0-0010/0`)).catch((error) => {
        this.pixelData = undefined;
        throw error;
      });
      return masksOf(this.content, await this.pixelData, stored);
    }
    const masks = {};
    for (const { index, segment } of stored) Object.assign(masks, masksOfValues(this.content, await this.decodedFrame(index), segment));
    return masks;
  }

  // Of compressed pixel data, decoded by Orthanc.
  async decodedFrame(index) {
    const url = orthancUrl(`instances/${this.instance.id}/frames/${index}/image-uint16`);
    return parsePam(await getBytes(url, { accept: 'image/x-portable-arbitrarymap' })).values;
  }
}

// The SEGs of a study, each read once: which of them belong to an image is known from their tags alone.
export class SegmentationShelf {
  constructor() {
    this.files = new Map();
  }

  get(instance) {
    if (!this.files.has(instance.id)) {
      const file = SegmentationFile.open(instance);
      file.catch(() => this.files.delete(instance.id));
      this.files.set(instance.id, file);
    }
    return this.files.get(instance.id);
  }
}
