// The event log as a pulse: short polls of events?since=N, since Orthanc offers plug-ins no WebSocket. Whoever shows something
// live reads `changes`; the events themselves are not shown.
import { signal } from '@preact/signals';

import { getJson, sonolistUrl } from './api.js';
import { findLastEvent, pollDelay } from './last_event.js';

const EVENTS_AT_ONCE = 1000;

// Counts up when something happened, and once when the connection came back.
export const changes = signal(0);
// {state: 'connecting' | 'connected' | 'lost', error}
export const connection = signal({ state: 'connecting', error: undefined });

let last = null;
let failures = 0;
let timer = 0;

const eventsAfter = (since, limit) => getJson(sonolistUrl('events', { since, limit }));

async function poll() {
  try {
    if (last === null) last = await findLastEvent(async (number) => (await eventsAfter(number, 1)).length > 0);
    const events = await eventsAfter(last, EVENTS_AT_ONCE);
    if (events.length > 0) last = events.at(-1).id;
    const wasLost = failures > 0;
    failures = 0;
    if (connection.value.state !== 'connected') connection.value = { state: 'connected', error: undefined };
    if (events.length > 0 || wasLost) changes.value += 1;
  } catch (error) {
    failures += 1;
    connection.value = { state: 'lost', error };
  }
  clearTimeout(timer);
  timer = setTimeout(poll, pollDelay(failures, document.hidden) * 1000);
}

export function startPolling() {
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) {
      clearTimeout(timer);
      timer = setTimeout(poll, 0);
    }
  });
  poll();
}
