// The table of trials: sorted by any column, filtered by words, state, and the ranges above; fifty rows at a time.
const drawTable = () => {
  const section = document.getElementById('table');
  const [head, body] = ['thead', 'tbody'].map(name => section.querySelector(name));
  const [search, states] = [section.querySelector('input'), section.querySelector('.states')];
  const [back, on] = [section.querySelector('.back'), section.querySelector('.on')];
  const size = 50;
  const isNumeric = column => !column.choices && column.values.every(value => value === null || typeof value === 'number');
  const valueColumn = column => ({
    name: column.name, isNumeric: isNumeric(column), key: i => column.values[i], text: i => textOf(column, i),
  });
  const plain = (name, values, text = i => values[i]) => ({ name, isNumeric: typeof values[0] === 'number', key: i => values[i], text });
  const columns = [
    { ...plain('Trial', trials.number, i => String(trials.number[i])), isNumeric: true },
    { name: 'State', isState: true, key: i => trials.state[i], text: i => stateNames[trials.state[i]] },
    ...[...data.objectives, ...data.parameters, ...data.metrics].map(valueColumn),
    { name: 'Seconds', isNumeric: true, key: i => trials.seconds[i], text: i => format(trials.seconds[i]) },
    plain('Started', trials.started),
    ...(trials.note.some(Boolean) ? [{ ...plain('Note', trials.note), className: 'note' }] : []),
  ];
  const sort = { column: columns[0], isDown: false };
  let [order, page] = [[], 0];

  const compare = (a, b) => {
    const [x, y] = [sort.column.key(a), sort.column.key(b)];
    const isMissing = value => value === null || value === '' || Number.isNaN(value);
    // What is missing comes last either way.
    if (isMissing(x) || isMissing(y)) { return isMissing(x) - isMissing(y) || a - b; }
    const difference = typeof x === 'number' && typeof y === 'number' ? x - y : String(x) < String(y) ? -1 : String(x) > String(y) ? 1 : 0;
    return (sort.isDown ? -difference : difference) || a - b;
  };
  const texts = [];
  const textOfRow = i => texts[i] ??= columns.map(column => column.text(i)).join('\n').toLowerCase();
  const showPage = () => {
    page = Math.min(Math.max(0, page), Math.max(0, Math.ceil(order.length / size) - 1));
    const rows = order.slice(page * size, (page + 1) * size);
    body.replaceChildren(...rows.map(i => {
      const row = element('tr', undefined, `${i === view.chosen ? 'chosen' : ''} ${bestTrials.has(i) ? 'top' : ''}`);
      row.tabIndex = 0;
      row.dataset.trial = i;
      columns.forEach(column => {
        const cell = row.appendChild(element('td', column.isState ? undefined : column.text(i), column.className ?? (column.isNumeric ? 'number' : '')));
        if (column.isState) { cell.append(element('span', column.text(i), `state s${trials.state[i]}`)); }
      });
      return row;
    }));
    section.querySelector('.pages span').textContent = order.length === 0 ? 'No trials' : `${page * size + 1} to ${page * size + rows.length} of ${order.length}`;
    [back.disabled, on.disabled] = [page === 0, (page + 1) * size >= order.length];
    section.querySelector('.pages').hidden = count <= size;
  };
  const update = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    order = everyTrial.filter(i => view.shown[i] && (states.value === '' || trials.state[i] === +states.value)
      && words.every(word => textOfRow(i).includes(word))).sort(compare);
    section.querySelector('.count').textContent = order.length === count ? '' : `${order.length} of ${count} trials`;
    page = 0;
    showPage();
  };

  const heading = head.appendChild(element('tr'));
  columns.forEach(column => {
    const cell = heading.appendChild(element('th', undefined, column.isNumeric ? 'number' : ''));
    cell.scope = 'col';
    const button = cell.appendChild(element('button', column.name));
    button.type = 'button';
    button.addEventListener('click', () => {
      [sort.isDown, sort.column] = [sort.column === column && !sort.isDown, column];
      [...heading.children].forEach(other => other.removeAttribute('aria-sort'));
      cell.setAttribute('aria-sort', sort.isDown ? 'descending' : 'ascending');
      update();
    });
  });
  heading.firstChild.setAttribute('aria-sort', 'ascending');
  states.append(new Option('all', ''));
  [...new Set(trials.state)].sort().forEach(state => states.append(new Option(stateNames[state], state)));

  search.addEventListener('input', update);
  states.addEventListener('change', update);
  back.addEventListener('click', () => { page--; showPage(); });
  on.addEventListener('click', () => { page++; showPage(); });
  body.addEventListener('click', event => {
    const row = event.target.closest('tr');
    if (row) { view.choose(+row.dataset.trial); }
  });
  body.addEventListener('keydown', event => {
    const row = event.target.closest('tr');
    const next = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key];
    if (next) {
      event.preventDefault();
      next.focus();
    } else if (row && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      view.choose(+row.dataset.trial);
    }
  });
  view.followers.push(what => {
    if (what === 'shown') {
      update();
      return;
    }
    const at = order.indexOf(view.chosen);
    if (at >= 0 && Math.floor(at / size) !== page) {
      page = Math.floor(at / size);
      showPage();
    }
    [...body.children].forEach(row => row.classList.toggle('chosen', +row.dataset.trial === view.chosen));
  });
  update();
};
