// Every word that the page says, in the language chosen.
import { effect, signal } from '@preact/signals';

import { keep, kept } from './kept.js';
import { en } from './language/en.js';
import { zh } from './language/zh.js';

const TABLES = { en, zh };
export const LANGUAGES = [['en', 'English'], ['zh', '中文']];

const preferred = (navigator.language ?? 'en').toLowerCase().startsWith('zh') ? 'zh' : 'en';
const chosen = kept('language', preferred);
export const language = signal(chosen in TABLES ? chosen : 'en');

effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : language.value;
});

export function chooseLanguage(code) {
  keep('language', code);
  language.value = code;
}

// The sentence of the key with {name} replaced by values.
export function t(key, values = {}) {
  const sentence = TABLES[language.value][key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

// The word for a term that comes from the server; the term itself where there is none.
export function term(group, word) {
  return TABLES[language.value][`${group}.${word}`] ?? word ?? '';
}


// Of a coded structure; codes that the table lacks in the words of the report.
export const structureName = (structure) => (structure?.meaning ? term('structure', structure.meaning) : '');
