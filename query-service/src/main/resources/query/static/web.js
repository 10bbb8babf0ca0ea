// Draws the table of applications as a radial chart, clockwise from the top in the order of the table, which lists those
// that need attention first. All data is read from the table; the chart is redrawn whenever the table is.
(() => {
  'use strict';

  const CENTRE = 46;
  const MAX_NAME_LENGTH = 16; // letters
  const SIZES = [[40, 15], [80, 13], [130, 11.5], [Infinity, 10]];

  function read() {
    return [...document.querySelectorAll('#now tr.app')].map(row => ({
      name: row.dataset.name,
      state: row.dataset.state,
      rate: Number((row.dataset.rate || '0').replace(',', '.')),
      open: Number(row.dataset.open),
      href: row.querySelector('a').href,
      stateLabel: row.querySelector('.state-of').textContent.trim(),
    }));
  }

  const shapes = {
    active: d3.symbolCircle, quiet: d3.symbolCircle, silent: d3.symbolDiamond, 'never-seen': d3.symbolCircle,
    'no-baseline': d3.symbolSquare,
  };

  function draw() {
    const figure = document.getElementById('web');
    const apps = read();
    figure.hidden = apps.length === 0;
    if (!apps.length) return;
    const width = Math.max(300, figure.clientWidth);
    const narrow = width < 620;
    const font = narrow ? 9 : SIZES.find(([max]) => apps.length <= max)[1];
    const label = font * .64 * d3.max(apps, app => Math.min(MAX_NAME_LENGTH, app.name.length));
    const room = Math.min(width, innerHeight - figure.offsetTop) / 2 - label - 30;
    const radius = Math.max(narrow ? 70 : 150, Math.min(room, narrow ? 150 : 330));
    const round = Math.max(radius, apps.length * font * 1.12 / (2 * Math.PI));
    const size = 2 * (round + label + 14);
    const svg = d3.select(figure).select('svg').attr('viewBox', [-size / 2, -size / 2, size, size]).attr('class', 'drawn').style('max-width', `${size}px`);
    const angle = d3.scaleLinear([0, apps.length], [-Math.PI / 2, 1.5 * Math.PI]);
    const place = (app, i) => [round * Math.cos(angle(i)), round * Math.sin(angle(i))];
    const busiest = d3.max(apps, app => app.rate) || 1;
    // Sizes depend on the number of applications, so that lines do not overlap at the centre, nor dots on the circle.
    const thickest = Math.min(6, .7 * 2 * Math.PI * CENTRE / apps.length);
    const thread = app => thickest * (1 + 5 * Math.sqrt(app.rate / busiest)) / 6;
    const dot = Math.min(font * 9, Math.PI * (.36 * 2 * Math.PI * round / apps.length) ** 2);

    svg.selectAll('line').data(apps, app => app.name).join('line')
      .attr('class', app => `thread ${app.state}`)
      .attr('x1', 0).attr('y1', 0)
      .attr('x2', (app, i) => place(app, i)[0]).attr('y2', (app, i) => place(app, i)[1])
      .attr('stroke-width', thread);
    const nodes = svg.selectAll('a').data(apps, app => app.name).join(enter => {
      const link = enter.append('a').attr('tabindex', -1);
      link.append('path');
      link.append('text').attr('class', 'name');
      link.append('text').attr('class', 'open');
      link.append('title');
      return link;
    });
    nodes.attr('href', app => app.href).attr('class', app => `app ${app.state}`)
      .attr('transform', (app, i) => `translate(${place(app, i)})`);
    nodes.select('title').text(app => `${app.name}: ${app.stateLabel}`);
    nodes.select('path').attr('d', app => d3.symbol(shapes[app.state], dot * (app.state === 'silent' ? 1.7 : 1))());
    nodes.select('.name').attr('font-size', font).attr('dy', '.34em').text(app => app.name.length > MAX_NAME_LENGTH ? app.name.slice(0, MAX_NAME_LENGTH - 1) + '…' : app.name)
      .attr('text-anchor', (app, i) => left(angle(i)) ? 'end' : 'start')
      .attr('transform', (app, i) => `rotate(${degrees(angle(i)) + (left(angle(i)) ? 180 : 0)}) translate(${(left(angle(i)) ? -1 : 1) * font},0)`);
    nodes.select('.open').attr('font-size', font * .9).attr('dy', '.34em').text(app => app.open || '')
      .attr('text-anchor', 'middle')
      .attr('transform', (app, i) => `translate(${-Math.cos(angle(i)) * font * 1.9},${-Math.sin(angle(i)) * font * 1.9})`);

    const centre = svg.selectAll('g.centre').data([apps.length]).join(enter => {
      const group = enter.append('g').attr('class', 'centre');
      group.append('circle');
      group.append('text').attr('dy', '-.1em').attr('text-anchor', 'middle').attr('class', 'count');
      group.append('text').attr('dy', '1.3em').attr('text-anchor', 'middle').text(figure.dataset.centre);
      return group;
    });
    centre.raise().attr('transform', narrow ? 'scale(.6)' : null).select('circle').attr('r', CENTRE);
    centre.select('.count').text(count => count);
  }

  const left = radians => Math.cos(radians) < 0;
  const degrees = radians => radians * 180 / Math.PI;

  document.addEventListener('DOMContentLoaded', draw);
  document.addEventListener('htmx:afterSettle', draw);
  addEventListener('resize', draw);
})();
