// Draws the time axis: a line for each tick, and labels where there is room; day labels take precedence over hours.
const Axis = (() => {
  'use strict';

  const DAY = 24 * 3600e3;
  const GAP = 10;

  const isMidnight = date => date.getUTCHours() === 0 && date.getUTCMinutes() === 0;

  function names(span, lang) {
    const format = options => {
      const intl = new Intl.DateTimeFormat(lang === 'fr' ? 'fr-FR' : 'en-GB', { timeZone: 'UTC', ...options });
      return date => intl.format(date);
    };
    const clock = format({ hour: '2-digit', minute: '2-digit' });
    const day = format({ weekday: 'short', day: 'numeric', month: 'short' });
    const date = format({ day: 'numeric', month: 'short' });
    const month = format({ month: 'short', year: 'numeric' });
    return {
      day,
      of: at => {
        if (!isMidnight(at)) return clock(at);
        if (span > 120 * DAY) return at.getUTCDate() === 1 ? month(at) : date(at);
        return span > 21 * DAY ? date(at) : day(at);
      },
    };
  }

  // Where day labels would touch, keeps every second, third, … label.
  function everyNth(labels) {
    for (let n = 1; n < labels.length; n++) {
      const kept = labels.filter((_, i) => i % n === 0);
      if (kept.every((label, i) => i === 0 || label.from - kept[i - 1].to >= GAP)) return kept;
    }
    return labels.slice(0, 1);
  }

  function draw(plot, x, { top, height, gutter, width, lang }) {
    const [from, to] = x.domain();
    const name = names(to - from, lang);
    const ticks = x.ticks(Math.max(3, Math.floor((width - gutter) / 85)));
    const g = plot.append('g').selectAll('g').data(ticks).join('g')
      .attr('class', at => isMidnight(at) ? 'tick day' : 'tick');
    g.append('line').attr('x1', at => x(at)).attr('x2', at => x(at)).attr('y1', top - 14).attr('y2', height);
    const labels = g.append('text').attr('y', 13).text(name.of).nodes().map((node, i) => {
      const length = node.getComputedTextLength();
      const start = Math.min(Math.max(x(ticks[i]) - length / 2, gutter), width - length - 2);
      node.setAttribute('x', start);
      return { node, day: isMidnight(ticks[i]), from: start, to: start + length };
    });
    const kept = new Set(everyNth(labels.filter(label => label.day)));
    for (const label of labels.filter(hour => !hour.day)) {
      if ([...kept].every(other => label.from - other.to >= GAP || other.from - label.to >= GAP)) kept.add(label);
    }
    for (const label of labels) {
      if (!kept.has(label)) label.node.remove();
    }
    // Where only hours are labelled, adds the date once, at the left.
    if (!ticks.some(isMidnight)) {
      plot.append('g').attr('class', 'tick day').append('text').attr('x', gutter + 4).attr('y', 29).text(name.day(from));
    }
  }

  return { draw };
})();
