// Two or three models side by side, on a picture or on the camera: detectors, or classifiers that were trained here.

import { detect, exampleFile, examples, getJson, models, query, send } from '../api.js';
import { Camera } from '../camera.js';
import { grouped, searchSliders } from '../controls.js';
import { h, icon, toast } from '../dom.js';
import { paint } from '../drawing.js';
import { icons } from '../icons.js';
import { LiveSocket } from '../live-socket.js';

const MOST = 3;
const LEAST = 2;
const chosen = ['faces', 'haarcascade_frontalface_default'];
const search = {};
const WIDEST = 1600;

// Some models draw tighter boxes than others around the same thing.
const SAME = 0.3;
const MOST_ZOOM = 12;

// The picture stays while one looks at other views.
let picture = null;

export async function open(root) {
  const [list, runs] = await Promise.all([models(), getJson('api/v1/runs')]);
  const columns = h('div', { class: 'columns' });
  const comparison = new Comparison(columns, { list, runs: runs.filter((run) => run.history.length > 0) });
  const input = h('input', { type: 'file', accept: 'image/*', class: 'visually-hidden', id: 'compare-input', onchange: () => { comparison.usePicture(input.files[0]); input.value = ''; } });
  const tries = h('span', { class: 'row' });
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
  const only = h('input', { type: 'checkbox', id: 'compare-only', onchange: () => comparison.showOnly(only.checked) });
  for (const example of (await examples()).filter(({ kind }) => kind === 'picture')) {
    tries.append(h('button', { type: 'button', class: 'example', dataset: { example: example.id }, onclick: async () => {
      try {
        await comparison.usePicture(await exampleFile(example));
      } catch (error) {
        toast(error.message, true);
      }
    } }, `Try ${example.title.toLowerCase()}`));
  }
  root.addEventListener('dragover', (event) => event.preventDefault());
  root.addEventListener('drop', (event) => { event.preventDefault(); comparison.usePicture(event.dataTransfer.files[0]); });
  root.append(
    h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Compare'), h('p', {}, 'The same picture through several models: what each finds, what only one of them finds, and how long it takes. Zoom in one, and all follow.'))),
    h('div', { class: 'card panel compare-bar' },
      h('div', { class: 'row' }, h('label', { class: 'button primary', htmlFor: 'compare-input' }, 'Choose a picture'), input, camera, more, tries,
        h('label', { class: 'row small' }, only, 'show only what the others do not find')),
      h('details', { class: 'more' }, h('summary', {}, 'How to search'), searchSliders(search, () => comparison.settle()))),
    columns);
  comparison.restart();
  return () => comparison.close();
}

class Comparison {
  #lanes = [];
  #camera = null;
  #timer = 0;
  #view = { scale: 1, x: 0, y: 0 };
  #only = false;

  constructor(element, offer) {
    this.element = element;
    this.offer = offer;
  }

  get isLive() { return this.#camera !== null; }

  async usePicture(file) {
    if (!file) return;
    if (this.isLive) await this.toggleCamera();
    try {
      picture = { file, bitmap: await createImageBitmap(file) };
      this.#zoomTo({ scale: 1, x: 0, y: 0 });
      await this.run();
    } catch (error) {
      toast(error.title ? error.message : `${file.name}: this browser cannot show it; use JPEG or PNG`, true);
    }
  }

  async toggleCamera() {
    if (this.#camera) {
      this.#stopCamera();
      this.restart();
      return;
    }
    this.#camera = await Camera.open();
    this.restart();
    this.#camera.onframe = () => { for (const lane of this.#lanes) lane.capture(this.#camera); };
  }

  /** Lays the columns out anew; a lane whose model is the same keeps what it shows, and the focus. */
  restart() {
    this.element.style.setProperty('--columns', chosen.length);
    const before = this.#lanes;
    this.#lanes = chosen.map((id, i) => {
      if (before[i]?.id === id) return before[i];
      before[i]?.close();
      if (before[i]) {
        before[i].use(id);
        return before[i];
      }
      return new Lane(this.offer, id, (next) => { chosen[i] = next; this.restart(); }, {
        view: () => this.#view, zoom: (view) => this.#zoomTo(view), others: (lane) => this.#others(lane),
      });
    });
    for (const lane of before.slice(chosen.length)) {
      lane.close();
      lane.element.remove();
    }
    for (const lane of this.#lanes) if (!lane.element.isConnected) this.element.append(lane.element);
    if (this.isLive) for (const lane of this.#lanes) lane.goLive();
    else {
      for (const lane of this.#lanes) lane.close();
      this.run();
    }
  }

  /** Searches again when the sliders have come to rest. */
  settle() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.isLive) for (const lane of this.#lanes) lane.change();
      else this.run();
    }, 150);
  }

  showOnly(isOnly) {
    this.#only = isOnly;
    for (const lane of this.#lanes) lane.draw(this.#only);
  }

  async run() {
    if (!picture) return;
    // One after the other: their times would disturb each other.
    for (const lane of [...this.#lanes]) await lane.searchPicture(picture);
    for (const lane of this.#lanes) lane.draw(this.#only);
  }

  close() {
    clearTimeout(this.#timer);
    for (const lane of this.#lanes) lane.close();
    if (this.#camera) this.#stopCamera();
  }

  #others(lane) { return this.#lanes.filter((other) => other !== lane); }

  #zoomTo(view) {
    this.#view = view;
    for (const lane of this.#lanes) lane.place(view);
  }

  #stopCamera() {
    this.#camera.close();
    this.#camera = null;
  }
}

class Lane {
  #socket = null;
  #times = [];
  #pointers = new Map();
  #asking = false;
  found = null;
  #source = null;

  constructor({ list, runs }, id, change, together) {
    this.id = id;
    this.together = together;
    this.canvas = h('canvas', { role: 'img', 'aria-label': `What ${id} finds` });
    this.empty = h('div', { class: 'empty' }, icon(...icons.compare), h('p', {}, 'Choose a picture, try an example or use the camera.'));
    this.facts = h('dl', { class: 'facts' });
    this.answers = h('ol', { class: 'answers', hidden: true, 'aria-label': 'What it says' });
    const select = h('select', { 'aria-label': 'Model', onchange: () => change(select.value) }, grouped(list, id),
      runs.length > 0 ? h('optgroup', { label: 'Classifiers trained here' }, runs.map((run) => h('option', { value: `run:${run.name}`, selected: `run:${run.name}` === id }, run.name))) : '');
    this.stage = h('div', { class: 'stage', tabIndex: 0, role: 'group', 'aria-label': 'Picture; plus and minus zoom, arrow keys move' }, this.canvas, this.empty);
    this.element = h('section', { class: 'card lane' }, select, this.stage, this.facts, this.answers);
    this.#letZoom();
  }

  get #run() { return this.id.startsWith('run:') ? this.id.slice(4) : null; }

  use(id) {
    this.id = id;
    this.found = null;
    this.canvas.setAttribute('aria-label', `What ${id.replace(/^run:/, '')} finds`);
  }

  async searchPicture({ file, bitmap }) {
    try {
      if (this.#run) {
        await this.#classify(file, bitmap);
        return;
      }
      this.answers.hidden = true;
      this.found = await detect(file, [this.id], search);
      this.#source = bitmap;
      this.draw();
    } catch (error) {
      toast(error.message, true);
    }
  }

  /** @param isOnly whether only that is drawn which no other lane finds */
  draw(isOnly = false) {
    if (!this.found || !this.#source) return;
    const rivals = this.together.others(this).filter((lane) => lane.found);
    const alone = this.found.detections.filter((one) => !rivals.some((lane) => lane.found.detections.some((other) => overlap(one, other) > SAME)));
    this.#show(this.#source, { ...this.found, detections: isOnly && rivals.length > 0 ? alone : this.found.detections }, Math.min(WIDEST, this.found.width));
    this.#tell([['Found', this.found.detections.length], ...(rivals.length > 0 ? [['Only here', alone.length]] : []), ['Search', `${this.found.ms.toFixed(1)} ms`], ['Reading', `${this.found.decodeMs.toFixed(1)} ms`]]);
  }

  goLive() {
    if (this.#socket || this.#run) return;
    this.#socket = new LiveSocket(this.#settings(), {
      result: (message, frame) => {
        this.#count();
        if (!frame) return;
        this.#show(frame.picture, message, message.width);
        frame.release();
        this.#tell([['Found', message.detections.length], ['Search', `${message.ms.toFixed(1)} ms`], ['Rate', `${(this.#times.length / 2).toFixed(0)} fps`]]);
      },
      problem: (text) => toast(text, true),
      state: (state) => { if (state === 'lost') this.#tell([['Found', 'the studio does not answer']]); },
    });
  }

  capture(camera) {
    if (this.#run) {
      if (this.#asking) return;
      this.#asking = true;
      camera.take().then(async (file) => this.#classify(file, await createImageBitmap(file))).catch((error) => toast(error.message, true)).finally(() => { this.#asking = false; });
      return;
    }
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

  place({ scale, x, y }) {
    this.canvas.style.transform = `translate(${x * 100}%, ${y * 100}%) scale(${scale})`;
  }

  async #classify(file, bitmap) {
    this.found = null;
    const answer = await send('POST', `api/v1/classify${query({ run: this.#run })}`, file);
    this.#count();
    this.#show(bitmap, null, Math.min(WIDEST, bitmap.width), bitmap);
    this.answers.hidden = false;
    this.answers.replaceChildren(...answer.classes.slice(0, 5).map((entry) => h('li', {}, h('span', {}, entry.name), h('meter', { min: 0, max: 1, value: entry.probability ?? 0, 'aria-label': entry.name }), h('span', { class: 'number' }, `${((entry.probability ?? 0) * 100).toFixed(1)}%`))));
    this.#tell([['Says', answer.classes[0]?.name ?? '–'], ['Network', `${answer.ms.toFixed(1)} ms`]]);
  }

  #count() {
    this.#times.push(performance.now());
    this.#times = this.#times.filter((time) => time > performance.now() - 2000);
  }

  #settings() {
    return { detectors: [this.id], search, smoothing: 0 };
  }

  #show(source, found, width, size = found) {
    this.empty.hidden = true;
    const height = Math.round((size.height * width) / size.width);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.stage.style.aspectRatio = `${width} / ${height}`;
    }
    paint(this.canvas.getContext('2d'), source, found, 'boxes');
  }

  #tell(facts) {
    this.facts.replaceChildren(...facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', { class: 'number' }, String(value)))));
  }

  // All lanes show the same part: places are told in shares of a lane.
  #letZoom() {
    const zoom = (factor, at) => {
      const view = { ...this.together.view() };
      const scale = Math.min(MOST_ZOOM, Math.max(1, view.scale * factor));
      view.x = at.x - (at.x - view.x) * (scale / view.scale);
      view.y = at.y - (at.y - view.y) * (scale / view.scale);
      view.scale = scale;
      if (scale === 1) view.x = view.y = 0;
      this.together.zoom(view);
    };
    const share = (event) => {
      const box = this.stage.getBoundingClientRect();
      return { x: (event.clientX - box.left) / box.width - 0.5, y: (event.clientY - box.top) / box.height - 0.5 };
    };
    this.stage.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && this.together.view().scale === 1 && event.deltaY > 0) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, share(event));
    }, { passive: false });
    this.stage.onpointerdown = (event) => {
      this.#pointers.set(event.pointerId, event);
      if (this.together.view().scale > 1 || this.#pointers.size > 1) this.stage.setPointerCapture(event.pointerId);
    };
    this.stage.onpointermove = (event) => {
      const last = this.#pointers.get(event.pointerId);
      if (!last) return;
      const others = [...this.#pointers.values()].filter((one) => one.pointerId !== event.pointerId);
      this.#pointers.set(event.pointerId, event);
      if (others.length > 0) {
        const distance = (one) => Math.max(1, Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY));
        zoom(distance(event) / distance(last), share(event));
        return;
      }
      const view = this.together.view();
      if (view.scale === 1) return;
      const [now, then] = [share(event), share(last)];
      this.together.zoom({ ...view, x: view.x + now.x - then.x, y: view.y + now.y - then.y });
    };
    this.stage.onpointerup = this.stage.onpointercancel = this.stage.onpointerleave = (event) => this.#pointers.delete(event.pointerId);
    this.stage.onkeydown = (event) => {
      const move = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      const view = this.together.view();
      if (event.key === '+' || event.key === '=') zoom(1.5, { x: 0, y: 0 });
      else if (event.key === '-') zoom(1 / 1.5, { x: 0, y: 0 });
      else if (move && view.scale > 1) this.together.zoom({ ...view, x: view.x + move[0] * 0.1, y: view.y + move[1] * 0.1 });
      else return;
      event.preventDefault();
    };
  }
}

/** Intersection over union. */
function overlap(a, b) {
  const width = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? (width * height) / (a.w * a.h + b.w * b.h - width * height) : 0;
}
