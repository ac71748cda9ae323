// Step two: what is to be trained and what it will cost, and how it goes. All of it is made once, so that nothing loses the focus.

import { getJson, send } from '../api.js';
import { count, h, toast } from '../dom.js';
import { drawCurves } from './curves.js';
import { LayerList } from './layer-list.js';

const PAUSE_BUSY = 400;
const PAUSE_IDLE = 3000;
const presets = [['auto', 'What suits: photos build on a network that knows pictures'], ['mlp', 'Small and quick (one hidden layer)'], ['cnn-small', 'Convolutions, below 100,000 parameters'], ['cnn', 'Residual network, slow and accurate'], ['own', 'Layers of your own']];
const changes = [['', 'As the network suits'], ['none', 'None'], ['shift0.06', 'A little aside'], ['flip,shift0.1', 'Aside, and mirrored'], ['flip,shift0.1,rotate10,scale0.1', 'Aside, mirrored, turned and scaled']];
const usualEpochs = { mlp: 10, 'cnn-small': 25, cnn: 40 };
const words = { preparing: 'reads the pictures', ended: 'done', stopped: 'stopped; it can go on where it was' };

export class TrainingCard {
  #timer = 0;
  #isOpen = true;
  #last = '';
  #shown = 0;
  #run = null;

  /** @param on { set(): the chosen data set, ended(run): a run is over, learned(run): it has one more epoch } */
  constructor(on) {
    this.on = on;
    this.layers = new LayerList();
    this.preset = h('select', { id: 'train-preset', onchange: () => { this.layers.element.hidden = this.preset.value !== 'own'; this.estimate(); } }, presets.map(([id, text]) => h('option', { value: id }, text)));
    this.epochs = h('input', { type: 'number', id: 'train-epochs', min: 1, max: 1000, placeholder: 'as it suits', oninput: () => this.estimate() });
    this.changes = h('select', { id: 'train-changes' }, changes.map(([id, text]) => h('option', { value: id }, text)));
    this.folder = h('input', { type: 'text', id: 'train-folder', placeholder: 'none: it is downloaded' });
    this.folderField = h('label', { class: 'field', hidden: true }, 'Folder of this machine with its files', this.folder);
    this.balance = h('input', { type: 'checkbox', id: 'train-balance' });
    this.cost = h('p', { class: 'small muted' });
    this.start_ = h('button', { type: 'button', class: 'primary', id: 'train-start', onclick: () => this.#begin() }, 'Train');
    this.title = h('b', { class: 'name' });
    this.state = h('span', { class: 'badge', id: 'train-state' });
    this.progress = h('progress', { max: 1, value: 0, 'aria-label': 'Progress of the training' });
    this.facts = h('p', { class: 'small number', id: 'train-facts' });
    this.notes = h('div', {});
    this.curves = h('canvas', { class: 'curves', role: 'img', 'aria-label': 'Learning curves' });
    this.stop = h('button', { type: 'button', onclick: () => this.#act('stop') }, 'Stop');
    this.resume = h('button', { type: 'button', class: 'primary', onclick: () => this.#act('resume', {}) }, 'Resume');
    this.look = h('a', { class: 'button' }, 'Look at the run');
    this.live = h('div', { class: 'stack', hidden: true }, h('div', { class: 'row spread' }, this.title, this.state), this.progress, this.facts, this.notes, this.curves, h('div', { class: 'row' }, this.stop, this.resume, this.look));
    this.element = h('section', { class: 'card panel', 'aria-labelledby': 'training-title' },
      h('h2', { id: 'training-title' }, h('span', { class: 'step' }, '2'), 'Train'),
      h('label', { class: 'field' }, 'Network', this.preset), this.layers.element,
      h('details', { class: 'more' }, h('summary', {}, 'More settings'), h('div', { class: 'stack' },
        h('label', { class: 'field' }, 'Epochs (times through all pictures)', this.epochs),
        h('label', { class: 'field' }, 'Pictures are changed at random', this.changes),
        h('label', { class: 'row small' }, this.balance, 'every class counts alike'))),
      this.folderField, this.cost, h('div', { class: 'row' }, this.start_), this.live);
  }

  /** Says what the chosen set asks for. */
  estimate() {
    const set = this.on.set();
    this.folderField.hidden = !set?.isKnown;
    const total = set?.isKnown ? null : set?.classes.reduce((sum, entry) => sum + entry.count, 0);
    const few = set && !set.isKnown && set.classes.length < 2;
    const epochs = Number(this.epochs.value) || usualEpochs[this.preset.value];
    this.cost.textContent = !set ? 'Choose a data set, or make one, first.'
      : few ? 'It takes two classes with pictures.'
      : total === null ? 'A large set: minutes to an hour, by the network.'
      : `${count(total, 'picture')} in ${count(set.classes.length, 'class')}${epochs ? `, ${epochs} times: ${(total * epochs).toLocaleString()} looks at a picture` : ''}${this.preset.value === 'cnn' ? ', a hundred times as long each as with the small network' : ''}.`;
    this.start_.disabled = !set || few || this.#isBusy;
  }

  get #isBusy() { return this.#last === 'preparing' || this.#last === 'training'; }

  start() {
    this.#poll();
  }

  close() {
    this.#isOpen = false;
    clearTimeout(this.#timer);
  }

  async #begin() {
    const set = this.on.set();
    this.start_.disabled = true;
    try {
      await send('POST', 'api/v1/runs', {
        dataset: set.id,
        folder: set.isKnown && this.folder.value.trim() ? this.folder.value.trim() : undefined,
        preset: this.preset.value === 'own' ? undefined : this.preset.value,
        layers: this.preset.value === 'own' ? this.layers.text : undefined,
        epochs: this.epochs.value ? Number(this.epochs.value) : undefined,
        augmentation: this.changes.value || undefined,
        balanceClasses: this.balance.checked,
      });
      this.#last = '';
    } catch (error) {
      toast(error.message, true);
    }
    this.#poll();
  }

  async #poll() {
    clearTimeout(this.#timer);
    try {
      await this.#show(await getJson('api/v1/training'));
    } catch (error) {
      if (this.#last !== 'gone') toast(error.message, true);
      this.#last = 'gone';
    }
    if (!this.#isOpen) return;
    this.estimate();
    this.#timer = setTimeout(() => this.#poll(), this.#isBusy ? PAUSE_BUSY : PAUSE_IDLE);
  }

  async #show(state) {
    const isNew = state.state !== this.#last || state.run !== this.#run;
    this.#last = state.state;
    this.#run = state.run;
    this.live.hidden = state.state === 'idle';
    if (this.live.hidden || (!isNew && state.state !== 'training')) return;
    const isTraining = state.state === 'training';
    const hasEnded = ['ended', 'failed', 'stopped'].includes(state.state);
    if (isNew) this.#shown = 0;
    this.title.textContent = state.run ?? 'A new run';
    this.state.textContent = state.state;
    this.state.className = `badge ${{ failed: 'failed', ended: 'done', stopped: 'stopped' }[state.state] ?? ''}`;
    const total = Math.max(1, state.epochs * state.batches);
    this.progress.value = state.state === 'ended' ? 1 : state.epoch ? ((state.epoch - 1) * state.batches + state.batch) / total : 0;
    this.facts.textContent = isTraining
      ? `epoch ${state.epoch} of ${state.epochs} · loss ${state.loss?.toFixed(3) ?? 'is no number'} · ${((state.accuracy ?? 0) * 100).toFixed(1)}% right · ${count(state.imagesPerSecond, 'picture')} a second · ${Math.ceil(state.remainingSeconds)} s left`
      : state.error ?? words[state.state];
    if (isNew) this.notes.replaceChildren(...(state.notes ?? []).map((note) => h('p', { class: 'small muted' }, note)));
    this.stop.hidden = hasEnded || !state.run;
    this.resume.hidden = state.state !== 'stopped' || !state.run;
    this.look.hidden = !state.run;
    if (state.run) this.look.href = `#/learn/run/${encodeURIComponent(state.run)}`;
    this.curves.hidden = !state.run;
    if (state.run) {
      const run = await getJson(`api/v1/runs/${encodeURIComponent(state.run)}`);
      drawCurves(this.curves, [run]);
      if (state.state === 'ended' && typeof run.testAccuracy === 'number') this.facts.textContent = `done: ${(run.testAccuracy * 100).toFixed(1)}% right on pictures it never saw`;
      if (run.history.length > this.#shown) {
        this.#shown = run.history.length;
        this.on.learned(run);
      }
    }
    if (isNew && hasEnded) this.on.ended(state.run);
  }

  async #act(what, body) {
    try {
      await send('POST', `api/v1/runs/${encodeURIComponent(this.#run)}/${what}`, body);
      if (what === 'resume') this.#last = '';
    } catch (error) {
      toast(error.message, true);
    }
    this.#poll();
  }
}
