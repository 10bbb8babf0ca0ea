// Draws stays as bars with the units of each; overlapping stays are drawn one below the other.
const Stays = (() => {
  'use strict';

  const MAX_ROW = 26;
  const GAP = 4;
  const MIN_LABEL = 11; // the height of a bar

  function draw(plot, { bars, rows }, lane, x, pick) {
    const [left, right] = x.range();
    const row = Math.min(MAX_ROW, lane.bars / rows);
    const top = lane.y + lane.head + (lane.bars - row * rows) / 2 + GAP / 2;
    const height = row - Math.min(GAP, row / 4);
    for (const bar of bars) {
      const from = x(bar.time[0]);
      const width = Math.max(6, x(bar.time[1]) - from);
      if (from + width < left || from > right) continue;
      const y = top + bar.row * row;
      const inset = bar.kind === 'leave' ? Math.min(4, height / 4) : 0;
      const g = plot.append('g').attr('class', 'bar-group lane-stay').on('click', () => pick(bar.id));
      g.append('title').text([`${bar.count > 1 ? `${bar.count} × ` : ''}${bar.label} ${bar.title ?? ''} · ${bar.text}`,
        bar.units.map(part => part.unit).join(' → ')].join('\n').trim());
      g.append('rect').attr('class', `bar-shape ${bar.status} ${bar.kind}`).attr('x', from).attr('y', y + inset)
        .attr('width', width).attr('height', height - 2 * inset).attr('rx', 4);
      if (bar.kind === 'leave' || height < MIN_LABEL) continue;
      const parts = bar.units.length ? bar.units : [{ unit: bar.count > 1 ? String(bar.count) : bar.title ?? '', time: bar.time }];
      parts.forEach((part, i) => unit(g, part, i, y, height, x));
    }
  }

  function unit(g, part, i, y, height, x) {
    const [left, right] = x.range();
    const from = Math.max(x(part.time[0]), left);
    const room = Math.min(x(part.time[1]), right) - from - 12;
    if (i > 0) g.append('line').attr('class', 'bar-turn').attr('x1', x(part.time[0])).attr('x2', x(part.time[0])).attr('y1', y).attr('y2', y + height);
    const text = g.append('text').attr('class', 'bar-label').attr('x', from + 7).attr('y', y + height / 2 + 4.2);
    // The unit with room and bed, or the unit alone.
    const fits = [part.unit, part.unit.split(' ')[0]].find(name => text.text(name).node().getComputedTextLength() <= room);
    if (!fits) text.remove();
  }

  return { draw };
})();
