// Updates the list of recent activity, but not while the pointer or the focus is in it: the user would open the wrong
// patient.
(() => {
  'use strict';

  const region = document.getElementById('recent');
  const note = document.getElementById('recent-news');
  const inUse = () => region.matches(':hover') || region.contains(document.activeElement);

  function postpone() {
    note.textContent = note.dataset.text;
    return false;
  }

  async function refresh() {
    if (inUse()) return postpone();
    const html = await Live.fetchHtml(region.dataset.source);
    if (inUse()) return postpone();
    note.textContent = '';
    htmx.swap('#recent-list', html, { swapStyle: 'outerHTML' });
    return true;
  }

  const following = Live.follow(() => ({}), refresh);

  for (const leaveEvent of ['mouseleave', 'focusout']) {
    region.addEventListener(leaveEvent, () => setTimeout(() => { if (note.textContent && !inUse()) following.update(); }));
  }
})();
