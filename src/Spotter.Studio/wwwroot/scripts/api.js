// The studio's REST interface. Every failure becomes an Error whose message is worth showing.

export class ApiError extends Error {
  constructor(status, title, detail) {
    super(detail || title);
    this.status = status;
    this.title = title;
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...options });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, 'No answer', 'the studio does not answer; is it still running?');
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new ApiError(response.status, problem.title ?? response.statusText, problem.detail ?? response.statusText);
}

export async function getJson(path, options) {
  return (await ask(path, options)).json();
}

export async function send(method, path, body, options = {}) {
  const isFile = body instanceof Blob;
  const response = await ask(path, {
    method,
    body: body === undefined ? undefined : isFile ? body : JSON.stringify(body),
    headers: body === undefined ? {} : { 'Content-Type': isFile ? body.type || 'application/octet-stream' : 'application/json' },
    ...options,
  });
  return response.status === 204 ? null : response.json();
}

/** A query string of what is set. */
export function query(values) {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return pairs.length ? `?${new URLSearchParams(pairs)}` : '';
}

export const models = (() => {
  let list;
  return () => (list ??= getJson('api/v1/models').catch((error) => { list = undefined; throw error; }));
})();

/** Brings a network of one's own, which is a model from then on. */
export const bringNetwork = (file) => send('POST', `api/v1/models${query({ name: file.name })}`, file);

export const detect = (file, detectors, search, options) =>
  send('POST', `api/v1/detect${query({ detector: detectors.join(','), ...search })}`, file, options);

/** Begins the session; with the token of the address where there is one. */
export const beginSession = (token) => send('POST', 'api/v1/session', { token });
