// Tries a run on a drawing, a picture or the camera, and shows what happens inside.

import { query, send } from '../api.js';
import { Camera } from '../camera.js';
import { h, toast } from '../dom.js';
import { drawLayers } from './layers.js';

const SIDE = 280;
const SHOWN_CLASSES = 10;

export class TryCard {
  #camera = null;
  #isAsking = false;
  #isTaking = false;
  #isDrawing = false;
  #blob = null;

  /**
   * @param run what is tried; null until there is one
   * @param step its number among the steps, where it is one
   */
  constructor(run, step) {
    this.run = run;
    this.canvas = h('canvas', { width: SIDE, height: SIDE, class: 'pad', role: 'img', 'aria-label': 'Draw here with the mouse or a finger' });
    this.answers = h('ol', { class: 'answers', 'aria-label': 'What it says' });
    this.layers = h('div', { class: 'layers' });
    this.about = h('p', { class: 'small muted', id: 'try-about' });
    this.#prepareDrawing();
    const file = h('input', { type: 'file', accept: 'image/*', class: 'visually-hidden', id: 'try-file', onchange: () => { if (file.files[0]) this.use(file.files[0], file.files[0].name); file.value = ''; } });
    this.cameraButton = h('button', { type: 'button', onclick: () => this.#toggleCamera() }, 'Camera');
    this.inside = h('button', { type: 'button', disabled: true, onclick: () => this.#look() }, 'Look inside');
    this.invert = h('input', { type: 'checkbox', id: 'try-invert', onchange: () => { if (this.#blob) this.#ask(this.#blob); } });
    this.element = h('section', { class: 'card panel', 'aria-labelledby': 'try-title' },
      h('h2', { id: 'try-title' }, step && h('span', { class: 'step' }, step), 'Try it'),
      this.about, this.canvas,
      h('div', { class: 'row' }, h('button', { type: 'button', onclick: () => this.#clear() }, 'Clear'),
        h('label', { class: 'button', htmlFor: 'try-file' }, 'Picture'), file, this.cameraButton, this.inside),
      h('label', { class: 'row small' }, this.invert, 'turn dark on bright into bright on dark, as in Fashion-MNIST'),
      this.answers, this.layers);
    this.setRun(run);
  }

  get path() { return `api/v1/runs/${encodeURIComponent(this.run.name)}`; }

  /** Tries another run from now on: what was asked is asked again. */
  setRun(run) {
    this.run = run;
    this.about.textContent = run ? `${run.name}: draw bright on dark, take a picture, or use the camera.` : 'Train first: what was learnt can be tried here as soon as an epoch is over.';
    for (const part of this.element.children) if (part !== this.about && part.tagName !== 'H2') part.hidden = !run;
    this.inside.disabled = !this.#blob;
    if (run && this.#blob && !this.#camera) this.#ask(this.#blob);
  }

  close() {
    this.#stopCamera();
  }

  #stopCamera() {
    this.#camera?.close();
    this.#camera = null;
    this.cameraButton.textContent = 'Camera';
  }

  #prepareDrawing() {
    this.#clear();
    this.canvas.onpointerdown = (event) => {
      this.#isDrawing = true;
      this.canvas.setPointerCapture(event.pointerId);
      this.#context().beginPath();
      this.#stroke(event);
    };
    this.canvas.onpointermove = (event) => { if (this.#isDrawing) this.#stroke(event); };
    this.canvas.onpointerup = () => {
      this.#isDrawing = false;
      this.canvas.toBlob((blob) => this.#ask(blob), 'image/png');
    };
  }

  #context() {
    return this.canvas.getContext('2d');
  }

  #stroke(event) {
    const box = this.canvas.getBoundingClientRect();
    const context = this.#context();
    context.lineWidth = SIDE / 12;
    context.lineCap = context.lineJoin = 'round';
    context.strokeStyle = '#fff';
    context.lineTo(((event.clientX - box.left) * SIDE) / box.width, ((event.clientY - box.top) * SIDE) / box.height);
    context.stroke();
  }

  #clear() {
    const context = this.#context();
    context.fillStyle = '#000';
    context.fillRect(0, 0, SIDE, SIDE);
    this.answers?.replaceChildren();
    this.layers?.replaceChildren();
  }

  /** Asks about a picture file, and shows it in place of the drawing. */
  async use(file, name) {
    this.#stopCamera();
    try {
      const picture = await createImageBitmap(file);
      this.#context().imageSmoothingEnabled = picture.width > SIDE;
      this.#context().drawImage(picture, 0, 0, SIDE, SIDE);
    } catch {
      toast(`${name}: this browser cannot show it; use JPEG or PNG`, true);
      return;
    }
    await this.#ask(file);
  }

  async #toggleCamera() {
    if (this.#camera) {
      this.#stopCamera();
      return;
    }
    try {
      this.#camera = await Camera.open();
    } catch (error) {
      toast(error.message, true);
      return;
    }
    this.cameraButton.textContent = 'Stop the camera';
    const isMirrored = this.#camera.isFront;
    this.#camera.onframe = () => {
      const context = this.#context();
      if (isMirrored) context.setTransform(-1, 0, 0, 1, SIDE, 0);
      context.drawImage(this.#camera.video, 0, 0, SIDE, SIDE);
      context.setTransform(1, 0, 0, 1, 0, 0);
      if (this.#isTaking) return;
      this.#isTaking = true;
      this.#camera.take().then((file) => this.#ask(file)).finally(() => { this.#isTaking = false; });
    };
  }

  async #ask(blob) {
    if (this.#isAsking || !this.run) return;
    this.#isAsking = true;
    this.#blob = blob;
    this.inside.disabled = false;
    try {
      const answer = await send('POST', `api/v1/classify${query({ run: this.run.name, invert: this.invert.checked })}`, blob);
      this.#show(answer.classes);
      if (this.layers.firstChild && !this.#camera) await this.#look();
    } catch (error) {
      this.#stopCamera();
      toast(error.message, true);
    }
    this.#isAsking = false;
  }

  #show(classes) {
    this.answers.classList.add('there');
    this.answers.replaceChildren(...classes.slice(0, SHOWN_CLASSES).map((entry) => h('li', {},
      h('span', {}, entry.name), h('meter', { min: 0, max: 1, value: entry.probability ?? 0, 'aria-label': entry.name }), h('span', { class: 'number' }, entry.probability === null ? 'no number' : `${(entry.probability * 100).toFixed(1)}%`))));
  }

  async #look() {
    try {
      drawLayers(this.layers, await send('POST', `${this.path}/activations${query({ invert: this.invert.checked })}`, this.#blob));
    } catch (error) {
      toast(error.message, true);
    }
  }
}
