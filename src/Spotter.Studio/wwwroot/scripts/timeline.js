// When something was seen in a video: a row of time below it. Pressing it, and the arrow keys, jump there.

import { count, h } from './dom.js';
import { colorOf } from './drawing.js';

const BINS = 240;
const HEIGHT = 34;

export class Timeline {
  #frames = [];
  #starts = [];
  #length = 0;

  constructor(job, video) {
    this.job = job;
    this.video = video;
    this.canvas = h('canvas', { width: BINS * 2, height: HEIGHT, class: 'timeline', tabIndex: 0, role: 'slider', 'aria-label': `When something is seen in ${job.name}`, 'aria-valuemin': 0, 'aria-valuemax': 1, 'aria-valuenow': 0 });
    this.says = h('p', { class: 'small muted number' });
    this.element = h('div', { class: 'timeline-box', hidden: true }, this.canvas, h('div', { class: 'row spread' }, this.says,
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'small', 'aria-label': 'To the one before', onclick: () => this.#jump(-1) }, '‹'),
        h('button', { type: 'button', class: 'small', 'aria-label': 'To the next that appears', onclick: () => this.#jump(1) }, '›'))));
    this.canvas.onpointerdown = (event) => this.#seek((event.offsetX / this.canvas.clientWidth) * this.#length);
    this.canvas.onkeydown = (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.#seek(this.video.currentTime + step * Math.max(0.2, this.#length / 50));
    };
    video.addEventListener('timeupdate', () => this.#draw());
    video.addEventListener('loadedmetadata', () => this.#draw());
    this.#load();
  }

  async #load() {
    const response = await fetch(`api/v1/jobs/${this.job.id}/results?format=json`);
    if (!response.ok) return;
    const lines = (await response.text()).split('\n').filter(Boolean);
    // Between the frames stand lines of events.
    this.#frames = lines.map((line) => JSON.parse(line)).filter((frame) => frame.detections)
      .map((frame) => ({ time: frame.time, labels: frame.detections.map((one) => one.label), ids: frame.detections.map((one) => one.id).filter((id) => id !== undefined) }));
    if (this.#frames.length === 0) return;
    this.#length = this.#frames.at(-1).time || 1;

    // Where an identity is seen for the first time, one can jump to.
    const known = new Set();
    for (const frame of this.#frames) {
      const fresh = frame.ids.filter((id) => !known.has(id));
      for (const id of fresh) known.add(id);
      if (fresh.length > 0) this.#starts.push(frame.time);
    }
    this.element.hidden = false;
    this.canvas.setAttribute('aria-valuemax', this.#length.toFixed(1));
    this.#draw();
  }

  #seek(time) {
    this.video.currentTime = Math.min(this.#length, Math.max(0, time));
    this.#draw();
  }

  #jump(way) {
    const now = this.video.currentTime;
    const next = way > 0 ? this.#starts.find((time) => time > now + 0.05) : this.#starts.findLast((time) => time < now - 0.05);
    if (next !== undefined) this.#seek(next);
  }

  #draw() {
    if (this.#frames.length === 0) return;
    const context = this.canvas.getContext('2d');
    const { width, height } = this.canvas;
    context.clearRect(0, 0, width, height);
    const size = Math.min(BINS, this.#frames.length);
    const bins = Array.from({ length: size }, () => new Map());
    for (const frame of this.#frames) {
      const bin = bins[Math.min(size - 1, Math.floor((frame.time / this.#length) * size))];
      const counts = new Map();
      for (const label of frame.labels) counts.set(label, (counts.get(label) ?? 0) + 1);
      for (const [label, number] of counts) bin.set(label, Math.max(bin.get(label) ?? 0, number));
    }
    const most = Math.max(1, ...bins.map((bin) => [...bin.values()].reduce((sum, number) => sum + number, 0)));
    bins.forEach((bin, i) => {
      let bottom = height;
      for (const [label, number] of bin) {
        const tall = (number / most) * (height - 6);
        context.fillStyle = colorOf(label);
        context.fillRect((i * width) / size, bottom - tall, width / size + 0.5, tall);
        bottom -= tall;
      }
    });
    const now = this.video.currentTime;
    context.fillStyle = getComputedStyle(this.canvas).color;
    context.fillRect(Math.min(width - 2, (now / this.#length) * width), 0, 2, height);
    const frame = this.#frames.findLast((one) => one.time <= now + 0.001) ?? this.#frames[0];
    const says = `${now.toFixed(1)} s: ${count(frame.labels.length, 'find')}`;
    this.says.textContent = says;
    this.canvas.setAttribute('aria-valuenow', now.toFixed(1));
    this.canvas.setAttribute('aria-valuetext', says);
  }
}
