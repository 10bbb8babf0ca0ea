// Updates the timeline page and keeps the scroll position, the focus and the open details.
(() => {
  'use strict';

  const shown = () => document.getElementById('live');
  const here = () => location.pathname + location.search;

  // The state of the page before the swap, to be restored after it.
  let saved = null;

  function save() {
    const entries = [...document.querySelectorAll('#entries .entry')];
    const anchor = entries.find(entry => entry.getBoundingClientRect().bottom > 110);
    saved = {
      unfolded: [...document.querySelectorAll('#live details[open][id], #banner details[open][id]')].map(details => details.id),
      focus: document.activeElement?.closest('[id]')?.id,
      inSummary: document.activeElement?.tagName === 'SUMMARY',
      lanes: document.getElementById('lanes').scrollLeft,
      known: new Set(entries.map(entry => entry.id)),
      anchor: anchor && scrollY > 0 ? { id: anchor.id, top: anchor.getBoundingClientRect().top } : null,
    };
  }

  function restore() {
    if (!saved) return;
    for (const id of saved.unfolded) document.getElementById(id)?.setAttribute('open', '');
    document.getElementById('lanes').scrollLeft = saved.lanes;
    if (saved.anchor) {
      const now = document.getElementById(saved.anchor.id);
      if (now) scrollBy(0, now.getBoundingClientRect().top - saved.anchor.top);
    }
    const focused = saved.focus && document.getElementById(saved.focus);
    if (focused && !focused.contains(document.activeElement)) {
      (saved.inSummary ? focused.querySelector('summary') : focused)?.focus({ preventScroll: true });
    }
    for (const entry of document.querySelectorAll('#entries .entry')) {
      if (!saved.known.has(entry.id)) entry.classList.add('fresh');
    }
    saved = null;
  }

  // Fetches what has changed since; the server sends the whole live part where that is too much.
  async function refresh() {
    const requested = here();
    const { changed, shownAs } = shown().dataset;
    const url = new URL(requested, location);
    url.searchParams.set('changed', changed);
    url.searchParams.set('shownAs', shownAs);
    const html = await Live.fetchHtml(url.pathname + url.search);
    // The user has requested another state meanwhile; htmx loads it.
    if (requested !== here()) return false;
    const update = new DOMParser().parseFromString(html, 'text/html');
    if (update.getElementById('live') || !apply(update)) {
      const whole = update.getElementById('live') ? html : await Live.fetchHtml(requested);
      if (requested !== here()) return false;
      // Where the parts could not be replaced, the state before that counts.
      if (!saved) save();
      htmx.swap('#live', whole, { swapStyle: 'outerHTML' });
    }
    return true;
  }

  // Replaces the parts that have changed. Returns false where the list has to be loaded anew.
  function apply(update) {
    const changed = update.getElementById('changed');
    save();
    try {
      for (const id of ['banner', 'lanes', 'above']) {
        const [old, next] = [document.getElementById(id), update.getElementById(id)];
        if (old.outerHTML !== next.outerHTML) {
          old.replaceWith(next);
          htmx.process(next);
        }
      }
      Entries.apply(document.adoptNode(changed));
    } catch {
      return false;
    }
    shown().dataset.changed = changed.dataset.changed;
    shown().dataset.position = changed.dataset.position;
    restore();
    Picture.refresh();
    return true;
  }

  let following = null;

  function follow() {
    const isLive = shown().dataset.live === 'true';
    if (isLive && !following) {
      following = Live.follow(() => ({ patient: shown().dataset.patient, after: Number(shown().dataset.changed) }), refresh);
    } else if (!isLive && following) {
      following.stop();
      following = null;
    }
  }

  document.body.addEventListener('htmx:beforeSwap', event => { if (event.detail.target.id === 'live') save(); });
  document.body.addEventListener('htmx:afterSwap', event => {
    if (event.target.id !== 'live') return;
    restore();
    follow();
  });
  // A failed request is repeated as a full page load, which shows the error page.
  for (const failure of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) {
    document.body.addEventListener(failure, event => location.assign(event.detail.pathInfo.finalRequestPath));
  }
  follow();
})();
