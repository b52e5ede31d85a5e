// Slices: a small chart for each parameter, with the metric above its values.
const drawSlices = () => {
  const section = document.getElementById('slices');
  const panels = document.getElementById('panels');
  let objective = data.objectives[0];
  const hasBoth = (column, i) => isComplete(i) && column.values[i] !== null && isNumber(objective.values[i]);
  const build = () => {
    // Panels that are gone need no more drawing.
    plots.splice(0, plots.length, ...plots.filter(plot => !panels.contains(plot.host)));
    panels.replaceChildren();
    byImportance(objective).forEach(column => {
      const host = element('div', undefined, 'plot');
      host.tabIndex = 0;
      host.setAttribute('role', 'application');
      panels.append(host);
      const plot = new Plot(host, `${objective.name} over ${column.name}`, () => {
        const ids = everyTrial.filter(i => hasBoth(column, i));
        const across = axisOf(column, ids);
        const up = robustAxis(ids.map(i => objective.values[i]), objective.maximize, false);
        if (!across || !up) {
          plot.context.fillStyle = plot.colours.text;
          plot.context.fillText(`${column.name}: in no complete trial`, 8, 20);
          return;
        }
        const { toX, toY, box } = plot.frame(across, up, column.name, objective.name);
        const room = across.choices ? (box.right - box.left) / across.choices.length * 0.55 : 0;
        const points = ids.map(i => ({
          i,
          // Trials of one choice would hide each other.
          x: toX(across.place(column.values[i])) + room * (((trials.number[i] * 0.618034) % 1) - 0.5),
          y: toY(up.place(objective.values[i])),
        }));
        plot.isMany = points.length > 1200;
        plot.dots(points.filter(p => !view.shown[p.i]), plot.colours.faint, 'fill', 0.4);
        const shown = points.filter(p => view.shown[p.i] && !bestTrials.has(p.i));
        [0.3, 0.55, 0.85].forEach((alpha, k) => plot.dots(
          shown.slice(Math.floor(k * shown.length / 3), Math.floor((k + 1) * shown.length / 3)), plot.colours.complete, 'fill', alpha));
        plot.dots(points.filter(p => bestTrials.has(p.i)), plot.colours.best);
      });
    });
  };
  if (data.parameters.length === 0 || !everyTrial.some(isComplete)) { return; }
  section.hidden = false;
  fillSelect(section.querySelector('select'), data.objectives, 0, column => { objective = column; build(); });
  build();
};
