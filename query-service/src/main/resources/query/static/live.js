// Keeps a page up to date: the server says that something has changed, and how current it is itself; the page fetches
// what has changed, and for as long as that fails says since when it is behind, by the hospital's clock.
const Live = (() => {
  'use strict';

  const PATIENCE = 20e3;
  const LONGEST_PAUSE = 30e3;

  const head = document.getElementById('up-to-date');
  const word = head.querySelector('.word');
  const news = head.querySelector('.news');
  const words = head.dataset;

  // A screen reader hears each change of the word, so it is not written anew for nothing.
  function say(text, behind) {
    if (word.textContent !== text) word.textContent = text;
    head.classList.toggle('behind', behind);
  }

  async function fetched(url) {
    const answer = await fetch(url, { headers: { 'HX-Request': 'true' }, signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
    return answer.text();
  }

  // stream: where the server tells of changes. refresh: fetches them and throws where it cannot; it says false where it
  // has left the page as it was.
  function follow(stream, refresh) {
    let source;
    let told = { word: word.textContent, behind: head.classList.contains('behind') };
    let clock = words.clock;
    let current = clock;
    let failures = 0;
    let fetching = false;
    let again = false;
    let closed = false;
    let soon = 0;

    function listen() {
      if (closed) return;
      source = new EventSource(stream());
      source.addEventListener('state', event => {
        const state = JSON.parse(event.data);
        clock = state.clock;
        told = { word: state.label, behind: state.state !== 'live' };
        if (failures) return;
        current = clock;
        news.textContent = state.newest;
        say(told.behind ? told.word : words.live, told.behind);
      });
      // Many changes at once are one refresh.
      source.addEventListener('change', () => { soon ||= setTimeout(update, 250); });
      source.addEventListener('error', () => {
        say(`${words.lost} ${words.since} ${current}`, true);
        // A browser comes back by itself to a stream that broke, not to one that was refused.
        if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5e3);
      });
    }

    async function update() {
      clearTimeout(soon);
      soon = 0;
      if (closed) return;
      again = fetching;
      if (fetching) return;
      fetching = true;
      try {
        const shown = await refresh();
        failures = 0;
        current = clock;
        if (shown !== false) say(`${words.updated} ${clock}`, told.behind);
      } catch {
        failures++;
        say(`${words.since} ${current}`, true);
        soon = setTimeout(update, Math.min(LONGEST_PAUSE, 500 * 2 ** failures));
      }
      fetching = false;
      if (again) update();
    }

    addEventListener('pagehide', () => source.close());
    // A page out of the browser's memory is as old as when it was left.
    addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
    listen();

    return {
      update,
      stop() {
        closed = true;
        source.close();
        say(told.word, told.behind);
      },
    };
  }

  return { fetched, follow };
})();
