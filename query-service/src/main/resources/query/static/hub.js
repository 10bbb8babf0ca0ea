// One event stream for all open pages of a browser: a browser opens six connections to a server, and a stream keeps one.
// This file is loaded by pages, and runs as the shared worker that has the stream. Without shared workers, one of the
// pages has it and tells the others; without locks, each page has its own.
const Hub = (() => {
  'use strict';

  const STALE = 150e3; // a page that has said nothing for so long is closed
  const RETRY = 5e3;

  // Subscribes to what the pages show. A page: { patient, after } or {} for all patients; send(message).
  function create(stream) {
    const pages = new Map();
    const newest = new Map();
    let source = null;
    let subscribed = '';
    let state = null;
    let retry = 0;

    function wanted() {
      const patients = new Map();
      let all = false;
      for (const [key, page] of pages) {
        if (Date.now() - page.seen > STALE) pages.delete(key);
        else if (page.patient) patients.set(page.patient, Math.min(patients.get(page.patient) ?? Infinity, page.after));
        else all = true;
      }
      return { patients, all, key: [...patients.keys()].sort().join() + (all ? '*' : '') };
    }

    const tell = (message, selects = () => true) => {
      for (const page of pages.values()) if (selects(page)) page.send(message);
    };

    function subscribe() {
      const { patients, all, key } = wanted();
      if (key === subscribed && source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(retry);
      source?.close();
      source = null;
      subscribed = key;
      if (!key) return;
      const query = new URLSearchParams();
      if (patients.size) query.set('patients', [...patients].map(([id, after]) => `${id}:${after}`).join());
      if (all) query.set('all', 'true');
      const opened = source = new EventSource(`${stream}?${query}`);
      opened.addEventListener('state', event => {
        state = event.data;
        tell({ type: 'state', data: state });
        subscribe();
      });
      opened.addEventListener('change', event => {
        const { patient, position } = JSON.parse(event.data);
        newest.set(patient ?? '', position);
        tell({ type: 'change' }, page => (page.patient ?? '') === (patient ?? ''));
      });
      opened.addEventListener('error', () => {
        if (source !== opened) return;
        tell({ type: 'lost' });
        // The browser reconnects by itself to a broken stream, but not after an error response.
        if (opened.readyState === EventSource.CLOSED) retry = setTimeout(subscribe, RETRY);
      });
    }

    return {
      // Also says that the page is still open, and what it shows now.
      join(key, { patient, after }, send) {
        const isNew = !pages.has(key);
        pages.set(key, { patient, after, send, seen: Date.now() });
        if (isNew && state && source?.readyState === EventSource.OPEN) send({ type: 'state', data: state });
        if (patient && newest.get(patient) > after) send({ type: 'change' });
        subscribe();
      },
      leave(key) {
        pages.delete(key);
        subscribe();
      },
    };
  }

  const isWorker = typeof SharedWorkerGlobalScope !== 'undefined' && self instanceof SharedWorkerGlobalScope;
  if (isWorker) {
    let hub = null;
    self.onconnect = ({ ports: [port] }) => {
      port.onmessage = ({ data }) => {
        hub ??= create(data.stream);
        if (data.type === 'join') hub.join(port, data.topic, message => port.postMessage(message));
        else hub.leave(port);
      };
    };
  }

  // Connects a page: receive gets the messages. Returns join(topic) and leave().
  function connect(script, stream, receive) {
    if (typeof SharedWorker !== 'undefined') {
      const { port } = new SharedWorker(script, { name: 'parcours' });
      port.onmessage = ({ data }) => receive(data);
      return {
        join: topic => port.postMessage({ type: 'join', topic, stream }),
        leave: () => port.postMessage({ type: 'leave', stream }),
      };
    }
    if (typeof BroadcastChannel === 'undefined' || !navigator.locks) {
      const hub = create(stream);
      return { join: topic => hub.join('', topic, receive), leave: () => hub.leave('') };
    }
    return share(stream, receive);
  }

  // The page that holds the lock has the stream.
  function share(stream, receive) {
    const me = crypto.randomUUID();
    const channel = new BroadcastChannel('parcours');
    let hub = null;
    let mine = null;
    const toLeader = message => {
      if (hub) atLeader(message);
      else channel.postMessage(message);
    };
    function atLeader({ from, type, topic }) {
      const send = message => from === me ? receive(message) : channel.postMessage({ to: from, message });
      if (type === 'join') hub.join(from, topic, send);
      if (type === 'leave') hub.leave(from);
    }
    channel.onmessage = ({ data }) => {
      if (data.to === me) receive(data.message);
      else if (data.type === 'leader' && mine) toLeader({ from: me, type: 'join', topic: mine });
      else if (hub && data.from) atLeader(data);
    };
    navigator.locks.request('parcours', () => {
      hub = create(stream);
      channel.postMessage({ type: 'leader' });
      if (mine) toLeader({ from: me, type: 'join', topic: mine });
      return new Promise(() => {});
    });
    return {
      join(topic) { mine = topic; toLeader({ from: me, type: 'join', topic }); },
      leave() { mine = null; toLeader({ from: me, type: 'leave' }); },
    };
  }

  return { connect };
})();
