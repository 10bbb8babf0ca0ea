// Keeps a page up to date: the server says that something changed, htmx fetches it, and the reader loses
// neither place, focus nor what was unfolded.
(() => {
  'use strict';

  const state = document.getElementById('live-state');
  const words = state.dataset;

  function say(text, off) {
    state.hidden = false;
    state.textContent = text;
    state.classList.toggle('off', off);
  }

  function listen(url, changed) {
    const source = new EventSource(url);
    let waiting = 0;
    source.addEventListener('open', () => say(words.on, false));
    source.addEventListener('error', () => say(words.off, true));
    source.addEventListener('change', () => {
      // Many changes at once are one refresh.
      if (!waiting) waiting = setTimeout(() => { waiting = 0; changed(); }, 250);
    });
    addEventListener('pagehide', () => source.close());
    return source;
  }

  // What the reader has before the eyes, to be put back after the swap.
  let kept = null;

  function keep() {
    const entries = [...document.querySelectorAll('#entries .entry')];
    const anchor = entries.find(entry => entry.getBoundingClientRect().bottom > 110);
    kept = {
      unfolded: [...document.querySelectorAll('#live details[open][id]')].map(details => details.id),
      focus: document.activeElement?.closest('[id]')?.id,
      inSummary: document.activeElement?.tagName === 'SUMMARY',
      known: new Set(entries.map(entry => entry.id)),
      anchor: anchor && scrollY > 0 ? { id: anchor.id, top: anchor.getBoundingClientRect().top } : null,
    };
  }

  function restore() {
    if (!kept) return;
    for (const id of kept.unfolded) document.getElementById(id)?.setAttribute('open', '');
    if (kept.anchor) {
      const now = document.getElementById(kept.anchor.id);
      if (now) scrollBy(0, now.getBoundingClientRect().top - kept.anchor.top);
    }
    const focused = kept.focus && document.getElementById(kept.focus);
    if (focused && !focused.contains(document.activeElement)) {
      (kept.inSummary ? focused.querySelector('summary') : focused)?.focus({ preventScroll: true });
    }
    for (const entry of document.querySelectorAll('#entries .entry')) {
      if (!kept.known.has(entry.id)) entry.classList.add('fresh');
    }
    kept = null;
  }

  const live = document.getElementById('live');
  let source = null;

  function follow() {
    const at = document.getElementById('live').dataset;
    if (source || at.live !== 'true') return;
    source = listen(`${at.stream}?after=${at.position}`, () => {
      htmx.ajax('GET', location.pathname + location.search, { target: '#live', swap: 'outerHTML' })
        .then(() => say(`${words.updated} ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })}`, false));
    });
  }

  if (live) {
    document.body.addEventListener('htmx:beforeSwap', keep);
    document.body.addEventListener('htmx:afterSwap', event => {
      if (event.detail.target.id !== 'live' && event.target.id !== 'live') return;
      restore();
      const past = document.getElementById('live').dataset.live !== 'true';
      if (past && source) {
        source.close();
        source = null;
        state.hidden = true;
      }
      follow();
    });
    follow();
  } else {
    const recent = document.getElementById('recent');
    if (recent) listen(recent.dataset.stream, () => htmx.trigger('#recent', 'parcours:change'));
  }
})();
