// Pictures are given boxes, and a detector learns from them. The parts are in ../label.

import { detect, examples, getJson, models, query, send } from '../api.js';
import { grouped } from '../controls.js';
import { count, droppedFiles, h, icon, removeLater, toast } from '../dom.js';
import { colorOf } from '../drawing.js';
import { icons } from '../icons.js';
import { BoxEditor } from '../label/editor.js';
import { DetectorTrainingCard } from '../label/training.js';

const FRAMES = 12;
const THUMB = 128;
let latest = null;

export async function open(root) {
  const view = new LabelView();
  root.append(
    h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Label'), h('p', {}, 'Draw boxes around what a detector is to find, train it on them, and use it at once.'))),
    view.bar, h('div', { class: 'workbench label-bench' }, view.work, h('div', { class: 'stack' }, view.side, view.training.element)));
  root.addEventListener('keydown', (event) => view.key(event));
  root.addEventListener('dragover', (event) => event.preventDefault());
  root.addEventListener('drop', async (event) => { event.preventDefault(); view.add(await droppedFiles(event.dataTransfer)); });
  await view.open();
  return () => view.close();
}

class LabelView {
  #sets = [];
  #pictures = [];
  #index = -1;
  #leavingSets = new Set();
  #saving = Promise.resolve();

  constructor() {
    this.choice = h('select', { id: 'label-set', 'aria-label': 'Set of pictures', onchange: () => this.#choose(this.choice.value) });
    const files = h('input', { type: 'file', multiple: true, accept: 'image/*,video/*', id: 'label-files', class: 'visually-hidden', onchange: () => { this.add([...files.files]); files.value = ''; } });
    this.tries = h('span', { class: 'row' });
    this.removeSet = h('button', { type: 'button', class: 'danger', onclick: () => this.#removeSet() }, 'Remove the set');
    this.exports = h('span', { class: 'row' });
    this.status = h('p', { class: 'small muted', role: 'status' });
    this.bar = h('div', { class: 'card panel label-bar' },
      h('div', { class: 'row' }, h('div', { class: 'grow' }, this.choice),
        h('label', { class: 'button primary', htmlFor: 'label-files' }, icon(...icons.upload), 'Add pictures or a video'), files,
        h('button', { type: 'button', onclick: () => this.#create('Boxes') }, 'New set'), this.tries, this.removeSet, this.exports), this.status);

    this.editor = new BoxEditor({
      change: () => this.#changed(),
      select: () => this.#drawSide(),
      needsLabel: () => { this.newLabel.focus(); toast('name what you draw first'); },
    });
    this.strip = h('ol', { class: 'strip-list', 'aria-label': 'Pictures', tabIndex: 0 });
    this.empty = h('div', { class: 'drop' }, icon(...icons.label), h('p', {}, 'Add pictures with what you look for in them, ten or more, or a video, of which frames are taken. Drop them here, or begin with an example.'));
    this.title = h('b', { class: 'name' });
    this.done = h('button', { type: 'button', class: 'primary', id: 'label-done', onclick: () => this.#finish() }, 'Done, next');
    this.controls = h('div', { class: 'controls' },
      h('button', { type: 'button', 'aria-label': 'Previous picture', onclick: () => this.#go(this.#index - 1) }, '‹'),
      h('button', { type: 'button', 'aria-label': 'Next picture', onclick: () => this.#go(this.#index + 1) }, '›'),
      this.done,
      h('button', { type: 'button', onclick: () => this.#nextUnlabelled() }, 'Next unlabelled'),
      h('button', { type: 'button', class: 'danger', onclick: () => this.#removePicture() }, 'Remove the picture'), this.title);
    this.work = h('div', { class: 'stack' }, this.empty, h('div', {}, this.editor.element, this.controls), this.strip);

    this.labels = h('div', { class: 'chips', role: 'radiogroup', 'aria-label': 'Label of what is drawn' });
    this.newLabel = h('input', { type: 'text', maxLength: 60, placeholder: 'kite, cup, number plate…', 'aria-label': 'Name of a new label', id: 'label-new', onkeydown: (event) => { if (event.key === 'Enter') this.#addLabel(); } });
    this.boxes = h('ul', { class: 'box-list', 'aria-label': 'Boxes of this picture' });
    this.model = h('select', { id: 'propose-model', 'aria-label': 'Model that proposes' });
    this.auto = h('input', { type: 'checkbox', id: 'propose-auto' });
    this.proposed = h('div', { class: 'row', hidden: true });
    this.side = h('aside', { class: 'card panel', 'aria-label': 'Labels' },
      h('section', {}, h('h2', {}, h('span', { class: 'step' }, '1'), 'What it is'), this.labels, h('div', { class: 'row nowrap' }, this.newLabel, h('button', { type: 'button', onclick: () => this.#addLabel() }, 'Add'))),
      h('section', {}, h('h2', {}, h('span', { class: 'step' }, '2'), 'Where it is'), h('p', { class: 'small muted' }, 'Drag on the picture. Boxes can be moved, stretched at their corners, and deleted.'), this.boxes),
      h('fieldset', {}, h('legend', {}, 'Let a model propose'), this.model,
        h('div', { class: 'row' }, h('button', { type: 'button', id: 'propose', onclick: () => this.#propose() }, 'Propose boxes'), h('label', { class: 'row small' }, this.auto, 'on each picture')), this.proposed),
      h('details', { class: 'more small' }, h('summary', {}, 'Keys'), h('dl', { class: 'keys' }, [
        ['Enter', 'done, and on to the next'], ['n', 'next that is not done'], ['[ ]', 'previous, next'], ['1 … 9', 'label'], ['p', 'propose'], ['y', 'confirm what is proposed'], ['x', 'reject it'],
        ['. ,', 'next, previous box'], ['arrows', 'move the box; with Shift its size, with Ctrl in large steps'], ['b', 'a box in the middle'], ['Delete', 'remove the box'],
      ].flatMap(([key, text]) => [h('dt', {}, key), h('dd', {}, text)]))));
    this.training = new DetectorTrainingCard({ set: () => this.#set, trained: (model) => this.#drawModels(model) });
  }

  get #set() { return this.#sets.find((set) => set.id === latest); }
  get #picture() { return this.#pictures[this.#index]; }

  async open() {
    for (const example of (await examples()).filter(({ kind }) => kind === 'labels')) {
      this.tries.append(h('button', { type: 'button', class: 'example', dataset: { example: example.id }, onclick: () => this.#try(`draws ${example.title.toLowerCase()}`, async () => {
        latest = (await send('POST', `api/v1/examples/${example.id}`)).id;
        await this.#load();
      }) }, `Try ${example.title.toLowerCase()}`));
    }
    await this.#drawModels();
    await this.#load();
    this.training.open();
  }

  close() {
    this.training.close();
  }

  async #drawModels(chosen) {
    const list = await models();
    this.model.replaceChildren(...grouped(list, chosen ?? (this.model.value || 'faces')));
  }

  async #load() {
    this.#sets = (await getJson('api/v1/labels')).filter((set) => !this.#leavingSets.has(set.id));
    if (!this.#set) latest = this.#sets[0]?.id ?? null;
    this.#pictures = latest ? await getJson(`api/v1/labels/${latest}`) : [];
    const first = this.#pictures.findIndex((picture) => !picture.isDone);
    this.#drawLabels();
    this.#drawBar();
    this.#go(first < 0 ? 0 : first);
  }

  #drawBar() {
    const set = this.#set;
    this.choice.replaceChildren(...(this.#sets.length === 0 ? [h('option', { value: '' }, 'No pictures yet')] : this.#sets.map((one) => h('option', { value: one.id, selected: one.id === latest }, `${one.title} — ${one.done} of ${count(one.pictures, 'picture')} done`))));
    this.removeSet.hidden = !set;
    this.exports.replaceChildren(...(set?.done ? [h('span', { class: 'small muted' }, 'Export:'), ...['coco', 'yolo', 'voc'].map((format) => h('a', { class: 'button small', href: `api/v1/labels/${set.id}/export?format=${format}`, download: '' }, format.toUpperCase()))] : []));
    const isEmpty = this.#pictures.length === 0;
    this.empty.hidden = !isEmpty;
    for (const element of [this.editor.element, this.controls, this.strip]) element.hidden = isEmpty;
    this.training.estimate();
  }

  /** What is known of the set without asking again. */
  #recount() {
    const set = this.#set;
    if (!set) return;
    set.pictures = this.#pictures.length;
    set.done = this.#pictures.filter((picture) => picture.isDone).length;
    set.labels = {};
    for (const box of this.#pictures.flatMap((picture) => picture.boxes)) set.labels[box.label] = (set.labels[box.label] ?? 0) + 1;
    this.#drawBar();
  }

  #choose(id) {
    latest = id;
    this.#load();
  }

  async #create(title) {
    await this.#try('', async () => {
      latest = (await send('POST', `api/v1/labels${query({ title })}`)).id;
      await this.#load();
    });
  }

  /** Adds pictures, and frames of videos. */
  async add(files) {
    if (files.length === 0) return;
    if (!this.#set) await this.#create(files.length === 1 ? files[0].name.replace(/\.\w+$/, '') : 'Boxes');
    await this.#try('', async () => {
      const pictures = [];
      for (const file of files) {
        if (file.type.startsWith('video/')) pictures.push(...await framesOf(file, (text) => { this.status.textContent = text; }));
        else if (file.type.startsWith('image/')) pictures.push(file);
      }
      if (pictures.length < 1) toast('no pictures or videos that a browser knows', true);
      for (const [i, picture] of pictures.entries()) {
        this.status.textContent = `sending: ${i + 1} of ${pictures.length}`;
        try {
          this.#pictures.push(await send('POST', `api/v1/labels/${latest}/pictures${query({ name: picture.name })}`, picture));
        } catch (error) {
          toast(`${picture.name}: ${error.message}`, true);
        }
      }
      this.#recount();
      this.#drawStrip();
      if (this.#index < 0 || !this.#picture) this.#go(0);
    });
  }

  #go(index) {
    if (this.#pictures.length === 0) {
      this.#index = -1;
      this.editor.show(null);
      this.#drawStrip();
      this.#drawSide();
      return;
    }
    this.#index = (index + this.#pictures.length) % this.#pictures.length;
    const picture = this.#picture;
    this.editor.show(picture, `api/v1/labels/${latest}/pictures/${picture.name}`);
    this.title.textContent = this.title.title = `${this.#index + 1} of ${this.#pictures.length}: ${picture.title}`;
    this.#drawStrip();
    this.#drawSide();
    if (this.auto.checked && !picture.isDone && picture.boxes.length === 0) this.#propose();
  }

  #nextUnlabelled() {
    for (let i = 1; i <= this.#pictures.length; i++) {
      const index = (this.#index + i) % this.#pictures.length;
      if (!this.#pictures[index].isDone) return this.#go(index);
    }
    toast('all pictures are done');
  }

  #finish() {
    if (!this.#picture) return;
    this.editor.reject();
    this.#picture.isDone = true;
    this.#keep();
    if (this.#pictures.some((picture) => !picture.isDone)) this.#nextUnlabelled();
    else {
      this.#go(this.#index);
      toast('all pictures are done; train on them');
    }
  }

  #changed() {
    this.#picture.boxes = this.editor.boxes.map((box) => ({ ...box }));
    this.#keep();
    this.#drawSide();
  }

  // One after the other: the last one counts.
  #keep() {
    const picture = this.#picture;
    const path = `api/v1/labels/${latest}/pictures/${picture.name}`;
    this.#saving = this.#saving.then(() => send('PUT', path, { boxes: picture.boxes, isDone: picture.isDone })).catch((error) => toast(error.message, true));
    this.#recount();
    this.#drawThumb(this.#index);
    this.#drawLabels();
  }

  #drawStrip() {
    const kept = new Map([...this.strip.children].map((item) => [item.dataset.name, item]));
    this.strip.replaceChildren(...this.#pictures.map((picture, i) => kept.get(picture.name) ?? h('li', { dataset: { name: picture.name } },
      h('button', { type: 'button', class: 'thumb', onclick: () => this.#go(this.#pictures.findIndex((one) => one.name === picture.name)) }, h('img', { src: `api/v1/labels/${latest}/pictures/${picture.name}?side=${THUMB}`, alt: '', loading: 'lazy' }), h('span', { class: 'badge' })))));
    this.#pictures.forEach((_, i) => this.#drawThumb(i));
    const current = this.strip.children[this.#index];
    if (current) this.strip.scrollLeft = current.offsetLeft - (this.strip.clientWidth - current.clientWidth) / 2;
  }

  #drawThumb(i) {
    const button = this.strip.children[i]?.firstElementChild;
    if (!button) return;
    const picture = this.#pictures[i];
    const badge = button.lastElementChild;
    badge.textContent = picture.isDone ? `✓ ${picture.boxes.length}` : picture.boxes.length || '–';
    badge.className = `badge ${picture.isDone ? 'done' : ''}`;
    button.setAttribute('aria-label', `Picture ${i + 1}, ${picture.isDone ? 'done' : 'not done'}, ${count(picture.boxes.length, 'box')}`);
    if (i === this.#index) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }

  #drawLabels() {
    const names = [...new Set([...Object.keys(this.#set?.labels ?? {}), ...this.#pictures.flatMap((picture) => picture.boxes.map((box) => box.label)), ...(this.editor.label ? [this.editor.label] : [])])].sort();
    if (!this.editor.label || !names.includes(this.editor.label)) this.editor.label = names[0] ?? '';
    const shown = [...this.labels.querySelectorAll('input')].map((input) => input.value);
    if (shown.join('\n') !== names.join('\n')) {
      this.labels.replaceChildren(...names.map((name, i) => {
        const mark = h('i');
        mark.style.background = colorOf(name);
        return h('label', { class: 'chip' }, h('input', { type: 'radio', name: 'label', value: name, onchange: () => this.editor.setLabel(name) }), h('span', {}, mark, name, i < 9 ? h('kbd', {}, String(i + 1)) : ''));
      }));
    }
    for (const input of this.labels.querySelectorAll('input')) input.checked = input.value === this.editor.label;
  }

  #addLabel() {
    const name = this.newLabel.value.trim().replace(/,/g, ' ');
    if (!name) return;
    this.newLabel.value = '';
    this.editor.setLabel(name);
    this.#drawLabels();
    this.editor.element.focus();
  }

  #drawSide() {
    const chosen = this.editor.boxes[this.editor.selected];
    if (chosen) this.editor.label = chosen.label;
    this.#drawLabels();
    this.boxes.replaceChildren(...this.editor.boxes.map((box, i) => h('li', { class: 'row nowrap' },
      h('button', { type: 'button', class: 'quiet small grow', 'aria-pressed': i === this.editor.selected, onclick: () => { this.editor.select(i); this.editor.element.focus(); } }, `${box.label} · ${box.w}×${box.h}`),
      h('button', { type: 'button', class: 'quiet small danger', 'aria-label': `Remove box ${i + 1}, ${box.label}`, onclick: () => this.editor.remove(i) }, '×'))));
    const proposals = this.editor.proposals.length;
    this.proposed.hidden = proposals === 0;
    this.proposed.replaceChildren(h('p', { class: 'small grow', role: 'status' }, `${count(proposals, 'box')} proposed, dashed; press one to take it.`),
      h('button', { type: 'button', class: 'small primary', id: 'confirm', onclick: () => this.editor.confirm() }, 'Confirm all'), h('button', { type: 'button', class: 'small', onclick: () => this.editor.reject() }, 'Reject'));
  }

  async #propose() {
    const picture = this.#picture;
    if (!picture) return;
    await this.#try('looks for boxes', async () => {
      const file = await (await fetch(`api/v1/labels/${latest}/pictures/${picture.name}`)).blob();
      const found = await detect(file, [this.model.value], {});
      if (this.#picture !== picture) return;
      this.editor.proposals = found.detections.filter((one) => !this.editor.boxes.some((box) => overlap(box, one) > 0.6)).map(({ label, x, y, w, h: height }) => ({ label, x, y, w, h: height }));
      this.editor.draw();
      this.#drawSide();
      if (this.editor.proposals.length === 0) toast('nothing more is proposed');
    });
  }

  #removePicture() {
    const picture = this.#picture;
    const id = latest;
    if (!picture) return;
    const index = this.#index;
    removeLater(`${picture.title} removed`, {
      hide: () => { this.#pictures.splice(index, 1); this.#recount(); this.#go(index); },
      show: () => { if (id === latest) { this.#pictures.splice(index, 0, picture); this.#recount(); this.#go(index); } },
      remove: () => send('DELETE', `api/v1/labels/${id}/pictures/${picture.name}`),
    });
  }

  #removeSet() {
    const set = this.#set;
    removeLater(`${set.title} removed`, {
      hide: () => { this.#leavingSets.add(set.id); this.#load(); },
      show: () => { this.#leavingSets.delete(set.id); latest = set.id; this.#load(); },
      remove: () => send('DELETE', `api/v1/labels/${set.id}`),
    });
  }

  key(event) {
    if (event.target.matches('input, select, textarea, [role=slider]') || event.ctrlKey || event.metaKey || event.altKey) return;
    const isButton = event.target.matches('button, a, summary');
    const run = {
      Enter: isButton ? null : () => this.#finish(),
      n: () => this.#nextUnlabelled(),
      ']': () => this.#go(this.#index + 1),
      '[': () => this.#go(this.#index - 1),
      p: () => this.#propose(),
      y: () => this.editor.confirm(),
      x: () => this.editor.reject(),
    }[event.key] ?? (/^[1-9]$/.test(event.key) ? () => this.#pick(Number(event.key) - 1) : null);
    if (!run) return;
    event.preventDefault();
    run();
  }

  #pick(i) {
    const input = this.labels.querySelectorAll('input')[i];
    if (!input) return;
    this.editor.setLabel(input.value);
    this.#drawLabels();
  }

  async #try(status, action) {
    this.status.textContent = status;
    try {
      await action();
    } catch (error) {
      toast(error.message, true);
    }
    this.status.textContent = '';
  }
}

function overlap(a, b) {
  const width = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? (width * height) / (a.w * a.h + b.w * b.h - width * height) : 0;
}

// Frames of a video at even distances, as pictures.
async function framesOf(file, tell) {
  const video = document.createElement('video');
  const address = URL.createObjectURL(file);
  Object.assign(video, { muted: true, playsInline: true, preload: 'auto', src: address });
  try {
    await new Promise((resolve, reject) => {
      video.onloadeddata = resolve;
      video.onerror = () => reject(new Error(`${file.name}: this browser cannot play it; use MP4 or WebM`));
    });
    const canvas = h('canvas', { width: video.videoWidth, height: video.videoHeight });
    const frames = [];
    for (let i = 0; i < FRAMES; i++) {
      tell(`takes frames of ${file.name}: ${i + 1} of ${FRAMES}`);
      await new Promise((resolve) => {
        video.onseeked = resolve;
        video.currentTime = (video.duration * (i + 0.5)) / FRAMES;
      });
      canvas.getContext('2d').drawImage(video, 0, 0);
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.92));
      frames.push(new File([blob], `${file.name.replace(/\.\w+$/, '')} ${video.currentTime.toFixed(1)}s.jpg`, { type: 'image/jpeg' }));
    }
    return frames;
  } finally {
    URL.revokeObjectURL(address);
  }
}
