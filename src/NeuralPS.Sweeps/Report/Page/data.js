// The data by columns, and what all charts share: the chosen trial and the trials that the ranges let pass.
const data = JSON.parse(document.getElementById('data').textContent);
const trials = data.trials;
const count = trials.number.length;
const everyTrial = Array.from({ length: count }, (_, i) => i);
const toNumber = value => typeof value === 'string' ? Number(value) : value;
[...data.objectives, ...data.parameters].forEach(column => { column.values = column.values.map(toNumber); });
trials.reports = trials.reports.map(reports => reports.map(toNumber));
const stateNames = ['running', 'complete', 'pruned', 'failed', 'waiting'];
const [isRunning, isComplete, isPruned, isFailed] = [0, 1, 2, 3].map(state => i => trials.state[i] === state);
const bestTrials = new Set(data.best);

const isNumber = value => value !== null && Number.isFinite(value);
const format = value => value === null ? '' : Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value);
const textOf = (column, i) => {
  const value = column.values[i];
  return value === null ? '' : typeof value === 'string' ? value : column.choices ? column.choices[value] : format(value);
};
const lossOf = (objective, i) => {
  const value = objective.values[i];
  return value === null || Number.isNaN(value) ? Infinity : objective.maximize ? -value : value;
};
const isCandidate = i => isComplete(i) && trials.feasible[i] === 1;

// The most important parameters for an objective first; without importance in the order of the names.
const byImportance = objective => [...data.parameters].sort((a, b) =>
  (objective.importance?.[b.name] ?? 0) - (objective.importance?.[a.name] ?? 0));

const describe = i => [
  `Trial ${trials.number[i]}, ${stateNames[trials.state[i]]}${bestTrials.has(i) ? ', one of the best' : ''}`,
  ...[...data.objectives, ...data.parameters].filter(column => column.values[i] !== null).map(column => `${column.name}: ${textOf(column, i)}`),
  ...(trials.note[i] ? [trials.note[i]] : []),
].join('\n');

const view = {
  chosen: -1,
  shown: new Uint8Array(count).fill(1),
  followers: [],
  choose(i) {
    view.chosen = i;
    view.followers.forEach(follow => follow('chosen'));
  },
  show(test, isFinal) {
    everyTrial.forEach(i => { view.shown[i] = test(i) ? 1 : 0; });
    if (isFinal) { view.followers.forEach(follow => follow('shown')); }
  },
};

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) { made.textContent = text; }
  if (className) { made.className = className; }
  return made;
};

// A list to choose one of several columns; without a choice to make it is hidden.
const fillSelect = (select, columns, chosen, onChange) => {
  columns.forEach((column, i) => select.append(new Option(column.name, i, i === chosen, i === chosen)));
  select.addEventListener('change', () => onChange(columns[+select.value]));
  const label = select.closest('label');
  if (columns.length < 2) { label.hidden = true; }
};
