// Two or three detectors side by side, on a picture or on the camera.

import { detect, models } from '../api.js';
import { Camera } from '../camera.js';
import { searchSliders } from '../controls.js';
import { h, icon, toast } from '../dom.js';
import { paint } from '../drawing.js';
import { icons } from '../icons.js';
import { LiveSocket } from '../live-socket.js';

const MOST = 3;
const LEAST = 2;
const chosen = ['faces', 'haarcascade_frontalface_default'];
const search = {};
const WIDEST = 1600;

export async function open(root) {
  const list = await models();
  const columns = h('div', { class: 'columns' });
  const comparison = new Comparison(columns, list);
  const input = h('input', { type: 'file', accept: 'image/*', class: 'visually-hidden', id: 'compare-input', onchange: () => { comparison.usePicture(input.files[0]); input.value = ''; } });
  const camera = h('button', { type: 'button', onclick: async () => {
    try {
      await comparison.toggleCamera();
      camera.textContent = comparison.isLive ? 'Stop the camera' : 'Use the camera';
    } catch (error) {
      toast(error.message, true);
    }
  } }, 'Use the camera');
  const more = h('button', { type: 'button', onclick: () => {
    if (chosen.length < MOST) chosen.push(list.find((model) => !chosen.includes(model.id)).id);
    else chosen.length = LEAST;
    more.textContent = chosen.length < MOST ? 'Add a third' : 'Remove the third';
    comparison.restart();
  } }, chosen.length < MOST ? 'Add a third' : 'Remove the third');
  root.addEventListener('dragover', (event) => event.preventDefault());
  root.addEventListener('drop', (event) => { event.preventDefault(); comparison.usePicture(event.dataTransfer.files[0]); });
  root.append(
    h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Compare'), h('p', {}, 'The same picture through several detectors: what each finds, how often, and how long it takes.'))),
    h('div', { class: 'card panel compare-bar' },
      h('div', { class: 'row' }, h('label', { class: 'button primary', htmlFor: 'compare-input' }, 'Choose a picture'), input, camera, more),
      searchSliders(search, () => comparison.settle())),
    columns);
  comparison.restart();
  return () => comparison.close();
}

class Comparison {
  #lanes = [];
  #picture = null;
  #file = null;
  #camera = null;
  #timer = 0;

  constructor(element, list) {
    this.element = element;
    this.list = list;
  }

  get isLive() { return this.#camera !== null; }

  async usePicture(file) {
    if (!file) return;
    if (this.isLive) await this.toggleCamera();
    try {
      const picture = await createImageBitmap(file);
      this.#picture = picture;
      this.#file = file;
      this.run();
    } catch {
      toast(`${file.name}: this browser cannot show it; use JPEG or PNG`, true);
    }
  }

  async toggleCamera() {
    if (this.#camera) {
      this.#stopCamera();
      this.restart();
      return;
    }
    this.#camera = await Camera.open();
    this.#picture = this.#file = null;
    this.restart();
    this.#camera.onframe = () => { for (const lane of this.#lanes) lane.capture(this.#camera); };
  }

  /** Lays the columns out anew. */
  restart() {
    for (const lane of this.#lanes) lane.close();
    this.element.style.setProperty('--columns', chosen.length);
    this.#lanes = chosen.map((id, i) => new Lane(this.list, id, (next) => { chosen[i] = next; this.restart(); }));
    this.element.replaceChildren(...this.#lanes.map((lane) => lane.element));
    if (this.isLive) for (const lane of this.#lanes) lane.goLive();
    else this.run();
  }

  /** Searches again when the sliders have come to rest. */
  settle() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.isLive) for (const lane of this.#lanes) lane.change();
      else this.run();
    }, 150);
  }

  async run() {
    if (!this.#picture) return;
    // One after the other: their times would disturb each other.
    for (const lane of [...this.#lanes]) await lane.searchPicture(this.#file, this.#picture);
  }

  close() {
    clearTimeout(this.#timer);
    for (const lane of this.#lanes) lane.close();
    if (this.#camera) this.#stopCamera();
  }

  #stopCamera() {
    this.#camera.close();
    this.#camera = null;
  }
}

class Lane {
  #socket = null;
  #times = [];

  constructor(list, id, change) {
    this.id = id;
    this.canvas = h('canvas', { 'aria-label': `What ${id} finds` });
    this.empty = h('div', { class: 'empty' }, icon(...icons.compare), h('p', {}, 'Choose a picture or use the camera.'));
    this.facts = h('dl', { class: 'facts' });
    const select = h('select', { 'aria-label': 'Detector', onchange: () => change(select.value) },
      list.map((model) => h('option', { value: model.id, selected: model.id === id }, model.title)));
    this.element = h('section', { class: 'card lane' }, select, h('div', { class: 'stage' }, this.canvas, this.empty), this.facts);
  }

  async searchPicture(file, picture) {
    try {
      const found = await detect(file, [this.id], search);
      this.#show(picture, found, Math.min(WIDEST, found.width));
      this.#tell([['Found', found.detections.length], ['Search', `${found.ms.toFixed(1)} ms`], ['Reading', `${found.decodeMs.toFixed(1)} ms`]]);
    } catch (error) {
      toast(error.message, true);
    }
  }

  goLive() {
    this.#socket = new LiveSocket(this.#settings(), {
      result: (message, frame) => {
        this.#times.push(performance.now());
        this.#times = this.#times.filter((time) => time > performance.now() - 2000);
        if (!frame) return;
        this.#show(frame.picture, message, message.width);
        frame.release();
        this.#tell([['Found', message.detections.length], ['Search', `${message.ms.toFixed(1)} ms`], ['Rate', `${(this.#times.length / 2).toFixed(0)} fps`]]);
      },
      problem: (text) => toast(text, true),
      state: () => {},
    });
  }

  capture(camera) {
    if (!this.#socket?.hasRoom) return;
    const socket = this.#socket;
    const frame = camera.grab();
    const place = socket.reserve(frame);
    frame.encode().then((bytes) => socket.fill(place, bytes));
  }

  change() {
    this.#socket?.set(this.#settings());
  }

  close() {
    this.#socket?.close();
    this.#socket = null;
  }

  #settings() {
    return { detectors: [this.id], search, smoothing: 0 };
  }

  #show(source, found, width) {
    this.empty.hidden = true;
    const height = Math.round((found.height * width) / found.width);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.parentElement.style.aspectRatio = `${width} / ${height}`;
    }
    paint(this.canvas.getContext('2d'), source, found, 'boxes');
  }

  #tell(facts) {
    this.facts.replaceChildren(...facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', { class: 'number' }, String(value)))));
  }
}
