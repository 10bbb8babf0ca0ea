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

  async function refresh() {
    const requested = here();
    const html = await Live.fetchHtml(requested);
    // The user has requested another state meanwhile; htmx loads it.
    if (requested !== here()) return false;
    save();
    htmx.swap('#live', html, { swapStyle: 'outerHTML' });
    return true;
  }

  let following = null;

  function follow() {
    const isLive = shown().dataset.live === 'true';
    if (isLive && !following) {
      following = Live.follow(() => `${shown().dataset.stream}?after=${shown().dataset.position}`, refresh);
    } else if (!isLive && following) {
      following.stop();
      following = null;
    }
  }

  document.body.addEventListener('htmx:beforeSwap', save);
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
