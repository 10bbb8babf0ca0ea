// Draws stays as bars with the units of each; overlapping stays are drawn one below the other.
const Stays = (() => {
  'use strict';

  const HOUR = 3600e3;
  const DAY = 24 * HOUR;
  const ROW = 26;
  const MAX_ROWS = 6;
  const MOVES = new Set(['admission', 'transfer', 'class-change', 'movement']);

  function end(e, now) {
    if (e.end) return e.end;
    if (e.status === 'in-progress') return Math.max(now, e.start + HOUR);
    return e.start + (e.status === 'planned' ? DAY : 2 * HOUR);
  }

  // The units of a stay with their times, from its movements; without these, the unit of the stay itself.
  function units(stay, entries, to) {
    const moves = entries.filter(e => e.stay === stay.stay && MOVES.has(e.kind) && e.unit && e.start < to
      && (e.status === 'done' || e.status === 'in-progress'));
    const parts = [];
    for (const move of moves) {
      if (parts.at(-1)?.unit !== move.unit) parts.push({ unit: move.unit, from: parts.length ? move.start : stay.start });
    }
    if (!parts.length) parts.push({ unit: stay.unit, from: stay.start });
    return parts.map((part, i) => ({ ...part, to: parts[i + 1]?.from ?? to }));
  }

  // Computes the bars and the number of rows.
  function of(entries, now) {
    const ends = [];
    const bars = entries.filter(e => e.kind === 'stay').map(stay => {
      const to = end(stay, now);
      let row = ends.findIndex(rowEnd => rowEnd <= stay.start);
      if (row < 0) row = ends.length < MAX_ROWS ? ends.length : ends.indexOf(Math.min(...ends));
      ends[row] = Math.max(to, ends[row] ?? 0);
      return { ...stay, to, row, units: ['cancelled', 'withdrawn'].includes(stay.status) ? [] : units(stay, entries, to) };
    });
    const leaves = entries.filter(e => e.kind === 'leave')
      .map(leave => ({ ...leave, to: end(leave, now), row: bars.find(bar => bar.stay === leave.stay)?.row ?? 0, units: [] }));
    return { bars: [...bars, ...leaves], height: Math.max(1, ends.length) * ROW };
  }

  function draw(plot, { bars }, top, x, pick) {
    const [left, right] = x.range();
    for (const bar of bars) {
      const from = x(bar.from ?? bar.start);
      const width = Math.max(6, x(bar.to) - from);
      if (from + width < left || from > right) continue;
      const y = top + bar.row * ROW;
      const inset = bar.kind === 'leave' ? 4 : 0;
      const g = plot.append('g').attr('class', `bar-group lane-${bar.lane}`).on('click', () => pick(bar.id));
      g.append('title').text([`${bar.kindLabel} ${bar.name} · ${bar.time}`, bar.units.map(part => part.unit).join(' → ')].join('\n').trim());
      g.append('rect').attr('class', `bar-shape ${bar.status} ${bar.kind}`).attr('x', from).attr('y', y + inset)
        .attr('width', width).attr('height', 21 - 2 * inset).attr('rx', 4);
      bar.units.forEach((part, i) => unit(g, part, i, bar, y, x));
    }
  }

  function unit(g, part, i, bar, y, x) {
    const [left, right] = x.range();
    const from = Math.max(x(part.from), left);
    const room = Math.min(x(part.to), right) - from - 12;
    if (i > 0) g.append('line').attr('class', 'bar-turn').attr('x1', x(part.from)).attr('x2', x(part.from)).attr('y1', y).attr('y2', y + 21);
    const text = g.append('text').attr('class', 'bar-label').attr('x', from + 7).attr('y', y + 15);
    // The unit with room and bed, or the unit alone; without a unit, the number of the stay.
    const names = part.unit ? [part.unit, part.unit.split(' ')[0]] : [bar.name];
    const fits = names.find(name => text.text(name).node().getComputedTextLength() <= room);
    if (!fits) text.remove();
  }

  return { of, draw };
})();
