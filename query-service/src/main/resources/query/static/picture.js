// Draws the list of entries as a chart: lanes over a time axis. All data is read from the list. Times are local times of
// the hospital; the axis treats them as UTC.
(() => {
  'use strict';

  const HOUR = 3600e3;
  const DAY = 24 * HOUR;
  const MARK = 11;
  let transform = null;
  let range = null;

  const wall = text => text ? Date.parse(text + 'Z') : null;

  function read() {
    return [...document.querySelectorAll('#entries .entry')].map(li => {
      const d = li.dataset;
      return {
        id: li.id, lane: d.lane, kind: d.kind, icon: d.icon, status: d.status, name: d.name,
        start: wall(d.start), end: wall(d.end), period: d.period?.split('/').map(wall), late: d.late, corrected: d.corrected, anomaly: d.anomaly,
        time: li.querySelector('.when').textContent.replace(/\s+/g, ' ').trim(),
        kindLabel: li.querySelector('.kind').textContent,
        stay: d.stay, unit: d.unit ?? '',
      };
    }).sort((a, b) => a.start - b.start);
  }

  function extent(entries, now) {
    const from = d3.min(entries, e => e.period?.[0] ?? e.start);
    const to = d3.max(entries, e => Math.max(e.end ?? e.start, e.period?.[1] ?? e.start));
    const running = entries.some(e => e.status === 'in-progress' || e.start > now);
    const last = running || now - to < Math.max(DAY, (to - from) * .3) ? Math.max(to, now) : to;
    const pad = Math.max(HOUR, (last - from) * .03);
    return [from - pad, last + pad];
  }

  function draw() {
    const figure = document.getElementById('picture');
    if (!figure) return;
    figure.hidden = false;
    const entries = read();
    const now = wall(document.getElementById('live').dataset.now);
    const names = [...figure.querySelectorAll('.lane-name')];
    const narrow = figure.clientWidth < 620;
    const width = Math.max(300, figure.clientWidth - 18);
    const gutter = narrow ? 0 : 172;
    const top = 34;
    let y = top;
    const stays = Stays.of(entries, now);
    const lanes = names.map(node => {
      const code = node.dataset.lane;
      const bars = code === 'stay' ? stays.height : 0;
      const head = narrow ? 15 : 0;
      const lane = { code, name: node.textContent, y, head, bars, height: head + bars + 34 };
      y += lane.height;
      return lane;
    });
    const height = y + 4;
    const svg = d3.select(figure).select('svg');
    svg.selectAll('*').remove();
    svg.attr('viewBox', `0 0 ${width} ${height}`).attr('width', width).attr('height', height);

    const defs = svg.append('defs');
    defs.append('clipPath').attr('id', 'plot').append('rect')
      .attr('x', gutter).attr('width', width - gutter).attr('height', height);
    const hatch = defs.append('pattern').attr('id', 'hatch').attr('width', 6).attr('height', 6)
      .attr('patternUnits', 'userSpaceOnUse').attr('patternTransform', 'rotate(45)');
    hatch.append('line').attr('class', 'hatch-line').attr('y2', 6);

    svg.append('g').selectAll('rect').data(lanes).join('rect')
      .attr('class', (_, i) => i % 2 ? 'band' : 'band odd')
      .attr('y', lane => lane.y).attr('width', width).attr('height', lane => lane.height);
    const plot = svg.append('g').attr('clip-path', 'url(#plot)');
    svg.append('g').selectAll('text').data(lanes).join('text').attr('class', 'lane-label')
      .attr('x', narrow ? 4 : 8)
      .attr('y', lane => narrow ? lane.y + 12 : lane.y + lane.height / 2 + 4)
      .text(lane => lane.name);

    const domain = extent(entries, now);
    const base = d3.scaleUtc().domain(domain).range([gutter, width]);
    const zoom = d3.zoom().scaleExtent([1, Math.max(2, (domain[1] - domain[0]) / (2 * HOUR))])
      .extent([[gutter, 0], [width, height]]).translateExtent([[gutter, 0], [width, height]])
      .filter(event => event.type !== 'wheel' ? !event.button : event.ctrlKey || event.metaKey || event.shiftKey)
      .on('zoom', event => {
        transform = event.transform;
        if (event.sourceEvent) press(null);
        paint(event.transform.rescaleX(base));
      });
    svg.call(zoom).on('dblclick.zoom', null);

    function paint(x) {
      plot.selectAll('*').remove();
      Axis.draw(plot, x, { top, height, gutter, width, lang: figure.dataset.lang });
      for (const lane of lanes) {
        const inLane = entries.filter(e => e.lane === lane.code);
        if (lane.bars) Stays.draw(plot, stays, lane.y + lane.head + 4, x, pick);
        marks(plot, inLane.filter(e => e.kind !== 'stay' && e.kind !== 'leave'), lane, x, figure, zoomTo);
      }
      if (now >= x.domain()[0] && now <= x.domain()[1]) {
        const line = plot.append('g').attr('class', 'now');
        line.append('line').attr('x1', x(now)).attr('x2', x(now)).attr('y1', top - 6).attr('y2', height);
        const end = x(now) > width - 80;
        line.append('text').attr('x', x(now) + (end ? -5 : 5)).attr('y', top - 1)
          .attr('text-anchor', end ? 'end' : 'start').text(figure.dataset.nowLabel);
      }
    }

    function zoomTo(from, to) {
      const pad = Math.max((to - from) * .04, HOUR / 2);
      const [a, b] = [Math.max(domain[0], from - pad), Math.min(domain[1], to + pad)];
      const k = Math.min(zoom.scaleExtent()[1], (domain[1] - domain[0]) / Math.max(1, b - a));
      const left = base((a + b) / 2) - gutter;
      svg.call(zoom.transform, d3.zoomIdentity.translate(gutter + (width - gutter) / 2 - k * (left + gutter), 0).scale(k));
    }

    const ranges = {
      all: () => domain,
      stay: () => {
        const stayEntries = entries.filter(e => e.kind === 'stay' && !['cancelled', 'withdrawn'].includes(e.status));
        const stay = stayEntries.findLast(e => e.status === 'in-progress') ?? stayEntries.findLast(e => e.status === 'done') ?? stayEntries.at(-1);
        return stay && [stay.start, stay.end ?? Math.max(now, stay.start + DAY)];
      },
      7: () => last(7), 1: () => last(1),
    };
    function last(days) {
      const to = Math.min(now + DAY / 24, domain[1]);
      return [to - days * DAY, to];
    }
    function press(code) {
      range = code;
      for (const button of figure.querySelectorAll('[data-range]')) {
        button.setAttribute('aria-pressed', String(button.dataset.range === code));
      }
    }
    function show(code) {
      const interval = ranges[code]();
      if (interval) zoomTo(...interval);
      press(code);
    }
    for (const button of figure.querySelectorAll('[data-range]')) {
      button.hidden = !ranges[button.dataset.range]();
      button.onclick = () => show(button.dataset.range);
    }
    for (const button of figure.querySelectorAll('[data-zoom]')) {
      button.onclick = () => { press(null); svg.call(zoom.scaleBy, button.dataset.zoom === 'in' ? 2 : .5); };
    }

    if (range) {
      show(range);
    } else if (transform) {
      svg.call(zoom.transform, transform);
    } else {
      show(ranges.stay() ? 'stay' : 'all');
    }
  }

  function marks(plot, entries, lane, x, figure, zoomTo) {
    const y = lane.y + lane.head + lane.bars + 17;
    const [left, right] = x.range();
    const groups = [];
    for (const e of entries) {
      const at = x(e.start);
      if (e.end && x(e.end) - at > 2 * MARK) {
        plot.append('line').attr('class', `span lane-${e.lane}`).attr('x1', at).attr('x2', x(e.end)).attr('y1', y).attr('y2', y);
      }
      // A date without a time of day: the line shows the period in which it happened.
      if (e.period && x(e.period[1]) - x(e.period[0]) > 2 * MARK) {
        plot.append('line').attr('class', `period lane-${e.lane}`).attr('x1', x(e.period[0]) + 2).attr('x2', x(e.period[1]) - 2).attr('y1', y).attr('y2', y);
      }
      const previous = groups.at(-1);
      if (previous && at - previous.at < (previous.entries.length > 1 ? 2 * MARK + 5 : 2 * MARK + 1)) {
        previous.entries.push(e);
        previous.at = (x(previous.entries[0].start) + at) / 2;
      } else {
        groups.push({ at, entries: [e] });
      }
    }
    for (const group of groups) {
      const { at, entries: all } = group;
      if (at < left - 20 || at > right + 20) continue;
      const g = plot.append('g').attr('transform', `translate(${at},${y})`);
      if (all.length === 1) single(g, all[0], figure);
      else cluster(g, all, zoomTo);
      badges(g, all);
    }
  }

  function single(g, e, figure) {
    g.attr('class', `mark ${e.status} lane-${e.lane}`).on('click', () => pick(e.id));
    g.append('circle').attr('class', 'mark-shape').attr('r', MARK);
    g.append('use').attr('href', `${figure.dataset.icons}#${e.icon}`).attr('x', -7).attr('y', -7).attr('width', 14).attr('height', 14);
    if (['cancelled', 'not-done', 'withdrawn'].includes(e.status)) g.append('line').attr('class', 'strike').attr('x1', -7.5).attr('y1', 7.5).attr('x2', 7.5).attr('y2', -7.5);
    g.append('title').text(`${e.time} · ${e.kindLabel === e.name ? e.name : `${e.kindLabel} ${e.name}`}`);
  }

  function cluster(g, all, zoomTo) {
    const from = all[0].start;
    const to = all.at(-1).start;
    g.attr('class', `mark cluster lane-${all[0].lane}`).on('click', () => to - from > 60e3 ? zoomTo(from, to) : pick(all[0].id));
    const half = all.length > 99 ? 17 : MARK + 3;
    g.append('rect').attr('class', 'mark-shape').attr('x', -half).attr('y', -MARK).attr('width', 2 * half).attr('height', 2 * MARK).attr('rx', MARK);
    g.append('text').attr('y', 4).text(all.length);
    g.append('title').text(all.slice(0, 12).map(e => `${e.time} · ${e.name}`).join('\n') + (all.length > 12 ? '\n…' : ''));
  }

  function badges(g, all) {
    const some = key => all.some(e => e[key]);
    [['anomaly', '!'], ['late', 'L'], ['corrected', 'C']].filter(([key]) => some(key)).forEach(([key, sign], i) => {
      const out = all.length > 1 ? (all.length > 99 ? 6 : 3) : 0;
      const [cx, cy] = [[9 + out, -9], [11 + out, 2], [8 + out, 11]][i];
      if (key === 'anomaly') g.append('rect').attr('class', 'badge anomaly').attr('x', cx - 5.5).attr('y', cy - 5.5).attr('width', 11).attr('height', 11).attr('rx', 2.5);
      else g.append('circle').attr('class', `badge ${key}`).attr('cx', cx).attr('cy', cy).attr('r', 5.5);
      g.append('text').attr('class', 'badge-text').attr('x', cx).attr('y', cy + 2.9).text(sign);
    });
  }

  function pick(id) {
    document.querySelector('.entry.picked')?.classList.remove('picked');
    const entry = document.getElementById(id);
    if (!entry) return;
    entry.classList.add('picked');
    entry.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    entry.focus({ preventScroll: true });
  }

  draw();
  document.body.addEventListener('htmx:afterSettle', event => {
    if (event.target.id === 'live' || event.detail.target?.id === 'live') draw();
  });
  let resizing = 0;
  addEventListener('resize', () => { clearTimeout(resizing); resizing = setTimeout(draw, 120); });
})();
