// Loads older entries where the end of the list is reached. htmx would search the whole page for the id of each of them.
(() => {
  'use strict';

  const AHEAD = '600px';
  const RETRY = 5e3;

  // It is the last one: to search for it would be to look at all entries.
  function end() {
    const last = document.getElementById('entries')?.lastElementChild;
    return last?.matches('.more-entries') ? last : null;
  }

  const day = section => section.querySelector('h3 time').getAttribute('datetime');
  let loading = null;

  async function load(more) {
    if (loading === more) return;
    loading = more;
    try {
      const html = await Live.fetchHtml(more.querySelector('a').href);
      if (!more.isConnected) return;
      const page = new DOMParser().parseFromString(html, 'text/html');
      const days = [...page.querySelectorAll('.day')];
      const before = more.previousElementSibling;
      const next = page.querySelector('.more-entries');
      const added = days.slice();
      // The page begins within a day.
      if (days.length && before?.matches('.day') && day(before) === day(days[0])) {
        const entries = [...days.shift().querySelectorAll('ol > .entry')];
        added.splice(0, 1, ...entries);
        before.querySelector('ol').append(...entries);
      }
      more.replaceWith(...days, ...(next ? [next] : []));
      added.forEach(node => htmx.process(node));
      watch();
    } catch {
      setTimeout(() => { loading = null; watch(); }, RETRY);
    }
  }

  const observer = new IntersectionObserver(seen => {
    for (const entry of seen) if (entry.isIntersecting) load(entry.target);
  }, { rootMargin: AHEAD });

  function watch() {
    observer.disconnect();
    if (end()) observer.observe(end());
  }

  document.body.addEventListener('click', event => {
    const more = event.target.closest('#entries .more-entries');
    if (!more || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    load(more);
  });
  document.body.addEventListener('htmx:afterSwap', event => { if (event.target.id === 'live') watch(); });
  // Paper has what is listed: says how many entries are not.
  addEventListener('beforeprint', () => {
    const more = end();
    const isFiltered = /[?&](q|hide)=[^&]/.test(location.search);
    if (more && !isFiltered) {
      const note = more.querySelector('.only-printed');
      const unlisted = note.dataset.count - document.querySelectorAll('#entries .entry').length;
      note.textContent = note.dataset.unlisted.replace('#', unlisted);
    }
  });
  watch();
})();
