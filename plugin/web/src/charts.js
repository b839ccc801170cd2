// uPlot as a component: drawn anew when its data, its size or the colours change. It styles its elements through the CSSOM only,
// as the page's Content-Security-Policy demands.
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';

import { html } from './html.js';
import { language } from './language.js';
import { colourOf, colours } from './theme.js';

// Distinguishable with red-green blindness; the dashes tell them apart without any colour.
const STROKES = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6', '--series-7'];
const DASHES = [[], [8, 4], [2, 3], [10, 3, 2, 3], [4, 4], [14, 4], [6, 2, 2, 2, 2, 2]];
const HEIGHT = 280;

export const strokeOf = (index) => colourOf(STROKES[index % STROKES.length]);
export const dashOf = (index) => DASHES[index % DASHES.length];

// `make()` gives [options of uPlot without size, data]; it is called again when `keys` change.
export function Chart({ label, make, keys }) {
  const place = useRef(null);
  const drawnWith = colours.value;
  useEffect(() => {
    const node = place.current;
    if (!node) return undefined;
    const [options, data] = make();
    const width = () => Math.max(240, node.clientWidth);
    const chart = new uPlot({ width: width(), height: HEIGHT, ...options, axes: options.axes.map(withColours) }, data, node);
    const observer = new ResizeObserver(() => chart.setSize({ width: width(), height: HEIGHT }));
    observer.observe(node);
    return () => {
      observer.disconnect();
      chart.destroy();
    };
  }, [drawnWith, language.value, JSON.stringify(keys)]);
  return html`<figure class="chart" aria-label=${label}><div ref=${place}></div></figure>`;
}

function withColours(axis) {
  const grid = { stroke: colourOf('--line'), width: 1 };
  return { stroke: colourOf('--muted'), grid, ticks: grid, font: '12px system-ui, sans-serif', labelFont: '12px system-ui, sans-serif', labelSize: 20, ...axis };
}

// Numbers of things: no ticks between whole ones.
export const countAxis = (label) => ({ label, size: 60, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000, 1000000] });
export const fromZero = { range: (_, low, high) => [0, Math.max(1, high * 1.05)] };

const DAY = 86400;
// Days are those of UTC, as the server counts them. One day alone stands in the middle.
export const dayScale = { time: true, range: (_, low, high) => (low === high ? [low - 3 * DAY, high + 3 * DAY] : [low, high]) };
export const inUtc = (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC');

// Dates as the language writes them.
export function dayAxis(isMonth) {
  const format = new Intl.DateTimeFormat(language.value, { timeZone: 'UTC', ...(isMonth ? { year: 'numeric', month: 'short' } : { month: 'short', day: 'numeric' }) });
  return { space: 70, incrs: [1, 2, 7, 14, 30, 61, 91, 182, 365, 1826].map((days) => days * DAY), values: (_, ticks) => ticks.map((tick) => format.format(tick * 1000)) };
}
