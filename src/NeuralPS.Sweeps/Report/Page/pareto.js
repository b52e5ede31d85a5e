// Pareto front: two objectives against each other.
const drawPareto = () => {
  const figure = document.getElementById('pareto');
  if (data.objectives.length < 2) { return; }
  figure.hidden = false;
  let [first, second] = data.objectives;
  const plot = new Plot(figure.querySelector('.plot'), 'Pareto front', () => {
    const ids = everyTrial.filter(i => isComplete(i) && isNumber(first.values[i]) && isNumber(second.values[i]));
    const [across, up] = [first, second].map(column => robustAxis(ids.map(i => column.values[i]), column.maximize, false));
    figure.querySelector('.hint').textContent = across && across.beyond + up.beyond > 0
      ? `${tellBeyond({ beyond: across.beyond + up.beyond })}` : '';
    if (!across) { return; }
    const { toX, toY } = plot.frame(across, up, arrow(first), arrow(second));
    const points = ids.map(i => ({ i, x: toX(across.place(first.values[i])), y: toY(up.place(second.values[i])) }));
    const { colours } = plot;
    plot.isMany = points.length > 2500;
    figure.querySelector('.failed').hidden = !points.some(p => !trials.feasible[p.i]);
    const isFront = p => bestTrials.has(p.i);
    const shown = points.filter(p => view.shown[p.i] && !isFront(p));
    plot.dots(points.filter(p => !view.shown[p.i] && !isFront(p)), colours.faint, 'fill', 0.5);
    plot.dots(shown.filter(p => trials.feasible[p.i]), colours.complete, 'fill', 0.6);
    plot.dots(shown.filter(p => !trials.feasible[p.i]), colours.failed, 'ring', 0.8);
    const front = points.filter(isFront).sort((a, b) => a.x - b.x);
    if (data.objectives.length === 2) { plot.path(front, colours.best, 1.5); }
    plot.dots(front, colours.best);
  });
  const arrow = column => `${column.name} (${column.maximize ? 'higher' : 'lower'} is better)`;
  const [across, up] = [figure.querySelector('.across'), figure.querySelector('.up')];
  fillSelect(across, data.objectives, 0, column => { first = column; plot.refresh(); });
  fillSelect(up, data.objectives, 1, column => { second = column; plot.refresh(); });
};
