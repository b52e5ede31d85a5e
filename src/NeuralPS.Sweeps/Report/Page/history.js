// History: the value of each trial, and the best so far.
const drawHistory = () => {
  const figure = document.getElementById('history');
  let objective = data.objectives[0];
  const isDrawn = i => (isComplete(i) || isPruned(i)) && objective.values[i] !== null;
  const log = figure.querySelector('.log');
  const plot = new Plot(figure.querySelector('.plot'), 'History of values', () => {
    const ids = everyTrial.filter(isDrawn);
    const up = robustAxis(ids.map(i => objective.values[i]), objective.maximize, log.checked);
    figure.querySelector('.hint').textContent = tellBeyond(up);
    if (!up) { return; }
    const across = numberAxis(trials.number[0], trials.number[count - 1], false, true);
    const { toX, toY } = plot.frame(across, up, 'trial', objective.name);
    const points = ids.filter(i => up.has(objective.values[i]))
      .map(i => ({ i, x: toX(across.place(trials.number[i])), y: toY(up.place(objective.values[i])) }));
    const { colours } = plot;
    plot.isMany = points.length > 2500;
    figure.querySelector('.pruned').hidden = !points.some(p => isPruned(p.i));
    plot.dots(points.filter(p => !view.shown[p.i]), colours.faint, 'fill', 0.5);
    plot.dots(points.filter(p => view.shown[p.i] && isPruned(p.i)), colours.pruned, 'ring', 0.8);
    plot.dots(points.filter(p => view.shown[p.i] && isComplete(p.i)), colours.complete, 'fill', plot.isMany ? 0.55 : 0.85);

    // Steps: the best so far holds until a better one comes.
    const steps = [];
    let least = Infinity;
    points.filter(p => isCandidate(p.i)).forEach(p => {
      const loss = lossOf(objective, p.i);
      if (loss < least) {
        if (steps.length > 0) { steps.push({ x: p.x, y: steps[steps.length - 1].y }); }
        steps.push({ x: p.x, y: p.y });
        least = loss;
      }
    });
    if (steps.length > 0) { steps.push({ x: toX(1), y: steps[steps.length - 1].y }); }
    plot.path(steps, colours.best, 2.5);
  });
  const update = () => {
    const canBeLog = everyTrial.some(isDrawn) && everyTrial.filter(isDrawn).every(i => objective.values[i] > 0);
    log.closest('label').hidden = !canBeLog;
    log.checked &&= canBeLog;
    plot.refresh();
  };
  figure.hidden = !data.objectives.some(column => everyTrial.some(i => column.values[i] !== null));
  fillSelect(figure.querySelector('select'), data.objectives, 0, column => { objective = column; update(); });
  log.addEventListener('change', update);
  update();
};
