// Parallel coordinates: a line for each trial through its parameters and metrics, the better the stronger.
const mixColours = (from, to, part) => {
  const [a, b] = [from, to].map(colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16)));
  return `rgb(${a.map((value, i) => Math.round(value + (b[i] - value) * part)).join(' ')})`;
};

const drawParallel = () => {
  const figure = document.getElementById('parallel');
  const columns = [...byImportance(data.objectives[0]), ...data.objectives];
  const ids = everyTrial.filter(i => columns.filter(column => column.values[i] !== null).length > 1);
  const scale = column => data.objectives.includes(column)
    ? robustAxis(ids.map(i => column.values[i]), column.maximize, false) : axisOf(column, ids);
  const axes = columns.map(column => ({ column, axis: scale(column) })).filter(entry => entry.axis !== null);
  if (axes.length < 2 || ids.length === 0) { return; }
  figure.hidden = false;
  const host = figure.querySelector('.plot');
  host.style.minWidth = `${axes.length * 105}px`;
  axes.forEach(entry => { entry.hasGaps = ids.some(i => !entry.axis.has(entry.column.values[i])); });

  // Sixteen classes of equally many trials, the worst first; trials without a value come before all of them.
  const classes = 16;
  const ranked = ids.filter(isComplete).sort((a, b) => lossOf(data.objectives[0], b) - lossOf(data.objectives[0], a));
  const groups = [ids.filter(i => !isComplete(i)), ...Array.from({ length: classes }, (_, k) =>
    ranked.slice(Math.floor(k * ranked.length / classes), Math.floor((k + 1) * ranked.length / classes)))];

  const plot = new Plot(host, '', () => {
    const { context, colours, width, height } = plot;
    const [top, bottom] = [46, height - 40];
    const toX = k => 55 + k * (width - 110) / (axes.length - 1);
    const toY = place => bottom - place * (bottom - top);
    plot.geometry = { toX, top, bottom };
    plot.lines = i => axes.map(({ column, axis }, k) => ({
      x: toX(k), y: axis.has(column.values[i]) ? toY(axis.place(column.values[i])) : bottom + 20,
    }));
    const shownCount = ids.filter(i => view.shown[i]).length;
    const stroke = (group, colour, alpha) => {
      context.globalAlpha = alpha;
      context.strokeStyle = colour;
      context.beginPath();
      group.forEach(i => plot.lines(i).forEach(({ x, y }, k) => { if (k === 0) { context.moveTo(x, y); } else { context.lineTo(x, y); } }));
      context.stroke();
    };
    context.lineWidth = shownCount > 1000 ? 0.7 : 1.3;

    // While a range is dragged only some of many lines are drawn.
    const every = plot.isDragged ? Math.ceil(shownCount / 1500) : 1;
    const density = Math.min(0.8, Math.max(0.06, 4 / Math.sqrt(shownCount + 1)));
    if (shownCount < ids.length && !plot.isDragged) { stroke(ids.filter(i => !view.shown[i]).slice(0, 1500), colours.faint, 0.15); }
    groups.forEach((group, k) => {
      const part = k === 0 ? 0 : (k - 1) / (classes - 1);
      stroke(group.filter((i, n) => view.shown[i] && n % every === 0), mixColours(colours.faint, colours.complete, part * part), density + part * part * (0.9 - density));
    });
    context.lineWidth = 2.5;
    stroke(ids.filter(i => view.shown[i] && bestTrials.has(i)).slice(0, 20), colours.best, 1);
    context.globalAlpha = 1;
    axes.forEach((entry, k) => drawAxis(plot, entry, toX(k), toY, k));

    // Between the axes lines can be pointed at; at the axes the pointer makes ranges.
    if (shownCount <= 4000) {
      ids.filter(i => view.shown[i]).forEach(i => plot.lines(i).forEach(({ x, y }, k, line) => {
        if (k > 0) { plot.points.push({ i, x: (x + line[k - 1].x) / 2, y: (y + line[k - 1].y) / 2 }); }
      }));
    }
  });
  const drawAxis = ({ context, colours, width }, { column, axis, hasGaps, kept }, x, toY, k) => {
    const shorten = (text, most) => text.length > most ? `${text.slice(0, most - 1)}…` : text;
    context.strokeStyle = colours.text;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x + 0.5, toY(0));
    context.lineTo(x + 0.5, toY(1));
    context.stroke();
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = '600 12px system-ui, sans-serif';
    context.fillStyle = colours.strong;
    const name = shorten(column.name, 24);
    const half = context.measureText(name).width / 2 + 2;
    context.fillText(name, Math.min(width - half, Math.max(half, x)), k % 2 ? 30 : 12);
    context.font = '11px system-ui, sans-serif';
    const write = (text, y) => {
      const size = context.measureText(text).width;
      context.globalAlpha = 0.8;
      context.fillStyle = colours.card;
      context.fillRect(x + 5, y - 7, size + 4, 14);
      context.globalAlpha = 1;
      context.fillStyle = colours.text;
      context.textAlign = 'left';
      context.fillText(text, x + 7, y);
    };
    axis.ticks(6).forEach(tick => write(shorten(tick.text, 12), toY(tick.place)));
    if (hasGaps) { write('none', toY(0) + 20); }
    if (kept) {
      context.fillStyle = context.strokeStyle = colours.mark;
      (axis.choices ? [...kept.choices].map(c => [c / axis.choices.length, (c + 1) / axis.choices.length])
        : [[axis.place(kept.low), axis.place(kept.high)]]).forEach(([low, high]) => {
        context.globalAlpha = 0.3;
        context.fillRect(x - 8, toY(high), 16, toY(low) - toY(high));
        context.globalAlpha = 1;
        context.strokeRect(x - 8, toY(high), 16, toY(low) - toY(high));
      });
    }
  };
  brushAxes(figure, plot, axes);
};
