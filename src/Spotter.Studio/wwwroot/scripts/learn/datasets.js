// Data sets: from a zip or a folder, or made with the camera.

import { ApiError, getJson, query, send } from '../api.js';
import { Camera } from '../camera.js';
import { count, h, icon, toast } from '../dom.js';
import { icons } from '../icons.js';

const SHOWN = 12;
const KEY_PAUSE = 120;

export class DatasetsCard {
  list = [];
  onchange = () => {};
  #capture = null;

  constructor() {
    this.sets = h('ul', { class: 'stack' });
    const zip = h('input', { type: 'file', accept: '.zip,application/zip', class: 'visually-hidden', id: 'dataset-zip', onchange: () => { this.#uploadZip(zip.files[0]); zip.value = ''; } });
    const folder = h('input', { type: 'file', multiple: true, webkitdirectory: true, class: 'visually-hidden', id: 'dataset-folder', onchange: () => { this.#uploadFolder([...folder.files]); folder.value = ''; } });
    this.status = h('p', { class: 'small muted', role: 'status' });
    this.element = h('section', { class: 'card panel', 'aria-labelledby': 'datasets-title' },
      h('h2', { id: 'datasets-title' }, 'Data sets'),
      h('p', { class: 'small muted' }, 'A folder for each class, with pictures in it.'),
      h('div', { class: 'row' },
        h('label', { class: 'button', htmlFor: 'dataset-zip' }, 'Upload a zip'), zip,
        h('label', { class: 'button', htmlFor: 'dataset-folder' }, 'Upload a folder'), folder,
        h('button', { type: 'button', onclick: () => this.#create() }, icon(...icons.live), 'From the camera')),
      this.status, this.sets);
  }

  /** @param made the id of a data set that was just made: the one to train on next */
  async refresh(made) {
    this.list = await getJson('api/v1/datasets');
    this.sets.replaceChildren(...this.list.map((set) => this.#draw(set)));
    this.onchange(made);
  }

  close() {
    this.#capture?.close();
  }

  #draw(set) {
    const total = set.classes.reduce((sum, entry) => sum + entry.count, 0);
    const most = Math.max(1, ...set.classes.map((entry) => entry.count));
    const gallery = h('div', { class: 'thumbs' });
    const bars = set.isKnown
      ? h('p', { class: 'small muted' }, `${set.about}: ${set.classes.map((entry) => entry.name).join(', ')}. Downloaded when you first train on it.`)
      : h('ul', { class: 'bars' }, set.classes.map((entry) => h('li', {},
        h('button', { type: 'button', class: 'quiet bar-row', title: 'Show pictures', onclick: () => this.#showPictures(set, entry, gallery) },
          h('span', {}, entry.name), h('meter', { min: 0, max: most, value: entry.count, 'aria-label': `Pictures of ${entry.name}` }), h('span', { class: 'number' }, String(entry.count))))));
    return h('li', { class: 'dataset', dataset: { dataset: set.id } },
      h('div', { class: 'row spread' }, h('h3', {}, set.title),
        set.isKnown ? h('span', { class: 'badge' }, 'public') : h('div', { class: 'row' },
          h('span', { class: 'small muted number' }, count(total, 'picture')),
          h('button', { type: 'button', class: 'small', onclick: () => this.#openCapture(set) }, 'Add'),
          h('button', { type: 'button', class: 'small danger', onclick: () => this.#remove(set) }, 'Remove'))),
      bars, gallery);
  }

  async #showPictures(set, entry, gallery) {
    const names = await getJson(`api/v1/datasets/${set.id}/pictures${query({ className: entry.name })}`);
    gallery.replaceChildren(...names.slice(0, SHOWN).map((name) =>
      h('img', { src: `api/v1/datasets/${set.id}/pictures/${encodeURIComponent(entry.name)}/${name}`, alt: entry.name, loading: 'lazy' })));
  }

  async #uploadZip(file) {
    if (!file) return;
    await this.#try(`sending ${file.name}`, async () => {
      const made = await send('POST', `api/v1/datasets${query({ title: file.name.replace(/\.zip$/i, '') })}`, file);
      if (made.leftOut) toast(`left out, because they are no pictures or in no class: ${count(made.leftOut, 'file')}`);
      return made.id;
    });
  }

  async #uploadFolder(files) {
    if (files.length === 0) return;
    const title = files[0].webkitRelativePath.split('/')[0];
    await this.#try(`sending ${count(files.length, 'file')}`, async () => {
      const pictures = files.filter((candidate) => candidate.type.startsWith('image/'));
      // The studio decides what part and class each belongs to, as it does for a zip.
      const places = await send('POST', 'api/v1/datasets/places', pictures.map((file) => file.webkitRelativePath));
      const made = await send('POST', `api/v1/datasets${query({ title })}`);
      let done = 0;
      for (const [i, file] of pictures.entries()) {
        if (places[i] && await this.#sendPicture(made.id, places[i], file)) done++;
        this.status.textContent = `sending: ${i + 1} of ${pictures.length}`;
      }
      if (done < files.length) toast(`left out, because they are no pictures or in no class: ${count(files.length - done, 'file')}`);
      return made.id;
    });
  }

  // False for a kind of picture that the studio does not read: the others still come.
  async #sendPicture(id, { part, className }, file) {
    try {
      await send('POST', `api/v1/datasets/${id}/pictures${query({ className, part })}`, file);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 415) return false;
      throw error;
    }
  }

  async #create() {
    await this.#try('', async () => {
      const made = await send('POST', `api/v1/datasets${query({ title: `Camera ${new Date().toLocaleTimeString()}` })}`);
      this.#openCapture(made);
      return made.id;
    });
  }

  #openCapture(set) {
    this.#capture?.close();
    this.#capture = new CaptureDialog(set, () => this.refresh());
    this.#capture.open();
  }

  async #remove(set) {
    await this.#try('', async () => { await send('DELETE', `api/v1/datasets/${set.id}`); });
  }

  async #try(status, action) {
    this.status.textContent = status;
    let made;
    try {
      made = await action();
    } catch (error) {
      toast(error.message, true);
    }
    this.status.textContent = '';
    await this.refresh(made);
  }
}

/** Names a class, and takes pictures for as long as a key or the button is held. */
class CaptureDialog {
  #camera = null;
  #timer = 0;
  #count = 0;
  #isSending = false;

  constructor(set, done) {
    this.set = set;
    this.done = done;
    this.canvas = h('canvas', { width: 320, height: 240, 'aria-label': 'Camera' });
    this.name = h('input', { type: 'text', value: '', placeholder: 'for instance: thumbs up', maxLength: 40 });
    this.counter = h('p', { class: 'number', role: 'status' }, 'no pictures yet');
    const hold = h('button', { type: 'button', class: 'primary' }, 'Hold to take pictures');
    hold.onpointerdown = () => this.#begin();
    hold.onpointerup = hold.onpointerleave = () => this.#end();
    const leave = h('button', { type: 'button', onclick: () => this.dialog.close() }, 'Done');
    this.name.onkeydown = (event) => { if (event.key === 'Enter') hold.focus(); };
    this.dialog = h('dialog', { class: 'card sheet', 'aria-label': `Pictures for ${set.title}` },
      h('h2', {}, set.title), this.canvas,
      h('label', { class: 'field' }, 'Class', this.name), this.counter,
      h('div', { class: 'row' }, hold, leave),
      h('p', { class: 'small muted' }, 'Name the class, press Enter, then hold the space bar or the button. Move a little: the pictures should differ.'));
    this.dialog.onclose = () => this.close();
    this.dialog.onkeydown = (event) => {
      if (event.key !== ' ' || event.target === this.name || event.target === leave) return;
      event.preventDefault();
      if (!event.repeat) this.#begin();
    };
    this.dialog.onkeyup = (event) => { if (event.key === ' ') this.#end(); };
  }

  async open() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    try {
      this.#camera = await Camera.open();
      const context = this.canvas.getContext('2d');
      this.#camera.onframe = () => context.drawImage(this.#camera.video, 0, 0, this.canvas.width, this.canvas.height);
    } catch (error) {
      toast(error.message, true);
    }
  }

  close() {
    this.#end();
    this.#camera?.close();
    this.#camera = null;
    this.dialog.remove();
    this.done();
  }

  #begin() {
    if (!this.name.value.trim()) {
      this.name.focus();
      toast('name the class first');
      return;
    }
    this.#end();
    this.#timer = setInterval(() => this.#take(), KEY_PAUSE);
  }

  #end() {
    clearInterval(this.#timer);
  }

  async #take() {
    if (!this.#camera || this.#isSending) return;
    this.#isSending = true;
    try {
      await send('POST', `api/v1/datasets/${this.set.id}/pictures${query({ className: this.name.value.trim() })}`, await this.#camera.take());
      this.counter.textContent = `${count(++this.#count, 'picture')} taken`;
    } catch (error) {
      this.#end();
      toast(error.message, true);
    }
    this.#isSending = false;
  }
}
