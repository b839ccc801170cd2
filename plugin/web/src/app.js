// The page: landmarks, navigation, and the part that the address names.
import { render } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { Audit } from './audit.js';
import { html } from './html.js';
import { LANGUAGES, chooseLanguage, language, t } from './language.js';
import { connection, startPolling } from './live.js';
import { Models } from './models.js';
import { PageTitle } from './parts.js';
import { PAGES, formatRoute } from './route.js';
import { route } from './router.js';
import { StudyPage } from './study_page.js';
import { System } from './system.js';
import { nextTheme, theme } from './theme.js';
import { Worklist } from './worklist.js';

const CONTENTS = { worklist: Worklist, study: StudyPage, audit: Audit, models: Models, system: System, missing: Missing };

function App() {
  const { page } = route.value;
  useFocusOnArrival(page);
  const Content = CONTENTS[page];
  return html`
    <a class="skip-link" href="#page-title" onClick=${skip}>${t('skip')}</a>
    <header class="top">
      <p class="brand"><img src="icon.svg" alt="" width="22" height="22" /> Sonolist</p>
      <nav class="tabs" aria-label=${t('pages')}><ul>
        ${PAGES.map((name) => html`<li key=${name}><a href=${formatRoute(name)} aria-current=${name === page ? 'page' : undefined}>${t(`page.${name}`)}</a></li>`)}
      </ul></nav>
      <${Connection} />
      <div class="choices">
        ${LANGUAGES.map(([code, name]) => html`<button type="button" key=${code} lang=${code} class="quiet" aria-pressed=${language.value === code ? 'true' : 'false'} onClick=${() => chooseLanguage(code)}>${name}</button>`)}
        <button type="button" class="quiet" id="theme" onClick=${nextTheme}>${t(`theme.${theme.value}`)}</button>
      </div>
    </header>
    <p class="research">${t('research')}</p>
    <main id="main"><${Content} key=${page} /></main>
    <footer class="foot"><a href="licences.txt">${t('licences')}</a></footer>`;
}

// The hash names the page, so the link to the content must not change it.
function skip(event) {
  event.preventDefault();
  document.getElementById('page-title')?.focus();
}

// The first page leaves the focus where the browser has it; every other one puts it on its title.
function useFocusOnArrival(page) {
  const before = useRef(page);
  useEffect(() => {
    if (before.current !== page) {
      document.getElementById('page-title')?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    before.current = page;
  }, [page]);
}

function Connection() {
  const { state, error } = connection.value;
  return html`<p id="connection" class="connection" role="status" data-state=${state}>${state === 'lost' ? `${t(`failure.${error.kind ?? 'program'}`, { status: error.status })} ${t('connection.again')}` : t(`connection.${state}`)}</p>`;
}

function Missing() {
  return html`<${PageTitle} text=${t('missing.title')} /><p><a href=${formatRoute('worklist')}>${t('missing.back')}</a></p>`;
}

startPolling();
render(html`<${App} />`, document.getElementById('app'));
document.documentElement.dataset.ready = 'true';
