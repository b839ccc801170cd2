// The audit's filter: what can be filtered, and how it stands in the address and in a request. Pure.
// A filter is a list of [parameter, value]; a parameter that is there several times means any of its values.

// kind: 'day' | 'choice' (values fed by audit/values under `values`) | 'text' | 'measurement' | 'agreement'
export const FIELDS = [
  { name: 'model', kind: 'choice', values: 'models' },
  { name: 'structure', kind: 'choice', values: 'structures' },
  { name: 'kind', kind: 'choice', values: 'kinds' },
  { name: 'outcome', kind: 'choice', values: 'outcomes' },
  { name: 'measurement', kind: 'measurement', values: 'measurements' },
  { name: 'agreement', kind: 'agreement' },
  { name: 'patient', kind: 'text' },
  { name: 'accession', kind: 'text' },
  { name: 'study', kind: 'text' },
  { name: 'manufacturer', kind: 'choice', values: 'manufacturers' },
  { name: 'scannerModel', kind: 'choice', values: 'scannerModels' },
  { name: 'station', kind: 'choice', values: 'stations' },
  { name: 'modality', kind: 'choice', values: 'modalities' },
  { name: 'modelVersion', kind: 'choice', values: 'modelVersions' },
  { name: 'weights', kind: 'text' },
  { name: 'producer', kind: 'choice', values: 'producers' },
  { name: 'reason', kind: 'text' },
  { name: 'report', kind: 'text' },
  { name: 'source', kind: 'text' },
];
export const COMPARISONS = ['<', '<=', '=', '>=', '>'];
const DAYS = ['from', 'to'];
const FILTER_NAMES = new Set([...FIELDS.map((field) => field.name), ...DAYS]);

// The pairs of the address that filter; the others say what is shown.
export function filterOf(parameters) {
  return parameters.filter(([name, value]) => FILTER_NAMES.has(name) && value !== '');
}

export const fieldOf = (name) => FIELDS.find((field) => field.name === name);

export function withValue(filter, name, value) {
  return filter.some(([key, held]) => key === name && held === value) ? filter : [...filter, [name, value]];
}

// As withValue, where there can be one value only: the days. "" takes it away.
export function withOnly(filter, name, value) {
  const others = filter.filter(([key]) => key !== name);
  return value === '' ? others : [...others, [name, value]];
}

export const without = (filter, index) => filter.filter((_, position) => position !== index);

// Of the entries of audit/values, which are texts or codes: what the filter takes, and what a person reads.
export function choiceOf(entry) {
  if (typeof entry === 'string') return { value: entry, label: entry };
  const value = entry.value && entry.scheme ? `${entry.scheme}:${entry.value}` : entry.value ?? entry.name ?? entry.model ?? '';
  return { value: String(value), label: String(entry.meaning ?? entry.name ?? entry.model ?? value) };
}

// "Area", ">=", "50", "mm2" -> "Area>=50 mm2"; without a number the measurement alone.
export function measurementFilter(name, comparison, number, unit) {
  const text = String(number ?? '').trim();
  if (text === '') return name;
  return `${name}${comparison}${text}${unit ? ` ${unit}` : ''}`;
}

// The name in "Area>=50 mm2", for showing that measurement in a column.
export function measurementName(filter) {
  return /^(.*?)\s*(?:[<>=].*)?$/s.exec(filter)[1];
}

// Of the measurements of audit/values, texts or {name, unit} or {name, units}: [{name, unit}], one for each unit.
export function measurementChoices(entries) {
  const found = [];
  for (const entry of entries ?? []) {
    if (typeof entry === 'string') found.push({ name: entry, unit: '' });
    else for (const unit of entry.units ?? [entry.unit ?? '']) found.push({ name: entry.name ?? entry.meaning ?? '', unit });
  }
  return found.filter(({ name }) => name !== '');
}

// ISO day, `days` before `today` (an ISO day).
export function dayBefore(today, days) {
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * 86400000).toISOString().slice(0, 10);
}
