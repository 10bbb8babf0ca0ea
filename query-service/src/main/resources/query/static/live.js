// Keeps a page up to date. The server sends events: that something has changed, and how current the views are. The page
// fetches the change; while that fails, it shows since when it is out of date, in hospital time.
const Live = (() => {
  'use strict';

  const FETCH_TIMEOUT = 20e3;
  const MAX_RETRY_DELAY = 30e3;

  const head = document.getElementById('up-to-date');
  const word = head.querySelector('.word');
  const news = head.querySelector('.news');
  const labels = head.dataset;

  // A screen reader announces each change of the text, so an equal text is not written again.
  function show(text, behind) {
    if (word.textContent !== text) word.textContent = text;
    head.classList.toggle('behind', behind);
  }

  async function fetchHtml(url) {
    const response = await fetch(url, { headers: { 'HX-Request': 'true' }, signal: AbortSignal.timeout(FETCH_TIMEOUT) });
    if (!response.ok) throw new Error(`${url}: status ${response.status}`);
    return response.text();
  }

  // topic returns what the page shows: a patient and the position of the last change, or all patients. refresh fetches the
  // change and throws where that fails; it returns false where it left the page unchanged.
  function follow(topic, refresh) {
    let status = { word: word.textContent, behind: head.classList.contains('behind') };
    let clock = labels.clock;
    let current = clock;
    let failures = 0;
    let fetching = false;
    let again = false;
    let closed = false;
    let soon = 0;

    const hub = Hub.connect(labels.hub, labels.stream, message => {
      if (!closed) receive[message.type](message);
    });
    const join = () => hub.join(topic());

    const receive = {
      state({ data }) {
        const state = JSON.parse(data);
        clock = state.clock;
        status = { word: state.label, behind: state.state !== 'live' };
        join();
        if (failures) return;
        current = clock;
        news.textContent = state.newest;
        show(status.behind ? status.word : labels.live, status.behind);
      },
      // Combines changes in quick succession into one refresh.
      change() { soon ||= setTimeout(update, 250); },
      lost() { show(`${labels.lost} ${labels.since} ${current}`, true); },
    };

    async function update() {
      clearTimeout(soon);
      soon = 0;
      if (closed) return;
      again = fetching;
      if (fetching) return;
      fetching = true;
      try {
        const updated = await refresh();
        failures = 0;
        current = clock;
        if (updated !== false) show(`${labels.updated} ${clock}`, status.behind);
      } catch {
        failures++;
        show(`${labels.since} ${current}`, true);
        soon = setTimeout(update, Math.min(MAX_RETRY_DELAY, 500 * 2 ** failures));
      }
      fetching = false;
      if (again) update();
    }

    addEventListener('pagehide', () => hub.leave());
    // A page restored from the back/forward cache is out of date.
    addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
    // A browser stops pages that are not visible for long: the hub forgets them.
    document.addEventListener('visibilitychange', () => { if (!document.hidden && !closed) join(); });
    join();

    return {
      update,
      stop() {
        closed = true;
        hub.leave();
        show(status.word, status.behind);
      },
    };
  }

  return { fetchHtml, follow };
})();
