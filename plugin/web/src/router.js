// The page that the location's hash names.
import { signal } from '@preact/signals';

import { formatRoute, parseRoute } from './route.js';

export const route = signal(parseRoute(location.hash));

addEventListener('hashchange', () => {
  route.value = parseRoute(location.hash);
});

export function go(page, name, parameters) {
  location.hash = formatRoute(page, name, parameters);
}

// As `go`, without an entry in the history: what a person slides or types is one visit.
export function replaceRoute(page, name, parameters) {
  const hash = formatRoute(page, name, parameters);
  if (hash === location.hash) return;
  history.replaceState(null, '', hash);
  route.value = parseRoute(hash);
}
