// Ranges on the axes of the parallel coordinates: by dragging, and in fields for the keyboard. Both show the same.
const brushAxes = (figure, plot, axes) => {
  const { host } = plot;
  const clear = figure.querySelector('.clear');
  const passes = i => axes.every(({ column, axis, kept }) => {
    const value = column.values[i];
    return !kept || (axis.has(value) && (kept.choices ? kept.choices.has(value) : value >= kept.low && value <= kept.high));
  });
  const update = () => {
    // Of ten thousand trials the other charts and the table cannot follow the pointer: they wait until it lets go.
    view.show(passes, !plot.isDragged);
    plot.refresh();
    const left = view.shown.reduce((sum, isShown) => sum + isShown, 0);
    const isAll = axes.every(({ kept }) => !kept);
    figure.querySelector('.count').textContent = isAll ? '' : `${left} of ${count} trials`;
    clear.disabled = isAll;
    axes.forEach(entry => entry.fill?.());
  };
  clear.addEventListener('click', () => { axes.forEach(entry => { entry.kept = null; }); update(); });

  let drag = null;
  host.addEventListener('pointerdown', event => {
    const bounds = host.getBoundingClientRect();
    const { toX } = plot.geometry;
    const at = axes.findIndex((_, k) => Math.abs(event.clientX - bounds.left - toX(k)) < 22);
    if (event.button === 0 && at >= 0) {
      drag = { entry: axes[at], from: event.clientY - bounds.top, hasMoved: false };
      host.setPointerCapture(event.pointerId);
    }
  });
  host.addEventListener('pointermove', event => {
    if (!drag) { return; }
    const y = event.clientY - host.getBoundingClientRect().top;
    drag.hasMoved ||= Math.abs(y - drag.from) > 4;
    if (drag.hasMoved) {
      const { top, bottom } = plot.geometry;
      const [low, high] = [Math.max(y, drag.from), Math.min(y, drag.from)].map(at => Math.min(1, Math.max(0, (bottom - at) / (bottom - top))));
      const { axis } = drag.entry;
      plot.isDragged = true;
      drag.entry.kept = axis.choices
        ? { choices: new Set(axis.choices.map((_, c) => c).filter(c => axis.place(c) >= low && axis.place(c) <= high)) }
        : { low: axis.at(low), high: axis.at(high) };
      if (axis.choices && drag.entry.kept.choices.size === 0) { drag.entry.kept = { choices: new Set([axis.at((low + high) / 2)]) }; }
      update();
    }
  });
  const drop = () => {
    if (drag) {
      if (!drag.hasMoved) { drag.entry.kept = null; }
      drag = null;
      plot.isDragged = false;
      update();
    }
  };
  host.addEventListener('pointerup', drop);
  host.addEventListener('pointercancel', drop);

  const ranges = figure.querySelector('#ranges');
  axes.forEach(entry => {
    const { column, axis } = entry;
    const set = ranges.appendChild(element('fieldset'));
    set.append(element('legend', column.name));
    const field = (text, type) => {
      const label = set.appendChild(element('label', type === 'checkbox' ? '' : `${text} `));
      const input = label.appendChild(element('input'));
      input.type = type;
      if (type === 'checkbox') { label.append(` ${text}`); } else { input.step = 'any'; }
      return input;
    };
    if (axis.choices) {
      const boxes = axis.choices.map(text => field(text, 'checkbox'));
      entry.fill = () => boxes.forEach((box, c) => { box.checked = !entry.kept || entry.kept.choices.has(c); });
      boxes.forEach(box => box.addEventListener('change', () => {
        const choices = new Set(boxes.map((_, c) => c).filter(c => boxes[c].checked));
        entry.kept = choices.size === boxes.length ? null : { choices };
        update();
      }));
    } else {
      const [low, high] = [field('from', 'number'), field('to', 'number')];
      entry.fill = () => {
        const read = (input, value) => { if (document.activeElement !== input) { input.value = value; } };
        read(low, entry.kept && Number.isFinite(entry.kept.low) ? format(entry.kept.low) : '');
        read(high, entry.kept && Number.isFinite(entry.kept.high) ? format(entry.kept.high) : '');
      };
      [low, high].forEach(input => input.addEventListener('input', () => {
        const value = (from, other) => from.value === '' || Number.isNaN(+from.value) ? other : +from.value;
        entry.kept = low.value === '' && high.value === '' ? null : { low: value(low, -Infinity), high: value(high, Infinity) };
        update();
      }));
    }
    entry.fill();
  });
};
