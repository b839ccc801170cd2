// Results of the audit as the tables of one study: for each report a column for each structure, a row for each measurement. Pure.

// [{report, model, modelVersion, time, source, groups: [{structure, laterality, segment, segmentationUid, group}],
//   rows: [{name, unit, values: [number or null, one for each group]}], missing: [structure]}], newest report first.
export function tablesOf(results) {
  const reports = new Map();
  for (const result of results) {
    if (result.kind !== 'report' && result.kind !== 'agreement') continue;
    const key = `${result.kind} ${result.sopInstanceUid} ${result.sourceSopInstanceUid}`;
    if (!reports.has(key)) reports.set(key, newTable(result));
    const table = reports.get(key);
    if (result.outcome === 'missing') table.missing.push(result.structure);
    else addGroup(table, result);
  }
  const tables = [...reports.values()];
  for (const table of tables) sortGroups(table);
  return tables.sort((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
}

function newTable(result) {
  const { kind, sopInstanceUid, model, modelVersion, producer, time, sourceSopInstanceUid } = result;
  return { kind, report: sopInstanceUid, model, modelVersion, producer, time, source: sourceSopInstanceUid, groups: [], rows: [], missing: [] };
}

function addGroup(table, result) {
  const column = table.groups.length;
  table.groups.push({ structure: result.structure, laterality: result.laterality, segment: result.segment, segmentationUid: result.segmentationUid, group: result.group });
  for (const measurement of result.measurements ?? []) {
    // The same name twice in one group (distances to several structures): each gets a row, none takes the place of the other.
    let row = table.rows.find(({ name, unit, values }) => name === measurement.name && unit === measurement.unit && !(column in values));
    if (!row) {
      row = { name: measurement.name, unit: measurement.unit, values: [] };
      table.rows.push(row);
    }
    row.values[column] = measurement.value;
  }
}

// The report's own order of groups; a row that ends early is filled up.
function sortGroups(table) {
  const order = table.groups.map((_, index) => index).sort((a, b) => (table.groups[a].group ?? a) - (table.groups[b].group ?? b));
  table.groups = order.map((index) => table.groups[index]);
  for (const row of table.rows) row.values = order.map((index) => row.values[index] ?? null);
}

// {value, unit} of the named measurement of one result, or undefined.
export function measurementOf(result, name) {
  return (result.measurements ?? []).find((measurement) => measurement.name.toLowerCase() === name.toLowerCase());
}
