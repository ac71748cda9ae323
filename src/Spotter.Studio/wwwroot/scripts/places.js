// Lines and zones over a picture, drawn with the mouse, a finger or the keyboard, and what crosses and enters them.

import { h } from './dom.js';

const svg = (tag, attributes = {}, ...children) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const KEY_STEP = 8;

/** What is drawn over a stage; places are in pixels of the picture. */
export class Places {
  lines = [];
  zones = [];
  #drawing = null;
  #points = [];
  #width = 640;
  #height = 480;

  /** @param onchange told when a place is there, moved or gone */
  constructor(onchange = () => {}) {
    this.onchange = onchange;
    this.element = svg('svg', { class: 'places', preserveAspectRatio: 'xMidYMid meet' });
    this.hint = h('span', { class: 'small muted', role: 'status' });
    const add = (kind) => (event) => {
      // A press of a key draws one in the middle, which keys move then.
      if (event.detail === 0) this.#add(kind, kind === 'line' ? this.#part([0.2, 0.5, 0.8, 0.5]) : this.#part([0.3, 0.3, 0.7, 0.3, 0.7, 0.7, 0.3, 0.7]));
      else this.#begin(kind);
    };
    this.buttons = [
      h('button', { type: 'button', onclick: add('line') }, 'Draw a line'),
      h('button', { type: 'button', onclick: add('zone') }, 'Draw a zone'),
      h('button', { type: 'button', hidden: true, onclick: () => this.clear() }, 'Remove lines and zones'),
    ];
    this.element.addEventListener('pointerdown', (event) => this.#press(event));
    this.element.addEventListener('pointermove', (event) => this.#move(event));
    this.element.addEventListener('pointerup', (event) => this.#release(event));
  }

  get isEmpty() { return this.lines.length + this.zones.length === 0; }

  /** As the studio reads them. */
  get query() {
    const text = (places) => places.map((points) => points.map((number) => Math.round(number)).join(',')).join(';') || undefined;
    return { lines: text(this.lines), zones: text(this.zones) };
  }

  size(width, height) {
    if (this.#width === width && this.#height === height && this.element.hasAttribute('viewBox')) return;
    const scale = [width / this.#width, height / this.#height];
    for (const points of [...this.lines, ...this.zones]) points.forEach((number, i) => { points[i] = number * scale[i % 2]; });
    this.#width = width;
    this.#height = height;
    this.element.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.draw();
  }

  clear() {
    this.lines = [];
    this.zones = [];
    this.#drawing = null;
    this.#done();
  }

  /** @param counts texts, of lines first */
  tell(counts) {
    this.element.querySelectorAll('text').forEach((text, i) => { text.textContent = counts[i] ?? ''; });
  }

  #part(shares) { return shares.map((share, i) => share * (i % 2 ? this.#height : this.#width)); }

  #begin(kind) {
    this.#drawing = kind;
    this.#points = [];
    this.element.classList.add('drawing');
    this.hint.textContent = kind === 'line' ? 'Drag from one end of the line to the other; who crosses it from left to right, as seen along it, comes in.' : 'Press at each corner; press the first one again to close the zone.';
  }

  #add(kind, points) {
    (kind === 'line' ? this.lines : this.zones).push(points);
    this.#done();
    this.element.querySelector('circle:last-of-type')?.focus();
  }

  #done() {
    this.#drawing = null;
    this.#points = [];
    this.hint.textContent = '';
    this.element.classList.remove('drawing');
    this.buttons[2].hidden = this.isEmpty;
    this.draw();
    this.onchange();
  }

  #at(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.element.getScreenCTM().inverse());
    return [Math.min(this.#width, Math.max(0, point.x)), Math.min(this.#height, Math.max(0, point.y))];
  }

  #press(event) {
    if (!this.#drawing) return;
    event.preventDefault();
    this.element.setPointerCapture(event.pointerId);
    const at = this.#at(event);
    if (this.#drawing === 'line') this.#points = [...at, ...at];
    else {
      const [x, y] = this.#points;
      if (this.#points.length >= 6 && Math.hypot(x - at[0], y - at[1]) < this.#width / 30) {
        this.#add('zone', this.#points);
        return;
      }
      this.#points.push(...at);
    }
    this.draw();
  }

  #move(event) {
    if (this.#drawing !== 'line' || this.#points.length === 0) return;
    this.#points.splice(2, 2, ...this.#at(event));
    this.draw();
  }

  #release() {
    if (this.#drawing !== 'line' || this.#points.length === 0) return;
    const [x, y, toX, toY] = this.#points;
    if (Math.hypot(toX - x, toY - y) > this.#width / 40) this.#add('line', this.#points);
    else this.#points = [];
  }

  draw() {
    const unit = this.#width / 100;
    const shapes = [];
    const handles = [];
    const shape = (kind, points, i) => {
      shapes.push(kind === 'line'
        ? svg('polyline', { points: points.join(' '), class: 'line', 'stroke-width': unit * 0.5 })
        : svg('polygon', { points: points.join(' '), class: 'zone', 'stroke-width': unit * 0.4 }));
      const xs = points.filter((_, at) => at % 2 === 0);
      const ys = points.filter((_, at) => at % 2 === 1);
      const middle = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
      shapes.push(svg('text', { x: middle(xs), y: middle(ys) - unit, 'font-size': unit * 3, 'text-anchor': 'middle' }));
      if (i === undefined) return;
      for (let at = 0; at < points.length; at += 2) handles.push(this.#handle(kind, points, i, at, unit));
    };
    this.lines.forEach((points, i) => shape('line', points, i));
    this.zones.forEach((points, i) => shape('zone', points, i));
    if (this.#points.length > 0) shape(this.#drawing === 'line' ? 'line' : 'zone', this.#points);
    const focused = document.activeElement?.dataset?.place;
    this.element.replaceChildren(...shapes, ...handles);
    if (focused) this.element.querySelector(`[data-place="${focused}"]`)?.focus();
  }

  #handle(kind, points, i, at, unit) {
    const circle = svg('circle', { cx: points[at], cy: points[at + 1], r: unit * 1.1, tabindex: 0, role: 'button', 'data-place': `${kind}-${i}-${at}`, 'aria-label': `Point ${at / 2 + 1} of ${kind} ${i + 1}: arrow keys move it, Delete removes the ${kind}` });
    circle.addEventListener('keydown', (event) => {
      const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (event.key === 'Delete' || event.key === 'Backspace') {
        (kind === 'line' ? this.lines : this.zones).splice(i, 1);
        this.#done();
        this.buttons[0].focus();
      } else if (move) {
        this.#put(points, at, points[at] + move[0] * KEY_STEP, points[at + 1] + move[1] * KEY_STEP);
      } else return;
      event.preventDefault();
    });
    circle.addEventListener('pointerdown', (event) => {
      if (this.#drawing) return;
      event.preventDefault();
      event.stopPropagation();
      const move = (moved) => this.#put(points, at, ...this.#at(moved));
      const end = () => {
        removeEventListener('pointermove', move);
        removeEventListener('pointerup', end);
      };
      addEventListener('pointermove', move);
      addEventListener('pointerup', end);
    });
    return circle;
  }

  #put(points, at, x, y) {
    points[at] = Math.min(this.#width, Math.max(0, x));
    points[at + 1] = Math.min(this.#height, Math.max(0, y));
    this.draw();
    this.onchange();
  }
}

/** Counts who crosses lines and who is in zones, by the feet of whatever has an identity. */
export class PlaceCounter {
  #sides = new Map();
  #counts = [];

  constructor(places) {
    this.places = places;
    this.reset();
  }

  reset() {
    this.#sides.clear();
    this.#counts = this.places.lines.map(() => ({ in: 0, out: 0 }));
  }

  /**
   * @param detections in the pixels of the places
   * @returns a text a place, of lines first
   */
  update(detections) {
    const known = detections.filter((one) => one.id !== undefined && one.label !== 'eye');
    this.places.lines.forEach((line, i) => {
      for (const one of known) this.#cross(line, i, one);
    });
    return [
      ...this.#counts.map((count) => `${count.in} in, ${count.out} out`),
      ...this.places.zones.map((zone) => `${known.filter((one) => isInside(zone, one.x + one.w / 2, one.y + one.h)).length} inside`),
    ];
  }

  #cross([x1, y1, x2, y2], i, one) {
    const [x, y] = [one.x + one.w / 2, one.y + one.h];
    const length = Math.hypot(x2 - x1, y2 - y1);
    const away = ((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) / length;

    // One that trembles on the line does not cross it.
    if (Math.abs(away) < one.h * 0.05) return;
    const side = Math.sign(away);
    const key = `${i} ${one.id}`;
    const before = this.#sides.get(key);
    this.#sides.set(key, { side, x, y });
    if (!before || before.side === side) return;

    // Where the way from there to here met the line, and not beside an end.
    const share = ((x - before.x) * (y1 - before.y) - (y - before.y) * (x1 - before.x)) / ((y - before.y) * (x2 - x1) - (x - before.x) * (y2 - y1));
    if (share < 0 || share > 1) return;
    if (side > 0) this.#counts[i].in++;
    else this.#counts[i].out++;
  }
}

function isInside(corners, x, y) {
  let inside = false;
  for (let i = 0, j = corners.length - 2; i < corners.length; j = i, i += 2) {
    if (corners[i + 1] > y !== corners[j + 1] > y && x < ((corners[j] - corners[i]) * (y - corners[i + 1])) / (corners[j + 1] - corners[i + 1]) + corners[i]) inside = !inside;
  }
  return inside;
}
