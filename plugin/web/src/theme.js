// Light or dark: as the system has it, until a person chooses.
import { effect, signal } from '@preact/signals';

import { keep, kept } from './kept.js';

const THEMES = ['system', 'light', 'dark'];
const chosen = kept('theme', 'system');
export const theme = signal(THEMES.includes(chosen) ? chosen : 'system');

// Counts up whenever colours may have changed: what is drawn on a canvas must be drawn again.
export const colours = signal(0);

effect(() => {
  document.documentElement.dataset.theme = theme.value;
  colours.value = colours.peek() + 1;
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  colours.value += 1;
});

export function nextTheme() {
  const next = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length];
  keep('theme', next);
  theme.value = next;
}

// A colour of the style sheet as a canvas needs it.
export function colourOf(property) {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
