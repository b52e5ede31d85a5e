// Axes: from values to places between 0 and 1, and round values to label.
const roundStep = least => {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find(factor => least <= factor * power * 1.000001) ?? 10);
};

const choiceAxis = choices => ({
  choices,
  has: value => value !== null,
  place: value => (value + 0.5) / choices.length,
  at: place => Math.min(choices.length - 1, Math.max(0, Math.floor(place * choices.length))),
  ticks: most => {
    const every = Math.ceil(choices.length / Math.max(1, most));
    return choices.map((text, i) => ({ place: (i + 0.5) / choices.length, text })).filter((_, i) => i % every === 0);
  },
});

const numberAxis = (low, high, isLog, isWhole) => {
  const scale = isLog ? Math.log10 : value => value;
  const unscale = isLog ? place => 10 ** place : place => place;
  let from = scale(low);
  let to = scale(high);
  if (!(to > from)) {
    const room = isLog ? 0.5 : Math.max(Math.abs(from) * 0.1, 1e-9);
    [from, to] = [from - room, to + room];
  }
  const pad = (to - from) * 0.03;
  [from, to] = [from - pad, to + pad];
  return {
    has: value => isNumber(value) && (!isLog || value > 0),
    place: value => Math.min(1, Math.max(0, (scale(value) - from) / (to - from))),
    at: place => unscale(from + place * (to - from)),
    ticks: most => {
      const ticks = [];
      const add = value => {
        const place = (scale(value) - from) / (to - from);
        if (place >= 0 && place <= 1) { ticks.push({ place, text: format(Number(value.toPrecision(12))) }); }
      };
      if (isLog && to - from > 0.7) {
        const isSparse = to - from > 2;
        const every = Math.max(1, Math.ceil((to - from) / Math.max(1, most)));
        for (let power = Math.floor(from); power <= to; power += isSparse ? every : 1) {
          (isSparse ? [1] : [1, 2, 5]).forEach(factor => add(factor * 10 ** power));
        }
      } else {
        const [first, last] = [unscale(from), unscale(to)];
        const step = Math.max(isWhole ? 1 : 0, roundStep((last - first) / Math.max(1, most)));
        for (let i = Math.ceil(first / step); i * step <= last; i++) { add(i * step); }
      }
      return ticks;
    },
  };
};

// An axis over the values of trials. Without a column's own scale isLog tells it.
const axisOf = (column, ids, isLog = column.log) => {
  if (column.choices) { return choiceAxis(column.choices); }
  let [low, high] = [Infinity, -Infinity];
  ids.forEach(i => {
    const value = column.values[i];
    if (isNumber(value) && (!isLog || value > 0)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  });
  return low > high ? null : numberAxis(low, high, isLog, column.whole);
};

// An axis that a few very bad values cannot stretch: they are drawn at its edge. Says how many are.
const robustAxis = (values, isMaximized, isLog) => {
  const sorted = Float64Array.from(values.filter(value => isNumber(value) && (!isLog || value > 0))).sort();
  const size = sorted.length;
  if (size === 0) { return null; }
  let [low, high] = [sorted[0], sorted[size - 1]];
  if (size >= 20 && !isLog) {
    const rest = isMaximized ? sorted[Math.floor(size * 0.05)] : sorted[Math.ceil(size * 0.95) - 1];
    if (isMaximized) { low = Math.max(low, rest - (high - rest)); } else { high = Math.min(high, rest + (rest - low)); }
  }
  const axis = numberAxis(low, high, isLog);
  axis.beyond = sorted.filter(value => value < low || value > high).length;
  return axis;
};
const tellBeyond = axis => !axis?.beyond ? '' : axis.beyond === 1
  ? '1 value lies beyond the axis and is drawn at its edge.'
  : `${axis.beyond} values lie beyond the axis and are drawn at its edge.`;
