// A chart on two canvases: the drawing, and above it the marks of the chosen trial. Points can be hovered, clicked and walked along.
const plots = [];
const readColours = () => {
  const style = getComputedStyle(document.documentElement);
  const names = ['card', 'line', 'grid', 'strong', 'text', 'mark', 'complete', 'pruned', 'failed', 'running', 'best', 'faint'];
  return Object.fromEntries(names.map(name => [name, style.getPropertyValue(`--${name}`).trim()]));
};

class Plot {
  constructor(host, label, draw) {
    this.host = host;
    this.draw = draw;
    this.points = [];
    this.lines = null;
    this.isMany = false;
    [this.base, this.overlay] = [0, 1].map(() => host.appendChild(element('canvas')));
    this.tip = host.appendChild(element('div', '', 'tip'));
    this.tip.hidden = true;
    if (label) { host.setAttribute('aria-label', `${label}. Arrow keys go from trial to trial, Escape leaves.`); }
    host.addEventListener('pointermove', event => this.hover(event));
    host.addEventListener('pointerleave', () => { this.tip.hidden = true; });
    host.addEventListener('click', event => {
      const i = this.nearest(event);
      if (i >= 0) { view.choose(i); }
    });
    host.addEventListener('keydown', event => this.walk(event));
    new ResizeObserver(() => this.refresh()).observe(host);
    plots.push(this);
  }

  refresh() {
    if (!this.isWaiting) {
      this.isWaiting = true;
      requestAnimationFrame(() => { this.isWaiting = false; this.render(); });
    }
  }

  render() {
    const ratio = devicePixelRatio || 1;
    [this.width, this.height] = [this.host.clientWidth, this.host.clientHeight];
    if (this.width === 0) { return; }
    this.colours = readColours();
    [this.context, this.marks] = [this.base, this.overlay].map(canvas => {
      [canvas.width, canvas.height] = [this.width * ratio, this.height * ratio];
      const context = canvas.getContext('2d');
      context.scale(ratio, ratio);
      context.font = '12px system-ui, sans-serif';
      return context;
    });
    this.points = [];
    this.draw(this);
    this.mark();
  }

  // Draws axes with their labels, and gives the functions from places to pixels.
  frame(across, up, acrossLabel, upLabel) {
    const { context, colours, width, height } = this;
    const upTicks = up.ticks(Math.max(2, (height - 60) / 45));
    const shorten = text => text.length > 16 ? `${text.slice(0, 15)}…` : text;
    const left = 16 + Math.max(20, ...upTicks.map(tick => context.measureText(shorten(tick.text)).width));
    const box = { left, right: width - 14, top: 24, bottom: height - 42 };
    const toX = place => box.left + place * (box.right - box.left);
    const toY = place => box.bottom - place * (box.bottom - box.top);
    context.lineWidth = 1;
    context.fillStyle = colours.text;
    context.strokeStyle = colours.grid;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    upTicks.forEach(tick => {
      const y = Math.round(toY(tick.place)) + 0.5;
      context.beginPath();
      context.moveTo(box.left, y);
      context.lineTo(box.right, y);
      context.stroke();
      context.fillText(shorten(tick.text), box.left - 7, y);
    });
    context.textBaseline = 'top';
    context.textAlign = 'center';
    let end = -Infinity;
    across.ticks(across.choices ? 60 : Math.max(2, (box.right - box.left) / 80)).forEach(tick => {
      const text = shorten(tick.text);
      const half = context.measureText(text).width / 2;
      const x = Math.min(width - half - 2, toX(tick.place));
      if (x - half > end + 6) {
        context.fillText(text, x, box.bottom + 7);
        end = x + half;
      }
    });
    context.strokeStyle = colours.line;
    context.strokeRect(box.left + 0.5, box.top + 0.5, box.right - box.left, box.bottom - box.top);
    context.fillText(acrossLabel, (box.left + box.right) / 2, height - 17);
    context.textAlign = 'left';
    context.fillText(upLabel, 4, 4);
    return { toX, toY, box };
  }

  // Draws points {i, x, y} and remembers them for the pointer and the keys.
  dots(points, colour, style = 'fill', alpha = 1) {
    const { context, isMany } = this;
    const size = isMany ? 1.7 : 3.4;
    context.globalAlpha = alpha;
    context.fillStyle = context.strokeStyle = colour;
    context.lineWidth = isMany ? 1 : 1.6;
    context.beginPath();
    points.forEach(({ x, y }) => {
      if (isMany) {
        context.rect(x - size, y - size, 2 * size, 2 * size);
      } else {
        context.moveTo(x + size, y);
        context.arc(x, y, size, 0, 2 * Math.PI);
      }
    });
    if (style === 'fill') { context.fill(); } else { context.stroke(); }
    context.globalAlpha = 1;
    points.forEach(point => this.points.push(point));
  }

  path(points, colour, width, context = this.context) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = 'round';
    context.beginPath();
    points.forEach((point, i) => {
      if (point && i > 0 && points[i - 1]) { context.lineTo(point.x, point.y); } else if (point) { context.moveTo(point.x, point.y); }
    });
    context.stroke();
  }

  mark() {
    if (!this.marks) { return; }
    this.marks.clearRect(0, 0, this.width, this.height);
    if (view.chosen < 0) { return; }
    if (this.lines) { this.path(this.lines(view.chosen), this.colours.strong, 2.5, this.marks); }
    this.points.filter(point => point.i === view.chosen && !this.lines).forEach(({ x, y }) => {
      this.marks.strokeStyle = this.colours.strong;
      this.marks.lineWidth = 2;
      this.marks.beginPath();
      this.marks.arc(x, y, 7, 0, 2 * Math.PI);
      this.marks.stroke();
    });
  }

  nearest(event) {
    const bounds = this.host.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    let [best, least] = [-1, 18 * 18];
    this.points.forEach(point => {
      const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
      if (distance < least) { [best, least] = [point.i, distance]; }
    });
    return best;
  }

  hover(event) {
    const i = event.buttons ? -1 : this.nearest(event);
    this.tip.hidden = i < 0;
    if (i >= 0) {
      const bounds = this.host.getBoundingClientRect();
      const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
      this.tip.textContent = describe(i);
      this.tip.style.left = `${x > this.width / 2 ? Math.max(0, x - this.tip.offsetWidth - 14) : x + 14}px`;
      this.tip.style.top = `${Math.max(0, Math.min(y + 10, this.height - this.tip.offsetHeight))}px`;
    }
  }

  walk(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') { view.choose(-1); }
    if (event.target !== this.host || (!step && event.key !== 'Home' && event.key !== 'End')) { return; }
    event.preventDefault();
    const ids = [...new Set([...this.points].sort((a, b) => a.x - b.x || a.i - b.i).map(point => point.i))];
    if (ids.length > 0) {
      const at = ids.indexOf(view.chosen);
      const next = event.key === 'Home' ? 0 : event.key === 'End' ? ids.length - 1
        : at < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + step));
      view.choose(ids[next]);
    }
  }
}
