// Reads SEG and SR with dcmjs, the library below most web viewers: dcmjs_reader.mjs FOLDER... (see readers.py).
import fs from 'node:fs';
import { createRequire } from 'node:module';

const dcmjs = createRequire(`${process.env.NODE_MODULES}/`)('dcmjs');
const { DicomMessage, DicomMetaDictionary } = dcmjs.data;
dcmjs.log.setLevel('error');

const TRACKING_UID = '112040';
const DERIVATION = '121401';
const BACKGROUND = 0; // segment number; only a label map describes it

// dcmjs gives a sequence of one item as that item with array access.
const items = (sequence) => (sequence === undefined ? [] : Array.isArray(sequence) ? sequence : [sequence]);
const first = (sequence) => items(sequence)[0];
const code = (sequence) => `${first(sequence).CodeValue}|${first(sequence).CodingSchemeDesignator}`;

function read(file) {
  const bytes = fs.readFileSync(file);
  const message = DicomMessage.readFile(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return DicomMetaDictionary.naturalizeDataset(message.dict);
}

// Stored values of all frames, one array element a pixel.
function pixelsOf(segmentation) {
  const stored = items(segmentation.PixelData)[0];
  if (segmentation.BitsAllocated === 1) return dcmjs.data.BitArray.unpack(stored);
  return segmentation.BitsAllocated === 8 ? new Uint8Array(stored) : new Uint16Array(stored);
}

function summary(trackingUid, sourceFrame, values, columns, isInside) {
  const found = { tracking_uid: trackingUid, source_frame: sourceFrame, pixels: 0, rows: 0, columns: 0, values: 0 };
  values.forEach((value, index) => {
    if (!isInside(value)) return;
    found.pixels += 1;
    found.rows += Math.floor(index / columns);
    found.columns += index % columns;
    found.values += value;
  });
  return found;
}

function framesOf(segmentation) {
  const pixels = pixelsOf(segmentation);
  const size = segmentation.Rows * segmentation.Columns;
  const isLabelMap = segmentation.SegmentationType === 'LABELMAP';
  const tracking = new Map(items(segmentation.SegmentSequence).filter((segment) => segment.SegmentNumber !== BACKGROUND)
    .map((segment) => [segment.SegmentNumber, segment.TrackingUID]));
  return items(segmentation.PerFrameFunctionalGroupsSequence).flatMap((groups, index) => {
    const source = first(first(groups.DerivationImageSequence).SourceImageSequence);
    const sourceFrame = Number(source.ReferencedFrameNumber ?? 1);
    const values = pixels.subarray(index * size, (index + 1) * size);
    if (isLabelMap) {
      return [...tracking].map(([number, uid]) => {
        const found = summary(uid, sourceFrame, values, segmentation.Columns, (value) => value === number);
        return { ...found, values: found.pixels };
      });
    }
    const number = first(groups.SegmentIdentificationSequence).ReferencedSegmentNumber;
    // dcmjs unpacks a set bit as 255.
    const binary = segmentation.BitsAllocated === 1;
    const found = summary(tracking.get(number), sourceFrame, values, segmentation.Columns, (value) => value !== 0);
    return [binary ? { ...found, values: found.pixels } : found];
  }).filter((found) => found.pixels > 0);
}

const hasName = (item, value) => item.ConceptNameCodeSequence !== undefined && first(item.ConceptNameCodeSequence).CodeValue === value;

function measurementOf(item, trackingUid) {
  const derivation = items(item.ContentSequence).find((child) => hasName(child, DERIVATION));
  const measured = first(item.MeasuredValueSequence);
  return {
    tracking_uid: trackingUid,
    concept: code(item.ConceptNameCodeSequence),
    derivation: derivation ? code(derivation.ConceptCodeSequence) : '',
    unit: measured ? first(measured.MeasurementUnitsCodeSequence).CodeValue : '',
    value: measured ? Number(items(measured.NumericValue)[0]) : null,
  };
}

// Every NUM of a measurement group below the item, with the tracking UID of its group; the image library's are none.
function measurementsOf(item, trackingUid) {
  const children = items(item.ContentSequence);
  const own = children.find((child) => hasName(child, TRACKING_UID))?.UID ?? trackingUid;
  return children.flatMap((child) => [
    ...(child.ValueType === 'NUM' && own !== undefined ? [measurementOf(child, own)] : []), ...measurementsOf(child, own)]);
}

function answer(folder) {
  try {
    const segmentation = `${folder}/seg.dcm`;
    return {
      frames: fs.existsSync(segmentation) ? framesOf(read(segmentation)) : [],
      measurements: measurementsOf(read(`${folder}/sr.dcm`)),
    };
  } catch (error) {
    return { error: error.stack };
  }
}

for (const folder of process.argv.slice(2)) console.log(JSON.stringify(answer(folder)));
