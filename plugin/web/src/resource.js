// What a component shows of the server: loading, there, or failed; what was there stays while it is asked for again.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import { changes } from './live.js';

const NOTHING = { data: undefined, error: undefined, isBusy: true, at: 0 };

// `load(signal)` is called anew when one of `keys` changes; the data of other keys is dropped. `reload` asks again and keeps it.
export function useResource(load, keys) {
  const [state, setState] = useState(NOTHING);
  const [round, setRound] = useState(0);
  const key = JSON.stringify(keys);
  const shown = useRef(key);
  useEffect(() => {
    const controller = new AbortController();
    const isSame = shown.current === key;
    shown.current = key;
    setState((before) => (isSame ? { ...before, isBusy: true } : NOTHING));
    load(controller.signal).then(
      (data) => !controller.signal.aborted && setState({ data, error: undefined, isBusy: false, at: Date.now() }),
      (error) => !controller.signal.aborted && setState((before) => ({ ...before, error, isBusy: false })),
    );
    return () => controller.abort();
  }, [key, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  // What failed is asked for again when the worklist moves or the server has come back.
  const change = changes.value;
  useEffect(() => {
    if (state.error) reload();
  }, [change]);
  // Between a change of keys and its effect the old data belongs to something else.
  return { ...(shown.current === key ? state : NOTHING), reload };
}

// A resource that asks again every `seconds`; more slowly while the page is not looked at.
export function usePolled(load, keys, seconds) {
  const resource = useResource(load, keys);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || resource.reload(), seconds * 1000);
    return () => clearInterval(timer);
  }, [resource.reload, seconds]);
  return resource;
}

// Calls `reload` when something happened in the worklist, every `seconds` at most: a busy PACS has an event each moment.
export function useChanges(reload, seconds) {
  const change = changes.value;
  const seen = useRef({ change, time: 0 });
  useEffect(() => {
    if (seen.current.change === change) return undefined;
    const wait = Math.max(0, seen.current.time + seconds * 1000 - Date.now());
    const timer = setTimeout(() => {
      seen.current = { change, time: Date.now() };
      reload();
    }, wait);
    return () => clearTimeout(timer);
  }, [change, reload, seconds]);
}

// For buttons: `run(action)` awaits it, and says whether one is under way.
export function useAction() {
  const [state, setState] = useState({ isBusy: false, error: undefined, done: undefined });
  const isRunning = useRef(false);
  const run = useCallback(async (action) => {
    if (isRunning.current) return;
    isRunning.current = true;
    setState({ isBusy: true, error: undefined, done: undefined });
    try {
      const done = await action();
      setState({ isBusy: false, error: undefined, done });
    } catch (error) {
      setState({ isBusy: false, error, done: undefined });
    }
    isRunning.current = false;
  }, []);
  return { ...state, run };
}
