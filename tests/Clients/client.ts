// A client with the types that openapi-typescript makes: it compiles, and does what people do with a studio.
import createClient from 'openapi-fetch';
import { readFile } from 'node:fs/promises';
import type { components, paths } from './studio.js';

const baseUrl = process.env['STUDIO'] ?? 'http://localhost:5180';
const studio = createClient<paths>({ baseUrl });
const photo = await readFile('photo.jpg');

// To OpenAPI the bytes of a file are a string of the format binary.
const file = {
  body: photo as unknown as string,
  bodySerializer: (body: unknown) => body as BodyInit,
  headers: { 'Content-Type': 'application/octet-stream' },
};

function must<T>(answer: { data?: T; error?: components['schemas']['Problem'] }): T {
  if (answer.data === undefined) throw new Error(answer.error?.detail ?? 'no answer');
  return answer.data;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 100));

// Jobs belong to a session.
const { session } = must(await studio.POST('/api/v1/session', { body: {} }));
studio.use({ onRequest: ({ request }) => { request.headers.set('Authorization', `Bearer ${session}`); } });

// Detect.
const found = must(await studio.POST('/api/v1/detect', { params: { query: { detector: 'faces', minSize: 20 } }, ...file }));
const faces: number = found.detections.filter((one) => one.label === 'face').length;
console.log(`faces ${faces}`);

// What is refused says why.
const refused = await studio.POST('/api/v1/detect', { params: { query: { scaleFactor: 0.5 } }, ...file });
console.log(`refused ${refused.response.status} ${refused.error?.detail}`);

// Job.
let job = must(await studio.POST('/api/v1/jobs', { params: { query: { style: 'blur', name: 'photo.jpg' }, header: { 'Idempotency-Key': 'one' } }, ...file }));
while (job.state === 'queued' || job.state === 'running') {
  await pause();
  job = must(await studio.GET('/api/v1/jobs/{id}', { params: { path: { id: job.id } } }));
}
const copy = must(await studio.GET('/api/v1/jobs/{id}/annotated', { params: { path: { id: job.id } }, parseAs: 'arrayBuffer' }));
console.log(`job ${job.state} ${job.labels['face']} ${(copy as unknown as ArrayBuffer).byteLength > 1000}`);

// Data set.
const dataset = must(await studio.POST('/api/v1/datasets', { params: { query: { title: 'Hands' } } }));
for (let i = 0; i < 10; i++) {
  for (const className of ['up', 'down']) {
    const added = await studio.POST('/api/v1/datasets/{id}/pictures', { params: { path: { id: dataset.id }, query: { className } }, ...file });
    if (!added.response.ok) throw new Error(added.error?.detail);
  }
}
const classes = must(await studio.GET('/api/v1/datasets/{id}', { params: { path: { id: dataset.id } } })).classes;
console.log(`classes ${classes.map((one) => `${one.name}:${one.count}`).join(' ')}`);

// Train.
let training = must(await studio.POST('/api/v1/runs', { body: { dataset: dataset.id, preset: 'mlp', epochs: 2, balanceClasses: false } }));
while (training.state === 'preparing' || training.state === 'training') {
  await pause();
  training = must(await studio.GET('/api/v1/training'));
}
const run = training.run ?? '';
const losses = must(await studio.GET('/api/v1/runs/{name}', { params: { path: { name: run } } })).history.map((epoch) => epoch.loss);
console.log(`trained ${training.state} ${losses.length}`);

// Classify.
const answer = must(await studio.POST('/api/v1/classify', { params: { query: { run } }, ...file }));
const sum = answer.classes.reduce((total, one) => total + one.probability, 0);
console.log(`classified ${answer.classes.length} ${sum.toFixed(2)}`);
