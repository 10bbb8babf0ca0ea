// Puts the entries that have changed in their places in the list, and leaves the others as they are.
const Entries = (() => {
  'use strict';

  const list = () => document.getElementById('entries');
  const dayOf = section => section.querySelector('h3 time').getAttribute('datetime');

  function remove(id) {
    const entry = document.getElementById(`e-${id}`);
    const day = entry?.closest('.day');
    entry?.remove();
    if (day && !day.querySelector('.entry')) day.remove();
  }

  // Past entries: newest first; those to come: soonest first.
  function place(entry, isAhead) {
    const before = isAhead
      ? other => other.dataset.order > entry.dataset.order
      : other => other.dataset.order < entry.dataset.order;
    const others = [...list().querySelectorAll(isAhead ? ':scope > .ahead .entry' : ':scope > .day .entry')];
    const next = others.find(before);
    // Older than those that are listed.
    if (!next && !isAhead && list().querySelector('.more-entries')) return;
    const last = others.at(-1);
    const day = entry.closest('.day');
    const nextDay = next?.closest('.day');
    const previousDay = next ? nextDay.previousElementSibling : last?.closest('.day');
    if (nextDay && dayOf(nextDay) === dayOf(day)) next.before(entry);
    else if (nextDay && next.previousElementSibling) throw new Error('An entry of another day among those of a day');
    else if (previousDay?.matches?.('.day') && dayOf(previousDay) === dayOf(day)) previousDay.querySelector('ol').append(entry);
    else if (nextDay) nextDay.before(day);
    else if (last) last.closest('.day').after(day);
    else throw new Error('There is no such list yet');
  }

  // changed: the element with the ids and the entries. Throws where the list has to be loaded anew; it may be incomplete then.
  function apply(changed) {
    const fresh = [];
    for (const id of (changed.dataset.ids ?? '').split(' ').filter(Boolean)) {
      const entry = changed.querySelector(`#${CSS.escape(`e-${id}`)}`);
      const present = list().querySelector(`#${CSS.escape(`e-${id}`)}`);
      if (!entry) {
        remove(id);
        continue;
      }
      const isAhead = entry.closest('.ahead') !== null;
      const stays = present && (present.closest('.ahead') !== null) === isAhead
        && present.dataset.order === entry.dataset.order && dayOf(present.closest('.day')) === dayOf(entry.closest('.day'));
      if (stays) {
        present.replaceWith(entry);
      } else {
        remove(id);
        const rest = entry.closest('.day').cloneNode(true);
        rest.querySelector(`#${CSS.escape(entry.id)}`).remove();
        const ofDay = entry.closest('.day');
        if (rest.querySelector('.entry')) {
          ofDay.after(rest);
          for (const other of [...ofDay.querySelectorAll('.entry')]) if (other !== entry) other.remove();
        }
        place(entry, isAhead);
      }
      if (entry.isConnected) {
        htmx.process(entry);
        fresh.push(entry);
      }
    }
    return fresh;
  }

  return { apply };
})();
