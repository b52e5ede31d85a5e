// Intermediate values: what trials reported on their way, pruned ones lighter.
const drawCurves = () => {
  const figure = document.getElementById('curves');
  const ids = everyTrial.filter(i => trials.steps[i].length > 0);
  if (ids.length === 0) { return; }
  figure.hidden = false;
  const mostLines = 2000;
  const log = figure.querySelector('.log');
  const values = ids.flatMap(i => trials.reports[i]);
  log.closest('label').hidden = !values.every(value => !(value <= 0));
  const { maximize, name } = data.objectives[0];
  const steps = { values: ids.flatMap(i => [trials.steps[i][0], trials.steps[i][trials.steps[i].length - 1]]), log: false, whole: true };
  const across = axisOf(steps, steps.values.map((_, k) => k));
  const plot = new Plot(figure.querySelector('.plot'), 'Intermediate values', () => {
    const up = robustAxis(values, maximize, log.checked);
    if (!up) { return; }
    const { toX, toY, box } = plot.frame(across, up, 'step', data.objectives.length === 1 ? name : 'report');
    plot.lines = i => trials.steps[i].map((step, k) => {
      const value = trials.reports[i][k];
      return up.has(value) ? { x: toX(across.place(step)), y: toY(up.place(value)) } : null;
    });
    const { context, colours } = plot;
    figure.querySelector('.pruned').hidden = !ids.some(isPruned);
    const every = Math.ceil(ids.length / mostLines);
    const drawn = ids.filter((i, k) => k % every === 0 || bestTrials.has(i));
    context.save();
    context.beginPath();
    context.rect(box.left, box.top - 2, box.right - box.left + 2, box.bottom - box.top + 4);
    context.clip();
    const draw = (group, colour, alpha, width) => {
      context.globalAlpha = alpha;
      group.forEach(i => plot.path(plot.lines(i), colour, width));
      context.globalAlpha = 1;
    };
    const many = Math.min(1, Math.max(0.25, 12 / Math.sqrt(drawn.length)));
    const shown = drawn.filter(i => view.shown[i] && !bestTrials.has(i));
    draw(drawn.filter(i => !view.shown[i]), colours.faint, 0.2, 1);
    draw(shown.filter(isComplete), colours.complete, 0.75 * many, 1.3);
    draw(shown.filter(i => !isComplete(i) && !isPruned(i)), colours.running, 0.6 * many, 1);
    draw(shown.filter(isPruned), colours.pruned, 0.6 * many, 1);
    draw(drawn.filter(i => bestTrials.has(i)).slice(0, 20), colours.best, 1, 2.5);
    context.restore();

    // The ends of the lines are the places to point at.
    drawn.forEach(i => {
      const end = plot.lines(i).filter(Boolean).pop();
      if (end) { plot.points.push({ i, ...end }); }
    });
    const notes = [tellBeyond(up)];
    if (every > 1) { notes.push(`One of ${every} trials is drawn.`); }
    if (trials.thinned) { notes.push('Long curves are thinned out.'); }
    figure.querySelector('.hint').textContent = notes.filter(Boolean).join(' ');
  });
  log.addEventListener('change', () => plot.refresh());
};
