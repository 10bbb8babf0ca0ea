// Measures the page that it is put into: what its browser had to do, and for how long.
const pageTiming = (() => {
  'use strict';

  const QUIET = 500; // ms without a long task, after which a page has settled

  let tasks = [];
  let shifts = [];
  let longestFrame = 0;
  let lastFrame = 0;
  let chartDrawn = 0;

  new PerformanceObserver(list => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver(list => shifts.push(...list.getEntries().filter(shift => !shift.hadRecentInput)))
    .observe({ type: 'layout-shift', buffered: true });

  requestAnimationFrame(function frame(now) {
    if (lastFrame) longestFrame = Math.max(longestFrame, now - lastFrame);
    lastFrame = now;
    if (!chartDrawn && document.querySelector('#picture svg .mark')) chartDrawn = performance.now();
    requestAnimationFrame(frame);
  });

  const after = ms => new Promise(resolve => setTimeout(resolve, ms));
  const nextFrame = () => new Promise(requestAnimationFrame);

  async function settled() {
    while (!chartDrawn || performance.now() - (tasks.at(-1)?.startTime ?? 0) < QUIET) await after(50);
  }

  const isAtEnd = () => !document.getElementById('entries').lastElementChild.matches('.more-entries')
    && scrollY + innerHeight >= document.documentElement.scrollHeight - 1;

  async function scrollToEnd(pixels) {
    while (!isAtEnd()) {
      scrollBy({ top: pixels, behavior: 'instant' });
      await nextFrame();
    }
  }

  const sum = numbers => numbers.reduce((total, number) => total + number, 0);

  return {
    settled,
    scrollToEnd,
    isAtEnd,
    restart() {
      tasks = [];
      shifts = [];
      longestFrame = 0;
    },
    read: () => ({
      firstContentfulPaint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
      complete: performance.getEntriesByType('navigation')[0].loadEventEnd,
      chartDrawn,
      entries: document.querySelectorAll('#entries .entry').length,
      longestTask: Math.max(0, ...tasks.map(task => task.duration)),
      longTasks: tasks.length,
      longestFrame,
      layoutShift: sum(shifts.map(shift => shift.value)),
    }),
  };
})();
