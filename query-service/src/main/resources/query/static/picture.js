// Draws a timeline as a chart: lanes over a time axis. The server sends bars and marks of the visible window and a part
// beside it; until those of another window are there, the former stay. Times are local times of the hospital; the axis
// treats them as UTC.
const Picture = (() => {
  'use strict';

  const HOUR = 3600e3;
  const DAY = 24 * HOUR;
  const MARK = 11;
  const TOP = 34;
  const NARROW = 600;
  const FETCH_TIMEOUT = 20e3;

  let data = null;
  let view = null; // the visible window
  let range = null; // the button that is pressed
  let chart = null;
  let request = null;
  let soon = 0;

  const time = text => text ? Date.parse(text + 'Z') : null;
  const text = at => new Date(at).toISOString().slice(0, 19);
  const interval = json => json && [time(json.from), time(json.to)];
  const figure = () => document.getElementById('picture');

  function read(json) {
    return {
      now: time(json.now), extent: interval(json.extent), stay: interval(json.stay), window: interval(json.window), rows: json.rows,
      bars: json.bars.map(bar => ({ ...bar, time: interval(bar.time), units: bar.units.map(part => ({ unit: part.unit, time: interval(part.time) })) })),
      marks: json.marks.map(mark => ({ ...mark, start: time(mark.start), last: time(mark.last ?? mark.start), end: time(mark.end), period: interval(mark.period) }))
        .sort((a, b) => a.start - b.start),
    };
  }

  async function load() {
    clearTimeout(soon);
    request?.abort();
    const current = request = new AbortController();
    const url = new URL(figure().dataset.source, location);
    if (view) {
      const pad = (view[1] - view[0]) / 4;
      url.searchParams.set('from', text(view[0] - pad));
      url.searchParams.set('to', text(view[1] + pad));
    }
    try {
      const response = await fetch(url, { signal: AbortSignal.any([current.signal, AbortSignal.timeout(FETCH_TIMEOUT)]) });
      if (!response.ok) throw new Error(`${url.pathname}: status ${response.status}`);
      const json = await response.json();
      if (current !== request || !figure()) return;
      data = read(json);
      draw();
    } catch (error) {
      if (current === request && !current.signal.aborted) soon = setTimeout(load, 10e3);
    }
  }

  // Whether the marks at hand are those of the view, neither too few nor too coarse.
  function isEnough() {
    const [from, to] = data.window;
    const beyond = Math.max(data.extent[0], view[0]) < from || Math.min(data.extent[1], view[1]) > to;
    const exact = [...data.marks, ...data.bars].every(mark => mark.count === 1);
    const ratio = (to - from) / (view[1] - view[0]);
    return !beyond && (exact || (ratio > 1 && ratio < 2));
  }

  function draw() {
    const shown = figure();
    if (!shown || !data) return;
    const plotArea = shown.querySelector('.plot');
    const narrow = plotArea.clientWidth < NARROW;
    const width = Math.max(280, plotArea.clientWidth);
    const height = plotArea.clientHeight;
    const gutter = narrow ? 0 : 172;
    const lanes = [...shown.querySelectorAll('.lane-name')].map(node => {
      const head = narrow ? 15 : 0;
      return { code: node.dataset.lane, name: node.textContent, y: node.offsetTop, height: node.offsetHeight, head, bars: node.offsetHeight - head - 34 };
    });
    const svg = d3.select(plotArea).select('svg');
    svg.selectAll('*').remove();
    svg.attr('viewBox', `0 0 ${width} ${height}`);

    const defs = svg.append('defs');
    defs.append('clipPath').attr('id', 'plot').append('rect').attr('x', gutter).attr('width', width - gutter).attr('height', height);
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

    const domain = data.extent;
    const base = d3.scaleUtc().domain(domain).range([gutter, width]);
    const zoom = d3.zoom().scaleExtent([1, Math.max(2, (domain[1] - domain[0]) / (2 * HOUR))])
      .extent([[gutter, 0], [width, height]]).translateExtent([[gutter, 0], [width, height]])
      .filter(event => event.type !== 'wheel' ? !event.button : event.ctrlKey || event.metaKey || event.shiftKey)
      .on('zoom', event => {
        const x = event.transform.rescaleX(base);
        view = x.domain().map(Number);
        if (event.sourceEvent) press(null);
        paint(x);
        clearTimeout(soon);
        if (!isEnough()) soon = setTimeout(load, 150);
      });
    chart = { shown, plot, lanes, svg, zoom, base, gutter, width, height };
    svg.call(zoom).on('dblclick.zoom', null);
    for (const button of shown.querySelectorAll('[data-range]')) {
      button.hidden = !ranges[button.dataset.range]();
      button.onclick = () => show(button.dataset.range);
    }
    for (const button of shown.querySelectorAll('[data-zoom]')) {
      button.onclick = () => { press(null); svg.call(zoom.scaleBy, button.dataset.zoom === 'in' ? 2 : .5); };
    }
    if (range) show(range);
    else if (view) move(...view);
    else show(ranges.stay() ? 'stay' : 'all');
  }

  function paint(x) {
    const { shown, plot, lanes, gutter, width, height } = chart;
    plot.selectAll('*').remove();
    Axis.draw(plot, x, { top: TOP, height, gutter, width, lang: shown.dataset.lang });
    for (const lane of lanes) {
      if (lane.bars > 0) Stays.draw(plot, data, lane, x, pick);
      marks(plot, data.marks.filter(mark => mark.lane === lane.code), lane, x);
    }
    const now = data.now;
    if (now >= x.domain()[0] && now <= x.domain()[1]) {
      const line = plot.append('g').attr('class', 'now');
      line.append('line').attr('x1', x(now)).attr('x2', x(now)).attr('y1', TOP - 6).attr('y2', height);
      const end = x(now) > width - 80;
      line.append('text').attr('x', x(now) + (end ? -5 : 5)).attr('y', TOP - 1)
        .attr('text-anchor', end ? 'end' : 'start').text(shown.dataset.nowLabel);
    }
  }

  function move(from, to) {
    const { svg, zoom, base, gutter, width } = chart;
    const domain = data.extent;
    const [a, b] = [Math.max(domain[0], Math.min(from, domain[1] - HOUR)), Math.min(domain[1], Math.max(to, domain[0] + HOUR))];
    const k = Math.min(zoom.scaleExtent()[1], (domain[1] - domain[0]) / Math.max(1, b - a));
    const left = base((a + b) / 2) - gutter;
    svg.call(zoom.transform, d3.zoomIdentity.translate(gutter + (width - gutter) / 2 - k * (left + gutter), 0).scale(k));
  }

  function zoomTo(from, to) {
    const pad = Math.max((to - from) * .04, HOUR / 2);
    move(from - pad, to + pad);
  }

  const ranges = { all: () => data.extent, stay: () => data.stay, 7: () => last(7), 1: () => last(1) };

  function last(days) {
    const to = Math.min(data.now + DAY / 24, data.extent[1]);
    return [to - days * DAY, to];
  }

  function press(code) {
    range = code;
    for (const button of chart.shown.querySelectorAll('[data-range]')) {
      button.setAttribute('aria-pressed', String(button.dataset.range === code));
    }
  }

  function show(code) {
    const shown = ranges[code]();
    if (shown) zoomTo(...shown);
    press(code);
  }

  function marks(plot, entries, lane, x) {
    const y = lane.y + lane.height - 17;
    const [left, right] = x.range();
    const groups = [];
    for (const e of entries) {
      const at = x((e.start + e.last) / 2);
      if (e.end && x(e.end) - x(e.start) > 2 * MARK) {
        plot.append('line').attr('class', `span lane-${e.lane}`).attr('x1', x(e.start)).attr('x2', x(e.end)).attr('y1', y).attr('y2', y);
      }
      // A date without a time of day: the line shows the period in which it happened.
      if (e.period && x(e.period[1]) - x(e.period[0]) > 2 * MARK) {
        plot.append('line').attr('class', `period lane-${e.lane}`).attr('x1', x(e.period[0]) + 2).attr('x2', x(e.period[1]) - 2).attr('y1', y).attr('y2', y);
      }
      const previous = groups.at(-1);
      const several = e.count > 1 || previous?.count > 1;
      if (previous && at - previous.at < 2 * MARK + (several ? 5 : 1)) {
        previous.entries.push(e);
        previous.count += e.count;
        previous.at = (x(previous.entries[0].start) + x(Math.max(...previous.entries.map(one => one.last)))) / 2;
      } else {
        groups.push({ at, count: e.count, entries: [e] });
      }
    }
    for (const group of groups) {
      if (group.at < left - 20 || group.at > right + 20) continue;
      const g = plot.append('g').attr('transform', `translate(${group.at},${y})`);
      if (group.count === 1) single(g, group.entries[0]);
      else cluster(g, group);
      badges(g, group);
    }
  }

  const label = e => `${e.text} · ${!e.title || e.label === e.title ? e.label : `${e.label} ${e.title}`}`;

  function single(g, e) {
    g.attr('class', `mark ${e.status} lane-${e.lane}`).on('click', () => pick(e.id));
    g.append('circle').attr('class', 'mark-shape').attr('r', MARK);
    g.append('use').attr('href', `${chart.shown.dataset.icons}#${e.icon}`).attr('x', -7).attr('y', -7).attr('width', 14).attr('height', 14);
    if (['cancelled', 'not-done', 'withdrawn'].includes(e.status)) g.append('line').attr('class', 'strike').attr('x1', -7.5).attr('y1', 7.5).attr('x2', 7.5).attr('y2', -7.5);
    g.append('title').text(label(e));
  }

  function cluster(g, { entries, count }) {
    const from = entries[0].start;
    const to = Math.max(...entries.map(e => e.last));
    g.attr('class', `mark cluster lane-${entries[0].lane}`).on('click', () => to - from > 60e3 ? zoomTo(from, to) : pick(entries[0].id));
    const half = count > 999 ? 21 : count > 99 ? 17 : MARK + 3;
    g.append('rect').attr('class', 'mark-shape').attr('x', -half).attr('y', -MARK).attr('width', 2 * half).attr('height', 2 * MARK).attr('rx', MARK);
    g.append('text').attr('y', 4).text(count);
    g.append('title').text(entries.slice(0, 12).map(e => e.count === 1 ? label(e) : `${e.count} · ${e.text}`).join('\n') + (entries.length > 12 ? '\n…' : ''));
  }

  function badges(g, { entries, count }) {
    [['anomaly', '!'], ['late', 'L'], ['corrected', 'C']].filter(([key]) => entries.some(e => e[key])).forEach(([key, sign], i) => {
      const out = count > 999 ? 10 : count > 99 ? 6 : count > 1 ? 3 : 0;
      const [cx, cy] = [[9 + out, -9], [11 + out, 2], [8 + out, 11]][i];
      if (key === 'anomaly') g.append('rect').attr('class', 'badge anomaly').attr('x', cx - 5.5).attr('y', cy - 5.5).attr('width', 11).attr('height', 11).attr('rx', 2.5);
      else g.append('circle').attr('class', `badge ${key}`).attr('cx', cx).attr('cy', cy).attr('r', 5.5);
      g.append('text').attr('class', 'badge-text').attr('x', cx).attr('y', cy + 2.9).text(sign);
    });
  }

  // Shows the entry in the list; one that is not listed, on its own page.
  function pick(id) {
    document.querySelector('.entry.picked')?.classList.remove('picked');
    const entry = document.getElementById(`e-${id}`);
    if (!entry) {
      location.assign(chart.shown.dataset.entry.replace('ENTRY', encodeURIComponent(id)));
      return;
    }
    entry.classList.add('picked');
    entry.scrollIntoView({ block: 'center', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    entry.focus({ preventScroll: true });
  }

  function refresh() {
    if (!figure()) return;
    draw();
    load();
  }

  refresh();
  document.body.addEventListener('htmx:afterSwap', event => {
    if (event.target.id === 'live') refresh();
  });
  let resizing = 0;
  addEventListener('resize', () => { clearTimeout(resizing); resizing = setTimeout(draw, 120); });

  return { refresh };
})();
