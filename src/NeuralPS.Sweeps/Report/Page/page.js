// Puts the page together.
const chosen = document.getElementById('chosen');
view.followers.push(what => {
  if (what === 'chosen') {
    chosen.hidden = view.chosen < 0;
    chosen.querySelector('output').textContent = view.chosen < 0 ? '' : describe(view.chosen).replaceAll('\n', ' · ');
    plots.forEach(plot => plot.mark());
  } else {
    plots.forEach(plot => plot.refresh());
  }
});
chosen.querySelector('button').addEventListener('click', () => view.choose(-1));
document.addEventListener('keydown', event => {
  const isTyping = event.target.matches('input, select, textarea');
  if (event.key === '/' && !isTyping) {
    event.preventDefault();
    document.querySelector('#table input').focus();
  } else if (event.key === 'Escape' && !isTyping) {
    view.choose(-1);
  }
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plots.forEach(plot => plot.refresh()));
if (count > 0) {
  [drawHistory, drawPareto, drawParallel, drawSlices, drawImportance, drawCurves].forEach(draw => draw());
}
drawTable();
plots.forEach(plot => plot.render());
document.documentElement.dataset.ready = String(plots.length);
