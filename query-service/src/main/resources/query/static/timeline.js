// The timeline follows its patient, and the reader loses neither place, focus nor what was unfolded.
(() => {
  'use strict';

  const shown = () => document.getElementById('live');
  const here = () => location.pathname + location.search;

  // What the reader has before the eyes, to be put back after the swap.
  let kept = null;

  function keep() {
    const entries = [...document.querySelectorAll('#entries .entry')];
    const anchor = entries.find(entry => entry.getBoundingClientRect().bottom > 110);
    kept = {
      unfolded: [...document.querySelectorAll('#live details[open][id]')].map(details => details.id),
      focus: document.activeElement?.closest('[id]')?.id,
      inSummary: document.activeElement?.tagName === 'SUMMARY',
      lanes: document.getElementById('lanes').scrollLeft,
      known: new Set(entries.map(entry => entry.id)),
      anchor: anchor && scrollY > 0 ? { id: anchor.id, top: anchor.getBoundingClientRect().top } : null,
    };
  }

  function restore() {
    if (!kept) return;
    for (const id of kept.unfolded) document.getElementById(id)?.setAttribute('open', '');
    document.getElementById('lanes').scrollLeft = kept.lanes;
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

  async function refresh() {
    const asked = here();
    const html = await Live.fetched(asked);
    // What the reader has asked for meanwhile is newer, and comes by itself.
    if (asked !== here()) return false;
    keep();
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

  document.body.addEventListener('htmx:beforeSwap', keep);
  document.body.addEventListener('htmx:afterSwap', event => {
    if (event.target.id !== 'live') return;
    restore();
    follow();
  });
  // A question that fails is asked again as a page of its own: that one says what is wrong.
  for (const failure of ['htmx:responseError', 'htmx:sendError', 'htmx:timeout']) {
    document.body.addEventListener(failure, event => location.assign(event.detail.pathInfo.finalRequestPath));
  }
  follow();
})();
