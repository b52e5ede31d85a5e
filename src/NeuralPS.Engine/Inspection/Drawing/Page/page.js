'use strict';
(() => {
  const picture = document.getElementById('picture');
  const svg = picture.querySelector('svg');
  const nodes = [...svg.querySelectorAll('.node')];
  const links = [...svg.querySelectorAll('.link')];
  const rows = [...document.querySelectorAll('tr[data-node]')];
  const facts = document.getElementById('facts');
  const search = document.getElementById('search');
  const count = document.getElementById('count');
  const full = svg.viewBox.baseVal;
  const size = { width: full.width, height: full.height };

  // What is seen: the left upper corner in the picture's own units, and how many pixels one of them takes.
  const view = { x: 0, y: 0, scale: 1 };
  const least = () => Math.min(1, picture.clientWidth / size.width, picture.clientHeight / size.height) / 2;

  const show = () => {
    view.scale = Math.min(8, Math.max(least(), view.scale));
    const width = picture.clientWidth / view.scale;
    const height = picture.clientHeight / view.scale;
    const inside = (start, extent, whole) =>
      extent >= whole ? (whole - extent) / 2 : Math.min(whole - extent / 2, Math.max(-extent / 2, start));
    view.x = inside(view.x, width, size.width);
    view.y = height >= size.height ? 0 : inside(view.y, height, size.height);
    svg.setAttribute('viewBox', `${view.x} ${view.y} ${width} ${height}`);
  };
  const fit = () => {
    view.scale = Math.min(1, picture.clientWidth / size.width);
    view.x = 0;
    view.y = 0;
    show();
  };
  const zoom = (factor, x = picture.clientWidth / 2, y = picture.clientHeight / 2) => {
    const before = view.scale;
    view.scale = Math.min(8, Math.max(least(), before * factor));
    view.x += x / before - x / view.scale;
    view.y += y / before - y / view.scale;
    show();
  };
  const pan = (dx, dy) => {
    view.x += dx / view.scale;
    view.y += dy / view.scale;
    show();
  };

  let chosen = -1;
  const choose = (index, isCentred) => {
    chosen = index;
    nodes.forEach((node, i) => node.classList.toggle('chosen', i === index));
    rows.forEach((row, i) => {
      row.classList.toggle('chosen', i === index);
      row.setAttribute('aria-selected', i === index);
    });
    links.forEach(link => link.classList.toggle('near', +link.dataset.from === index || +link.dataset.to === index));
    if (index < 0) {
      return;
    }
    facts.textContent = nodes[index].querySelector('title').textContent;
    rows[index].scrollIntoView({ block: 'nearest' });
    if (isCentred) {
      const box = nodes[index].querySelector('.box');
      view.x = box.x.baseVal.value + box.width.baseVal.value / 2 - picture.clientWidth / view.scale / 2;
      view.y = box.y.baseVal.value + box.height.baseVal.value / 2 - picture.clientHeight / view.scale / 2;
      show();
    }
  };

  let found = [];
  const find = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    found = words.length === 0 ? [] : rows.map((row, i) => i).filter(i => {
      const text = rows[i].textContent.toLowerCase();
      return words.every(word => text.includes(word));
    });
    const isFound = new Set(found);
    nodes.forEach((node, i) => node.classList.toggle('found', isFound.has(i)));
    rows.forEach((row, i) => row.classList.toggle('found', isFound.has(i)));
    picture.classList.toggle('searched', words.length > 0);
    count.textContent = words.length === 0 ? '' : found.length === 1 ? '1 layer' : `${found.length} layers`;
  };
  const next = isBack => {
    if (found.length > 0) {
      const later = isBack ? found.filter(i => i < chosen).pop() : found.find(i => i > chosen);
      choose(later ?? (isBack ? found[found.length - 1] : found[0]), true);
    }
  };
  search.addEventListener('input', () => { find(); if (found.length > 0) { choose(found[0], true); } });
  search.addEventListener('keydown', event => {
    if (event.key === 'Enter') {
      event.preventDefault();
      next(event.shiftKey);
    } else if (event.key === 'Escape') {
      search.value = '';
      find();
    }
  });

  rows.forEach((row, i) => {
    row.addEventListener('click', () => choose(i, true));
    row.addEventListener('keydown', event => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
      if (step !== 0 && rows[i + step]) {
        event.preventDefault();
        rows[i + step].focus();
        choose(i + step, true);
      } else if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        choose(i, true);
      }
    });
  });

  // Dragging, and two fingers; a pointer that hardly moves is a click.
  const pointers = new Map();
  let moved = 0;
  const placeOf = event => {
    const bounds = picture.getBoundingClientRect();
    return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
  };
  const spread = () => {
    const [a, b] = [...pointers.values()];
    return { distance: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };
  picture.addEventListener('pointerdown', event => {
    if (event.button === 0) {
      pointers.set(event.pointerId, { ...placeOf(event), target: event.target });
      moved = pointers.size > 1 ? 99 : 0;
    }
  });
  picture.addEventListener('pointermove', event => {
    const last = pointers.get(event.pointerId);
    if (!last) {
      return;
    }
    const place = { ...placeOf(event), target: last.target };
    const before = pointers.size === 2 ? spread() : null;
    pointers.set(event.pointerId, place);
    if (before) {
      const after = spread();
      pan(before.x - after.x, before.y - after.y);
      zoom(after.distance / Math.max(1, before.distance), after.x, after.y);
      return;
    }
    moved += Math.hypot(place.x - last.x, place.y - last.y);
    if (moved > 4) {
      picture.setPointerCapture(event.pointerId);
      picture.classList.add('dragged');
    }
    pan(last.x - place.x, last.y - place.y);
  });
  const release = event => {
    const last = pointers.get(event.pointerId);
    pointers.delete(event.pointerId);
    picture.classList.remove('dragged');
    if (last && event.type === 'pointerup' && moved <= 4) {
      const node = last.target.closest('.node');
      choose(node ? +node.dataset.node : -1, false);
    }
  };
  picture.addEventListener('pointerup', release);
  picture.addEventListener('pointercancel', release);
  picture.addEventListener('wheel', event => {
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      const place = placeOf(event);
      zoom(Math.exp(-event.deltaY * unit * 0.005), place.x, place.y);
    } else {
      pan(event.deltaX * unit, event.deltaY * unit);
    }
  }, { passive: false });

  const actions = {
    ArrowUp: () => pan(0, -60), ArrowDown: () => pan(0, 60), ArrowLeft: () => pan(-60, 0), ArrowRight: () => pan(60, 0),
    PageUp: () => pan(0, -picture.clientHeight * 0.9), PageDown: () => pan(0, picture.clientHeight * 0.9),
    Home: () => { view.y = 0; show(); }, End: () => { view.y = size.height; show(); },
    '+': () => zoom(1.25), '=': () => zoom(1.25), '-': () => zoom(0.8), 0: fit,
  };
  picture.addEventListener('keydown', event => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    }
  });
  document.getElementById('in').addEventListener('click', () => zoom(1.25));
  document.getElementById('out').addEventListener('click', () => zoom(0.8));
  document.getElementById('fit').addEventListener('click', fit);
  window.addEventListener('resize', show);
  svg.removeAttribute('width');
  svg.removeAttribute('height');
  svg.setAttribute('preserveAspectRatio', 'xMinYMin meet');
  fit();
})();
