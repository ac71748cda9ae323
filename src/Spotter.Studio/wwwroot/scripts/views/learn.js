// Data sets, training, and what came of it. The parts are in ../learn.

import { h } from '../dom.js';
import { DatasetsCard } from '../learn/datasets.js';
import { RunsCard } from '../learn/runs.js';
import { openRun } from '../learn/run-view.js';
import { TrainingCard } from '../learn/training.js';

export async function open(root, [part, name]) {
  if (part === 'run' && name) return openRun(root, decodeURIComponent(name));
  const datasets = new DatasetsCard();
  const training = new TrainingCard(() => datasets.list, () => runs.refresh());
  const runs = new RunsCard();
  datasets.onchange = (made) => training.drawChoices(made);
  root.append(
    h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Learn'), h('p', {}, 'Show the studio pictures of each kind, let it learn the difference, and try it at once.'))),
    h('div', { class: 'learn' }, datasets.element, h('div', { class: 'stack' }, training.element, runs.element)));
  await Promise.all([datasets.refresh(), runs.refresh()]);
  training.start();
  return () => {
    training.close();
    datasets.close();
  };
}
