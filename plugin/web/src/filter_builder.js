// Builds the audit's filter: days, one condition after the other, and those that hold now, each with a button that takes it away.
import { useEffect, useState } from 'preact/hooks';

import { COMPARISONS, FIELDS, choiceOf, dayBefore, fieldOf, measurementChoices, measurementFilter, withOnly, withValue, without } from './audit_filter.js';
import { html } from './html.js';
import { t, term } from './language.js';
import { Field, Select } from './parts.js';
import { useAction } from './resource.js';

const today = () => new Date().toISOString().slice(0, 10);

// Questions that are asked often, as filters.
const QUESTIONS = [
  ['failures', () => [['kind', 'failure'], ['from', dayBefore(today(), 7)]]],
  ['missing', () => [['outcome', 'missing']]],
  ['disagreement', () => [['agreement', '<0.7']]],
  ['skipped', () => [['kind', 'skipped'], ['from', dayBefore(today(), 7)]]],
];

export function FilterBuilder({ filter, values, onFilter }) {
  const [name, setName] = useState(FIELDS[0].name);
  const field = fieldOf(name);
  const day = (which) => filter.find(([key]) => key === which)?.[1] ?? '';
  const onAdd = (value) => value !== '' && onFilter(withValue(filter, name, value));
  return html`<section class="filter" aria-label=${t('audit.filter')}>
    <div class="line">
      ${['from', 'to'].map((which) => html`<${Field} key=${which} label=${t(`filter.${which}`)}><input type="date" value=${day(which).slice(0, 10)} onChange=${(event) => onFilter(withOnly(filter, which, event.currentTarget.value))} /><//>`)}
      <${Field} label=${t('audit.condition')}><${Select} value=${name} choices=${FIELDS.map((one) => ({ value: one.name, label: t(`filter.${one.name}`) }))} onChange=${setName} /><//>
      <${Value} key=${name} field=${field} values=${values} onAdd=${onAdd} />
    </div>
    <${Conditions} filter=${filter} values=${values} onFilter=${onFilter} />
    <p class="line questions"><span class="aside">${t('audit.questions')}</span>
      ${QUESTIONS.map(([question, make]) => html`<button type="button" class="quiet" key=${question} onClick=${() => onFilter(make())}>${t(`audit.question.${question}`)}</button>`)}
      <span class="push"><${CopyLink} /></span></p>
  </section>`;
}

// The controls for the value of one field.
function Value({ field, values, onAdd }) {
  if (field.kind === 'measurement') return html`<${MeasurementValue} choices=${measurementChoices(values[field.values])} onAdd=${onAdd} />`;
  if (field.kind === 'agreement') return html`<${AgreementValue} onAdd=${onAdd} />`;
  return html`<${PlainValue} field=${field} values=${values} onAdd=${onAdd} />`;
}

function PlainValue({ field, values, onAdd }) {
  const choices = field.kind === 'choice' ? (values[field.values] ?? []).map(choiceOf) : [];
  const [value, setValue] = useState('');
  const isChoice = choices.length > 0;
  const current = isChoice && !choices.some((choice) => choice.value === value) ? choices[0].value : value;
  const add = (event) => {
    event.preventDefault();
    onAdd(current.trim());
    setValue('');
  };
  return html`<form class="line" onSubmit=${add}>
    <${Field} label=${t(`filter.${field.name}`)}>${isChoice
      ? html`<${Select} value=${current} choices=${choices.map((choice) => ({ ...choice, label: term(field.name, choice.label) }))} onChange=${setValue} />`
      : html`<input type="text" value=${value} placeholder=${field.name === 'reason' ? '*' : ''} onInput=${(event) => setValue(event.currentTarget.value)} />`}<//>
    <button type="submit">${t('audit.add')}</button></form>`;
}

function Comparison({ value, onChange }) {
  return html`<${Field} label=${t('audit.comparison')}><${Select} value=${value} choices=${COMPARISONS.map((sign) => ({ value: sign, label: sign }))} onChange=${onChange} /><//>`;
}

function MeasurementValue({ choices, onAdd }) {
  const [index, setIndex] = useState('0');
  const [comparison, setComparison] = useState('>=');
  const [number, setNumber] = useState('');
  const chosen = choices[Number(index)] ?? choices[0];
  const add = (event) => {
    event.preventDefault();
    if (chosen) onAdd(measurementFilter(chosen.name, comparison, number, chosen.unit));
    setNumber('');
  };
  return html`<form class="line" onSubmit=${add}>
    <${Field} label=${t('filter.measurement')}><${Select} value=${index} choices=${choices.map(({ name, unit }, at) => ({ value: String(at), label: unit ? `${term('measurement', name)} (${unit})` : term('measurement', name) }))} onChange=${setIndex} /><//>
    <${Comparison} value=${comparison} onChange=${setComparison} />
    <${Field} label=${t('audit.number')}><input type="number" step="any" class="short" value=${number} onInput=${(event) => setNumber(event.currentTarget.value)} /><//>
    <button type="submit">${t('audit.add')}</button></form>`;
}

function AgreementValue({ onAdd }) {
  const [comparison, setComparison] = useState('<');
  const [number, setNumber] = useState('0.7');
  const add = (event) => {
    event.preventDefault();
    if (number !== '') onAdd(`${comparison}${number}`);
  };
  return html`<form class="line" onSubmit=${add}>
    <${Comparison} value=${comparison} onChange=${setComparison} />
    <${Field} label="Dice"><input type="number" step="any" min="0" max="1" class="short" value=${number} onInput=${(event) => setNumber(event.currentTarget.value)} /><//>
    <button type="submit">${t('audit.add')}</button></form>`;
}

// "SCT:23056005" as "Sciatic nerve", where the server told its meaning.
function valueLabel(name, value, values) {
  const field = fieldOf(name);
  const choice = field?.kind === 'choice' && (values[field.values] ?? []).map(choiceOf).find((one) => one.value === value);
  return term(name, choice ? choice.label : value);
}

function Conditions({ filter, values, onFilter }) {
  if (filter.length === 0) return html`<p class="aside">${t('audit.nofilter')}</p>`;
  return html`<ul class="chips" aria-label=${t('audit.conditions')}>
    ${filter.map(([name, value], index) => html`<li key=${`${name} ${value}`}><span>${t(`filter.${name}`)}: <b>${valueLabel(name, value, values)}</b></span>
      <button type="button" class="quiet" aria-label=${t('audit.remove', { condition: `${t(`filter.${name}`)}: ${valueLabel(name, value, values)}` })} onClick=${() => onFilter(without(filter, index))}>×</button></li>`)}
    <li><button type="button" class="quiet" id="clear-filter" onClick=${() => onFilter([])}>${t('audit.clear')}</button></li></ul>`;
}

function CopyLink() {
  const action = useAction();
  useEffect(() => action.done && setTimeout(() => action.run(async () => undefined), 4000) && undefined, [action.done]);
  return html`<button type="button" class="quiet" onClick=${() => action.run(async () => { await navigator.clipboard.writeText(location.href); return t('audit.copied'); })}>${t('audit.copy')}</button>
    <span class="said" role="status">${action.error ? location.href : action.done}</span>`;
}
