// Recent activity moves by itself, but never under a pointer or the focus: one would open the wrong patient.
(() => {
  'use strict';

  const region = document.getElementById('recent');
  const note = document.getElementById('recent-news');
  const inUse = () => region.matches(':hover') || region.contains(document.activeElement);

  function wait() {
    note.textContent = note.dataset.text;
    return false;
  }

  async function refresh() {
    if (inUse()) return wait();
    const html = await Live.fetched(region.dataset.source);
    if (inUse()) return wait();
    note.textContent = '';
    htmx.swap('#recent-list', html, { swapStyle: 'outerHTML' });
    return true;
  }

  const following = Live.follow(() => region.dataset.stream, refresh);

  for (const left of ['mouseleave', 'focusout']) {
    region.addEventListener(left, () => setTimeout(() => { if (note.textContent && !inUse()) following.update(); }));
  }
})();
