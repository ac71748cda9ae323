// Three steps: pictures with classes, training, trying it out. The parts are in ../learn.

import { getJson } from '../api.js';
import { h } from '../dom.js';
import { ClassesCard } from '../learn/classes.js';
import { RunsCard, bestOf } from '../learn/runs.js';
import { openRun } from '../learn/run-view.js';
import { TrainingCard } from '../learn/training.js';
import { TryCard } from '../learn/try.js';

export async function open(root, [part, name]) {
  if (part === 'run' && name) return openRun(root, decodeURIComponent(name));
  const classes = new ClassesCard();
  const trying = new TryCard(null, '3');
  const runs = new RunsCard();
  const training = new TrainingCard({
    set: () => classes.chosen,
    learned: (run) => trying.setRun(run),
    ended: async (run) => {
      await runs.refresh();
      if (run) trying.setRun(await getJson(`api/v1/runs/${encodeURIComponent(run)}`));
    },
  });
  let shown = null;
  classes.onchange = () => {
    training.estimate();
    const id = classes.chosen?.id ?? null;
    if (id === shown) return;
    shown = id;
    const best = bestOf(runs.list, id);
    if (best) trying.setRun(best);
  };
  root.append(
    h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Learn'), h('p', {}, 'Show the studio pictures of each kind, let it learn the difference, and try it at once.'))),
    h('div', { class: 'steps' }, classes.element, training.element, trying.element), runs.element);
  await runs.refresh();
  await classes.open();
  training.start();
  return () => {
    training.close();
    classes.close();
    trying.close();
  };
}
