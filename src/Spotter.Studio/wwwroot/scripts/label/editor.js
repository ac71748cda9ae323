// Boxes on a picture: drawn with the mouse or a finger, moved and stretched, and all of it with keys too.

import { h } from '../dom.js';
import { colorOf } from '../drawing.js';

const svg = (tag, attributes = {}) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const LEAST = 4;
const corners = [[0, 0], [1, 0], [1, 1], [0, 1]];

export class BoxEditor {
  boxes = [];
  proposals = [];
  label = '';
  selected = -1;
  #picture = null;
  #drag = null;

  /** @param on { change(): boxes are others now, select(index), needsLabel() } */
  constructor(on) {
    this.on = on;
    this.image = h('img', { alt: '', draggable: false });
    this.overlay = svg('svg', { class: 'boxes', preserveAspectRatio: 'xMidYMid meet' });
    this.element = h('div', { class: 'stage label-stage', tabIndex: 0, role: 'application', 'aria-label': 'Picture with boxes' }, this.image, this.overlay);
    this.overlay.addEventListener('pointerdown', (event) => this.#press(event));
    this.overlay.addEventListener('pointermove', (event) => this.#move(event));
    this.overlay.addEventListener('pointerup', () => this.#release());
    this.overlay.addEventListener('pointercancel', () => { this.#drag = null; this.draw(); });
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  /**
   * @param picture { name, title, width, height, boxes }; null for none
   * @param address of its file
   */
  show(picture, address) {
    this.#picture = picture;
    this.boxes = picture ? picture.boxes.map((box) => ({ ...box })) : [];
    this.proposals = [];
    this.selected = -1;
    this.#drag = null;
    this.image.hidden = !picture;
    if (picture) {
      this.image.src = address;
      this.image.alt = picture.title;
      this.element.style.aspectRatio = `${picture.width} / ${picture.height}`;
      this.overlay.setAttribute('viewBox', `0 0 ${picture.width} ${picture.height}`);
    }
    this.draw();
  }

  /** Takes what a model proposed, or only one of it. */
  confirm(index) {
    const taken = index === undefined ? this.proposals : [this.proposals[index]];
    this.boxes.push(...taken.map(({ label, x, y, w, h }) => ({ label, x, y, w, h })));
    this.proposals = index === undefined ? [] : this.proposals.filter((_, i) => i !== index);
    this.#changed();
  }

  reject(index) {
    this.proposals = index === undefined ? [] : this.proposals.filter((_, i) => i !== index);
    this.draw();
    this.on.select(this.selected);
  }

  /** Gives the chosen box another label, or what is drawn next. */
  setLabel(label) {
    this.label = label;
    if (this.boxes[this.selected]) {
      this.boxes[this.selected].label = label;
      this.#changed();
    }
  }

  remove(index = this.selected) {
    if (!this.boxes[index]) return;
    this.boxes.splice(index, 1);
    this.selected = -1;
    this.#changed();
    this.element.focus();
  }

  select(index) {
    this.selected = index;
    this.draw();
    this.on.select(index);
  }

  /** A box in the middle, for whoever draws with keys. */
  addInTheMiddle() {
    if (!this.#picture) return;
    if (!this.label) return this.on.needsLabel();
    const { width, height } = this.#picture;
    this.boxes.push({ label: this.label, x: Math.round(width * 0.35), y: Math.round(height * 0.35), w: Math.round(width * 0.3), h: Math.round(height * 0.3) });
    this.selected = this.boxes.length - 1;
    this.#changed();
    this.element.focus();
  }

  #changed() {
    this.draw();
    this.on.change();
  }

  #at(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.overlay.getScreenCTM().inverse());
    return { x: Math.min(this.#picture.width, Math.max(0, point.x)), y: Math.min(this.#picture.height, Math.max(0, point.y)) };
  }

  #press(event) {
    if (!this.#picture || event.button !== 0) return;
    event.preventDefault();
    this.element.focus();
    this.overlay.setPointerCapture(event.pointerId);
    const at = this.#at(event);
    const { corner, box, proposal } = event.target.dataset;
    if (proposal !== undefined) return this.confirm(Number(proposal));
    if (corner !== undefined) {
      // The opposite corner stays.
      const chosen = this.boxes[this.selected];
      const [right, down] = corners[(Number(corner) + 2) % 4];
      this.#drag = { kind: 'draw', from: { x: chosen.x + right * chosen.w, y: chosen.y + down * chosen.h }, box: chosen, isNew: false };
    } else if (box !== undefined) {
      this.select(Number(box));
      const chosen = this.boxes[this.selected];
      this.#drag = { kind: 'move', from: at, box: chosen, x: chosen.x, y: chosen.y, hasMoved: false };
    } else if (!this.label) this.on.needsLabel();
    else {
      this.selected = -1;
      this.#drag = { kind: 'draw', from: at, box: { label: this.label, x: at.x, y: at.y, w: 0, h: 0 }, isNew: true };
    }
  }

  #move(event) {
    if (!this.#drag) return;
    const at = this.#at(event);
    const { kind, from, box } = this.#drag;
    if (kind === 'draw') Object.assign(box, { x: Math.min(from.x, at.x), y: Math.min(from.y, at.y), w: Math.abs(at.x - from.x), h: Math.abs(at.y - from.y) });
    else {
      this.#drag.hasMoved = true;
      box.x = Math.min(this.#picture.width - box.w, Math.max(0, this.#drag.x + at.x - from.x));
      box.y = Math.min(this.#picture.height - box.h, Math.max(0, this.#drag.y + at.y - from.y));
    }
    this.draw();
  }

  #release() {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag) return;
    const { box } = drag;
    for (const side of ['x', 'y', 'w', 'h']) box[side] = Math.round(box[side]);
    if (drag.isNew) {
      if (box.w < LEAST || box.h < LEAST) return this.select(-1);
      this.boxes.push(box);
      this.selected = this.boxes.length - 1;
    } else if (drag.kind === 'move' && !drag.hasMoved) return;
    this.#changed();
    this.on.select(this.selected);
  }

  #key(event) {
    const box = this.boxes[this.selected];
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const step = event.ctrlKey ? 10 : 2;
    if (event.key === 'Delete' || event.key === 'Backspace') this.remove();
    else if (event.key === 'Escape') this.select(-1);
    else if (event.key === 'b') this.addInTheMiddle();
    else if (event.key === '.' || event.key === ',') {
      const next = this.selected + (event.key === '.' ? 1 : -1);
      if (this.boxes.length > 0) this.select((next + this.boxes.length) % this.boxes.length);
    } else if (move && box) {
      if (event.shiftKey) {
        box.w = Math.min(this.#picture.width - box.x, Math.max(LEAST, box.w + move[0] * step));
        box.h = Math.min(this.#picture.height - box.y, Math.max(LEAST, box.h + move[1] * step));
      } else {
        box.x = Math.min(this.#picture.width - box.w, Math.max(0, box.x + move[0] * step));
        box.y = Math.min(this.#picture.height - box.h, Math.max(0, box.y + move[1] * step));
      }
      this.#changed();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  draw() {
    if (!this.#picture) {
      this.overlay.replaceChildren();
      return;
    }
    const unit = Math.max(this.#picture.width, this.#picture.height) / 100;
    const shapes = [];
    const rect = (box, attributes) => svg('rect', { x: box.x, y: box.y, width: Math.max(0, box.w), height: Math.max(0, box.h), stroke: colorOf(box.label), 'stroke-width': unit * 0.35, ...attributes });
    const name = (box) => {
      const text = svg('text', { x: box.x, y: box.y > unit * 3 ? box.y - unit * 0.7 : box.y + unit * 2.6, 'font-size': unit * 2.4, fill: colorOf(box.label) });
      text.textContent = box.label;
      return text;
    };
    this.proposals.forEach((box, i) => shapes.push(rect(box, { class: 'proposal', 'data-proposal': i, 'stroke-dasharray': `${unit} ${unit * 0.7}` }), name(box)));
    this.boxes.forEach((box, i) => shapes.push(rect(box, { class: i === this.selected ? 'box chosen' : 'box', 'data-box': i }), name(box)));
    if (this.#drag?.isNew) shapes.push(rect(this.#drag.box, { class: 'box' }));
    const chosen = this.boxes[this.selected];
    if (chosen) corners.forEach(([right, down], i) => shapes.push(svg('circle', { cx: chosen.x + right * chosen.w, cy: chosen.y + down * chosen.h, r: unit * 0.9, class: 'corner', 'data-corner': i })));
    this.overlay.replaceChildren(...shapes);
  }
}
