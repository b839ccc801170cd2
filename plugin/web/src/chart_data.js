// Answers of audit/aggregate as the columns that uPlot draws. Pure.

const nameOf = (value) => (value && typeof value === 'object' ? value.meaning ?? value.value ?? '' : String(value ?? ''));

// Seconds since 1970 of "2026-03-01" or "2026-03", in UTC as the server counts days.
export const secondsOf = (day) => Date.parse(`${day.length === 7 ? `${day}-01` : day}T00:00:00Z`) / 1000;

// {times, series: [{name, values, low, high}]}: the median with the quartiles beside it, or the count where nothing is measured.
export function timeSeries(answer, per, split) {
  const days = [...new Set(answer.groups.map(({ key }) => key[per]))].filter(Boolean).sort();
  const at = new Map(days.map((day, index) => [day, index]));
  const series = new Map();
  for (const group of answer.groups) {
    if (!at.has(group.key[per])) continue;
    const name = split ? nameOf(group.key[split]) : '';
    if (!series.has(name)) {
      const empty = () => new Array(days.length).fill(null);
      series.set(name, { name, values: empty(), low: empty(), high: empty(), counts: empty() });
    }
    const one = series.get(name);
    const index = at.get(group.key[per]);
    one.counts[index] = group.count;
    one.values[index] = answer.measurement ? group.quantiles?.['0.5'] ?? null : group.count;
    one.low[index] = group.quantiles?.['0.25'] ?? null;
    one.high[index] = group.quantiles?.['0.75'] ?? null;
  }
  return { times: days.map(secondsOf), days, series: [...series.values()].sort((a, b) => a.name.localeCompare(b.name)) };
}

// {edges, series: [{name, counts, steps}]}: `steps` has a value for each edge, the last one repeated, as uPlot draws steps.
export function histogram(answer, split) {
  const edges = answer.edges ?? [];
  const series = answer.groups.filter(({ histogram: counts }) => Array.isArray(counts) && counts.length === edges.length - 1).map((group) => ({
    name: split ? nameOf(group.key[split]) : '',
    counts: group.histogram,
    steps: [...group.histogram, group.histogram.at(-1)],
    group,
  }));
  return { edges, series: series.sort((a, b) => a.name.localeCompare(b.name)) };
}
