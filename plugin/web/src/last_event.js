// The number of the last event, found without reading the log: few short requests by halving. Pure but for `isAnyAfter`.

// isAnyAfter(n): a promise of whether there is an event with a number above n.
export async function findLastEvent(isAnyAfter) {
  if (!(await isAnyAfter(0))) return 0;
  let low = 0; // an event is above it
  let high = 1;
  while (await isAnyAfter(high)) {
    low = high;
    high *= 4;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await isAnyAfter(middle)) low = middle;
    else high = middle;
  }
  return high;
}

// Seconds until the next try: 1.5 while all is well, then doubling to half a minute.
export function pollDelay(failures, isHidden) {
  const usual = isHidden ? 10 : 1.5;
  return failures === 0 ? usual : Math.min(30, usual * 2 ** failures);
}
