// Writes with dcmjs a report as a web viewer would: dcmjs_reports.mjs IMAGE FOLDER. Of its three groups one has a finding, one a
// finding site alone, and one has no tracking.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const dcmjs = createRequire(`${process.env.NODE_MODULES}/`)('dcmjs');
const { DicomMessage, DicomMetaDictionary, datasetToDict } = dcmjs.data;
const { TID1500MeasurementReport, TID1501MeasurementGroup } = dcmjs.utilities.TID1500;
const { Length } = dcmjs.utilities.TID300;
dcmjs.log.setLevel('error');

const [file, folder] = process.argv.slice(2);
const bytes = fs.readFileSync(file);
const message = DicomMessage.readFile(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
const image = DicomMetaDictionary.naturalizeDataset(message.dict);

const code = (CodeValue, CodingSchemeDesignator, CodeMeaning) => ({ CodeValue, CodingSchemeDesignator, CodeMeaning });
const reference = { ReferencedSOPClassUID: image.SOPClassUID, ReferencedSOPInstanceUID: image.SOPInstanceUID };
const line = (distance, more) =>
  new Length({ point1: { x: 10, y: 10 }, point2: { x: 30, y: 10 }, distance, ReferencedSOPSequence: reference, ...more });

class WithoutTracking extends Length {
  getTrackingGroups() {
    return [];
  }
}

const measurements = [
  line(12.5, { finding: code('23056005', 'SCT', 'Sciatic nerve') }),
  line(7.75, { findingSites: [code('7657000', 'SCT', 'Femoral artery')] }),
  new WithoutTracking({
    point1: { x: 1, y: 1 }, point2: { x: 2, y: 2 }, distance: 1.5, ReferencedSOPSequence: reference,
    finding: code('71341001', 'SCT', 'Femur'),
  }),
];
// Every Length takes the reference of its own, which the library reads from here.
measurements.forEach((measurement) => { measurement.ReferencedSOPSequence = reference; });
const report = new TID1500MeasurementReport({ TID1501MeasurementGroups: [new TID1501MeasurementGroup(measurements)] });
const content = report.contentItem({ StudyInstanceUID: image.StudyInstanceUID, SeriesInstanceUID: image.SeriesInstanceUID });

const dataset = {
  _meta: { TransferSyntaxUID: { Value: ['1.2.840.10008.1.2.1'], vr: 'UI' } },
  _vrMap: {},
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.88.22',
  SOPInstanceUID: DicomMetaDictionary.uid(),
  SeriesInstanceUID: DicomMetaDictionary.uid(),
  StudyInstanceUID: image.StudyInstanceUID,
  PatientID: image.PatientID,
  PatientName: 'Viewer^Test',
  StudyDate: image.StudyDate,
  StudyTime: image.StudyTime,
  AccessionNumber: image.AccessionNumber,
  StudyID: '1',
  Modality: 'SR',
  Manufacturer: 'dcmjs user',
  SeriesNumber: '99',
  ContentDate: DicomMetaDictionary.date(),
  ContentTime: DicomMetaDictionary.time(),
  TimezoneOffsetFromUTC: '+0100',
  ValueType: 'CONTAINER',
  ...content,
};
fs.writeFileSync(`${folder}/dcmjs.dcm`, Buffer.from(datasetToDict(dataset).write()));
