// The page's frame: which view is shown, light or dark, and the session.

import { beginSession } from './api.js';
import { h, icon, toast } from './dom.js';
import { icons } from './icons.js';

const views = [
  { id: 'live', title: 'Live', load: () => import('./views/live.js') },
  { id: 'files', title: 'Files', load: () => import('./views/files.js') },
  { id: 'compare', title: 'Compare', load: () => import('./views/compare.js') },
  { id: 'learn', title: 'Learn', load: () => import('./views/learn.js') },
  { id: 'label', title: 'Label', load: () => import('./views/label.js') },
  { id: 'explain', title: 'Explain', load: () => import('./views/explain.js') },
];

const main = document.getElementById('main');
let leave = null;
let showing = 0;

const tabs = new Map(views.map((view) => [view.id, h('a', { href: `#/${view.id}` }, icon(...icons[view.id]), h('span', {}, view.title))]));
document.getElementById('tabs').append(...tabs.values());

// The links stay, and with them the focus.
function markTab(current) {
  for (const [id, link] of tabs) {
    if (id === current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

async function show() {
  const [, id, ...rest] = location.hash.split('/');
  const view = views.find((candidate) => candidate.id === id) ?? views[0];
  const turn = ++showing;
  leave?.();
  leave = null;
  markTab(view.id);
  document.title = `${view.title} · Spotter Studio`;
  try {
    const module = await view.load();
    const element = h('div', { class: `view view-${view.id}` });
    const left = await module.open(element, rest);
    if (turn !== showing) {
      left?.();
      return;
    }
    leave = left ?? null;
    main.replaceChildren(element);
  } catch (error) {
    toast(error.message, true);
  }
}

function useTheme() {
  const saved = localStorage.getItem('theme');
  if (saved) document.documentElement.dataset.theme = saved;
  document.getElementById('theme').onclick = () => {
    const isDark = getComputedStyle(document.documentElement).colorScheme === 'dark' ||
      (!document.documentElement.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches);
    const next = isDark ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    localStorage.setItem('theme', next);
  };
}

async function start() {
  useTheme();
  document.querySelector('.skip').onclick = (event) => {
    // The address says which view is shown; a jump in it would show another.
    event.preventDefault();
    main.focus();
    main.scrollIntoView();
  };
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  // The token leaves the address before anything else: it must not stay in the history or in a screenshot.
  if (token) history.replaceState(null, '', '#/live');
  try {
    await beginSession(token ?? undefined);
  } catch (error) {
    main.replaceChildren(h('div', { class: 'card panel' }, h('h1', {}, error.title), h('p', {}, error.message)));
    return;
  }
  addEventListener('hashchange', show);
  await show();
}

await start();
