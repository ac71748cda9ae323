// Step one: a data set as cards, one a class, with its pictures. By camera, files, folder or zip.

import { ApiError, examples, getJson, query, send } from '../api.js';
import { Camera } from '../camera.js';
import { count, droppedFiles, h, icon, removeLater, toast } from '../dom.js';
import { icons } from '../icons.js';

const SHOWN = 12;
const PAUSE = 120;
const THUMB = 112;

/** The set that was looked at last, so that one comes back to it. */
let latest = null;

export class ClassesCard {
  list = [];
  onchange = () => {};
  #cards = new Map();
  #pending = new Set();
  #leaving = new Set();
  #duplicates = new Set();
  #turn = 0;

  constructor() {
    this.choice = h('select', { id: 'dataset-choice', 'aria-label': 'Data set', onchange: () => this.choose(this.choice.value) });
    const zip = h('input', { type: 'file', accept: '.zip,application/zip', class: 'visually-hidden', id: 'dataset-zip', onchange: () => { this.#uploadZip(zip.files[0]); zip.value = ''; } });
    const folder = h('input', { type: 'file', multiple: true, webkitdirectory: true, class: 'visually-hidden', id: 'dataset-folder', onchange: () => { this.#uploadFolder([...folder.files]); folder.value = ''; } });
    this.tries = h('span', { class: 'row' });
    this.rename = h('input', { type: 'text', 'aria-label': 'Name of the data set', maxLength: 60, onchange: () => this.#edit({ title: this.rename.value }) });
    this.remove = h('button', { type: 'button', class: 'danger', onclick: () => this.#removeSet() }, 'Remove');
    this.own = h('div', { class: 'row' }, h('div', { class: 'grow' }, this.rename), this.remove);
    this.status = h('p', { class: 'small muted', role: 'status' });
    this.about = h('p', { class: 'small' });
    this.camera = new CameraStrip();
    this.same = h('div', { class: 'row same', hidden: true });
    this.cards = h('ul', { class: 'class-cards', 'aria-label': 'Classes' });
    this.add = h('button', { type: 'button', id: 'class-add', onclick: () => this.#addClass() }, 'Add a class');
    this.element = h('section', { class: 'card panel', 'aria-labelledby': 'classes-title' },
      h('h2', { id: 'classes-title' }, h('span', { class: 'step' }, '1'), 'Show it pictures'),
      h('div', { class: 'row' }, h('div', { class: 'grow' }, this.choice)),
      h('div', { class: 'row' },
        h('button', { type: 'button', class: 'primary', id: 'dataset-camera', onclick: () => this.#beginWithCamera() }, icon(...icons.live), 'New, with the camera'),
        h('label', { class: 'button', htmlFor: 'dataset-zip' }, 'Upload a zip'), zip,
        h('label', { class: 'button', htmlFor: 'dataset-folder' }, 'Upload a folder'), folder, this.tries),
      this.status, this.about, this.own, this.camera.element, this.same, this.cards, this.add);
    this.element.addEventListener('dragover', (event) => event.preventDefault());
    this.element.addEventListener('drop', (event) => this.#drop(event));
  }

  get chosen() { return this.list.find((set) => set.id === latest); }

  async open() {
    for (const example of (await examples()).filter(({ kind }) => kind === 'dataset')) {
      this.tries.append(h('button', { type: 'button', class: 'example', dataset: { example: example.id }, onclick: () => this.#try(`draws ${example.title.toLowerCase()}`, async () => (await send('POST', `api/v1/examples/${example.id}`)).id) }, `Try ${example.title.toLowerCase()}`));
    }
    await this.refresh();
  }

  /**
   * @param made the set to look at from now on
   * @param isFresh whether its classes wait for their first pictures
   */
  async refresh(made, isFresh = false) {
    this.list = (await getJson('api/v1/datasets')).filter((set) => !this.#leaving.has(set.id));
    if (made && made !== latest) {
      latest = made;
      if (!isFresh) this.#pending.clear();
      this.#duplicates.clear();
    }
    const own = this.list.filter((set) => !set.isKnown);
    if (!this.chosen) latest = own[0]?.id ?? null;
    const options = (sets) => sets.map((set) => h('option', { value: set.id, selected: set.id === latest }, set.isKnown ? `${set.title} — ${set.about}` : `${set.title} — ${count(totalOf(set), 'picture')}`));
    this.choice.replaceChildren(
      own.length === 0 && !latest ? h('option', { value: '' }, 'No data set yet') : '',
      own.length > 0 ? h('optgroup', { label: 'Yours' }, options(own)) : '',
      h('optgroup', { label: 'Public' }, options(this.list.filter((set) => set.isKnown))));
    this.#draw();
    this.onchange();
  }

  async choose(id) {
    latest = id;
    this.#pending.clear();
    this.#duplicates.clear();
    await this.refresh();
  }

  close() {
    this.camera.close();
  }

  #draw() {
    const set = this.chosen;
    const isOwn = set && !set.isKnown;
    for (const element of [this.own, this.add, this.cards]) element.hidden = !isOwn;
    this.about.textContent = !set ? 'A class is a kind of picture: thumbs up and thumbs down, or cups and glasses. Two are enough, with ten pictures or more each.'
      : set.isKnown ? `${set.about}: ${set.classes.map((entry) => entry.name).join(', ')}. Downloaded when you first train on it, or read from a folder that you name below.` : '';
    this.about.hidden = this.about.textContent === '';
    this.same.hidden = true;
    if (!isOwn) return;
    if (document.activeElement !== this.rename) this.rename.value = set.title;
    const names = [...set.classes.map((entry) => entry.name), ...[...this.#pending].filter((name) => !set.classes.some((entry) => entry.name === name))];
    for (const [key, card] of this.#cards) if (card.set !== set.id || !names.includes(card.name)) { card.element.remove(); this.#cards.delete(key); }
    for (const name of names) {
      const key = `${set.id}/${name}`;
      if (!this.#cards.has(key)) {
        this.#cards.set(key, new ClassCard(this, set.id, name));
        this.cards.append(this.#cards.get(key).element);
      }
      this.#cards.get(key).update(set.classes.find((entry) => entry.name === name)?.count ?? 0, names);
    }
    this.#findDuplicates(set);
  }

  async #findDuplicates(set) {
    const turn = ++this.#turn;
    let groups = [];
    try {
      if (totalOf(set) > 1 && !this.camera.isRecording) groups = await getJson(`api/v1/datasets/${set.id}/duplicates`);
    } catch {
      // Too many to compare: nothing is marked.
    }
    if (turn !== this.#turn) return;

    // Of each group the first is kept.
    this.#duplicates = new Set(groups.flatMap((group) => group.slice(1)).map((one) => `${one.className}/${one.name}`));
    for (const card of this.#cards.values()) card.mark(this.#duplicates);
    this.same.hidden = this.#duplicates.size === 0;
    this.same.replaceChildren(
      h('p', { class: 'small grow' }, `${count(this.#duplicates.size, 'picture')} nearly like another (dashed): they teach little, and flatter the test.`),
      h('button', { type: 'button', class: 'small', onclick: () => this.#removeDuplicates() }, 'Remove them'));
  }

  #removeDuplicates() {
    const byClass = Map.groupBy([...this.#duplicates], (key) => key.slice(0, key.lastIndexOf('/')));
    for (const [className, keys] of byClass) this.removePictures(className, keys.map((key) => key.slice(key.lastIndexOf('/') + 1)));
  }

  /** Removes pictures of a class, or with null the class itself. */
  removePictures(className, names) {
    const id = latest;
    const card = this.#cards.get(`${id}/${className}`);
    removeLater(names ? `${count(names.length, 'picture')} of ${className} removed` : `${className} removed`, {
      hide: () => card?.hide(names),
      show: () => card?.unhide(names),
      remove: async () => {
        await send('POST', `api/v1/datasets/${id}/edit`, { className, pictures: names ?? undefined, remove: true }, { keepalive: true });
        if (!names) this.#pending.delete(className);
        if (id === latest) await this.refresh();
      },
    });
  }

  async movePictures(className, names, moveTo) {
    await this.#edit({ className, pictures: names ?? undefined, moveTo });
  }

  async renameClass(from, to) {
    if (this.#pending.delete(from)) this.#pending.add(to);
    const set = this.chosen;
    if (!set.classes.some((entry) => entry.name === from)) return this.refresh();
    await this.#edit({ className: from, moveTo: to });
  }

  async send(className, file, part) {
    const set = this.chosen;
    await send('POST', `api/v1/datasets/${set.id}/pictures${query({ className, part })}`, file);
  }

  async sendFiles(className, files) {
    await this.#try(`sending ${count(files.length, 'picture')}`, async () => {
      let left = 0;
      for (const [i, file] of files.entries()) {
        this.status.textContent = `sending: ${i + 1} of ${files.length}`;
        try {
          await this.send(className, file);
        } catch (error) {
          if (!(error instanceof ApiError && error.status === 415)) throw error;
          left++;
        }
      }
      if (left > 0) toast(`left out, because they are no pictures that can be read: ${count(left, 'file')}`);
    });
  }

  async #edit(change) {
    await this.#try('', async () => { await send('POST', `api/v1/datasets/${latest}/edit`, change); });
  }

  #addClass() {
    const taken = new Set([...this.chosen.classes.map((entry) => entry.name), ...this.#pending]);
    let number = taken.size + 1;
    while (taken.has(`Class ${number}`)) number++;
    this.#pending.add(`Class ${number}`);
    this.#draw();
    const name = this.cards.lastElementChild.querySelector('input[type=text]');
    name.focus();
    name.select();
  }

  async #beginWithCamera() {
    await this.#try('', async () => {
      const made = await send('POST', `api/v1/datasets${query({ title: `Camera ${new Date().toLocaleTimeString()}` })}`);
      this.#pending = new Set(['Class 1', 'Class 2']);
      await this.camera.open();
      return made.id;
    }, true);
  }

  #removeSet() {
    const set = this.chosen;
    removeLater(`${set.title} removed`, {
      hide: () => { this.#leaving.add(set.id); this.refresh(); },
      show: () => { this.#leaving.delete(set.id); this.refresh(set.id); },
      remove: () => send('DELETE', `api/v1/datasets/${set.id}`),
    });
  }

  async #drop(event) {
    event.preventDefault();
    const files = await droppedFiles(event.dataTransfer);
    const card = [...this.#cards.values()].find((one) => one.element.contains(event.target));
    const inFolders = files.some((file) => file.path?.includes('/'));
    if (files.length === 1 && /\.zip$/i.test(files[0].name)) this.#uploadZip(files[0]);
    else if (card && !inFolders) card.take(files);
    else if (inFolders) this.#uploadFolder(files);
    else toast('drop pictures on the card of their class, or a folder with a folder for each class');
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
    const pathOf = (file) => file.path ?? file.webkitRelativePath;
    await this.#try(`sending ${count(files.length, 'file')}`, async () => {
      const pictures = files.filter((candidate) => candidate.type.startsWith('image/'));
      // The studio decides what part and class each belongs to, as it does for a zip.
      const places = await send('POST', 'api/v1/datasets/places', pictures.map(pathOf));
      const made = await send('POST', `api/v1/datasets${query({ title: pathOf(files[0]).split('/')[0] })}`);
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

  async #try(status, action, isFresh = false) {
    this.status.textContent = status;
    let made;
    try {
      made = await action();
    } catch (error) {
      toast(error.message, true);
    }
    this.status.textContent = '';
    await this.refresh(made, isFresh);
  }
}

const totalOf = (set) => set.classes.reduce((sum, entry) => sum + entry.count, 0);

/** The camera of all classes, as a mirror. */
class CameraStrip {
  #camera = null;
  isRecording = false;

  constructor() {
    this.canvas = h('canvas', { width: 320, height: 240, role: 'img', 'aria-label': 'Camera' });
    this.element = h('div', { class: 'camera-strip', hidden: true }, this.canvas,
      h('div', { class: 'stack' }, h('p', { class: 'small' }, 'Hold a class’s button, or the space bar on it, and move a little: pictures should differ.'),
        h('button', { type: 'button', class: 'small', onclick: () => this.close() }, 'Stop the camera')));
  }

  async open() {
    if (this.#camera) return;
    this.#camera = await Camera.open();
    this.element.hidden = false;
    const context = this.canvas.getContext('2d');
    this.canvas.classList.toggle('mirror', this.#camera.isFront);
    this.#camera.onframe = () => context.drawImage(this.#camera.video, 0, 0, this.canvas.width, this.canvas.height);
  }

  take() { return this.#camera.take(); }

  close() {
    this.#camera?.close();
    this.#camera = null;
    this.element.hidden = true;
  }
}

/** One class: its name, how many pictures, some of them, and what can be done with those that are chosen. */
class ClassCard {
  #names = [];
  #hidden = new Set();
  #chosen = new Set();
  #duplicates = new Set();
  #timer = 0;
  #isSending = false;
  #isAll = false;
  #count = -1;
  #classes = '';

  constructor(owner, set, name) {
    this.owner = owner;
    this.set = set;
    this.name = name;
    const id = `class-files-${Math.random().toString(36).slice(2)}`;
    const title = h('input', { type: 'text', value: name, maxLength: 60, 'aria-label': `Name of the class ${name}`, onchange: () => owner.renameClass(name, title.value.trim()), onkeydown: (event) => { if (event.key === 'Enter') title.blur(); } });
    this.counter = h('span', { class: 'badge number' });
    this.thumbs = h('div', { class: 'thumbs' });
    this.hold = h('button', { type: 'button', class: 'small hold' }, 'Hold to record');
    const begin = (event) => { event.preventDefault?.(); this.hold.focus(); this.#begin(); };
    this.hold.onpointerdown = (event) => {
      // Although pictures appear and things move, it is held until it is let go.
      this.hold.setPointerCapture(event.pointerId);
      begin(event);
    };
    this.hold.onpointerup = this.hold.onpointercancel = this.hold.onblur = () => this.#end();
    this.hold.oncontextmenu = (event) => event.preventDefault();
    this.hold.onkeydown = (event) => { if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) begin(event); };
    this.hold.onkeyup = () => this.#end();
    const files = h('input', { type: 'file', multiple: true, accept: 'image/*', class: 'visually-hidden', id, 'aria-label': `Pictures of ${name}`, onchange: () => { this.take([...files.files]); files.value = ''; } });
    this.move = h('select', { class: 'small', 'aria-label': 'Move the chosen to', onchange: () => {
      const [to, names] = [this.move.value, [...this.#chosen]];
      this.#chosen.clear();
      owner.movePictures(this.name, names, to);
    } });
    this.chosenText = h('span', { class: 'small number', role: 'status' });
    this.selection = h('div', { class: 'row', hidden: true }, this.chosenText, this.move,
      h('button', { type: 'button', class: 'small danger', onclick: () => {
        const names = [...this.#chosen];
        this.#chosen.clear();
        owner.removePictures(this.name, names);
      } }, 'Delete'));
    this.element = h('li', { class: 'class-card', dataset: { class: name } },
      h('div', { class: 'row class-head' }, title, h('button', { type: 'button', class: 'quiet small danger', 'aria-label': `Remove the class ${name}`, onclick: () => owner.removePictures(name, null) }, '×')),
      h('div', { class: 'row' }, this.hold, h('label', { class: 'button small', htmlFor: id }, 'Files'), files, this.counter),
      this.thumbs, this.selection);
  }

  /** @param classes names of all classes, which pictures can move to */
  update(number, classes) {
    this.counter.textContent = count(number, 'picture');
    const others = classes.filter((other) => other !== this.name);
    if (others.join('/') !== this.#classes) {
      this.#classes = others.join('/');
      this.move.replaceChildren(h('option', { value: '' }, 'Move to…'), ...others.map((other) => h('option', { value: other }, other)));
    }
    if (number === this.#count) return;
    this.#count = number;
    this.#load();
  }

  mark(duplicates) {
    this.#duplicates = duplicates;
    this.#draw();
  }

  hide(names) {
    if (!names) this.element.hidden = true;
    for (const name of names ?? []) this.#hidden.add(name);
    this.#draw();
  }

  unhide(names) {
    this.element.hidden = false;
    for (const name of names ?? []) this.#hidden.delete(name);
    this.#draw();
  }

  take(files) {
    this.owner.sendFiles(this.name, files.filter((file) => file.type.startsWith('image/')));
  }

  async #load() {
    // The newest first.
    this.#names = this.#count === 0 ? [] : (await getJson(`api/v1/datasets/${this.set}/pictures${query({ className: this.name })}`)).reverse();
    this.#draw();
  }

  #draw() {
    const names = this.#names.filter((name) => !this.#hidden.has(name));
    const shown = this.#isAll ? names : names.slice(0, SHOWN);
    const kept = new Map([...this.thumbs.querySelectorAll('[data-name]')].map((thumb) => [thumb.dataset.name, thumb]));
    const focused = document.activeElement;
    this.thumbs.replaceChildren(...shown.map((name) => kept.get(name) ?? this.#thumb(name)), names.length > shown.length || this.#isAll
      ? h('button', { type: 'button', class: 'quiet small', onclick: () => { this.#isAll = !this.#isAll; this.#draw(); } }, this.#isAll ? 'Fewer' : `All ${names.length}`) : '');
    if (this.thumbs.contains(focused)) focused.focus();
    for (const thumb of this.thumbs.querySelectorAll('[data-name]')) {
      thumb.setAttribute('aria-pressed', this.#chosen.has(thumb.dataset.name));
      thumb.classList.toggle('same', this.#duplicates.has(`${this.name}/${thumb.dataset.name}`));
    }
    this.selection.hidden = this.#chosen.size === 0;
    this.chosenText.textContent = `${this.#chosen.size} chosen`;
  }

  #thumb(name) {
    return h('button', { type: 'button', class: 'thumb', dataset: { name }, 'aria-label': `Choose picture ${this.#names.length - this.#names.indexOf(name)} of ${this.name}`, onclick: () => {
      if (!this.#chosen.delete(name)) this.#chosen.add(name);
      this.#draw();
    } }, h('img', { src: `api/v1/datasets/${this.set}/pictures/${encodeURIComponent(this.name)}/${name}?side=${THUMB}`, alt: '', loading: 'lazy' }));
  }

  async #begin() {
    if (this.#timer) return;
    this.#timer = setInterval(() => this.#take(), PAUSE);
    this.owner.camera.isRecording = true;
    this.element.classList.add('recording-class');
    try {
      await this.owner.camera.open();
    } catch (error) {
      this.#end();
      toast(error.message, true);
    }
  }

  #end() {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = 0;
    this.owner.camera.isRecording = false;
    this.element.classList.remove('recording-class');

    // What was taken is shown as it is kept.
    this.#count = -1;
    this.owner.refresh();
  }

  async #take() {
    if (this.#isSending || this.owner.camera.element.hidden) return;
    this.#isSending = true;
    try {
      const file = await this.owner.camera.take();
      const address = URL.createObjectURL(file);
      await this.owner.send(this.name, file);
      this.#count++;
      this.counter.textContent = count(this.#count, 'picture');
      this.thumbs.prepend(h('img', { src: address, alt: '', onload: () => URL.revokeObjectURL(address) }));
      while (this.thumbs.children.length > SHOWN) this.thumbs.lastElementChild.remove();
    } catch (error) {
      this.#end();
      toast(error.message, true);
    }
    this.#isSending = false;
  }
}
