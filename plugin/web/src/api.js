// Requests to the plug-in (/sonolist/...) and to Orthanc's own REST API, relative to this page: a proxy may add a prefix.

const PATIENCE_MILLISECONDS = 60000;

// kind: 'network' | 'unauthorized' | 'missing' | 'refused' | 'unavailable' | 'server'; message: what the server said, or "".
export class ApiError extends Error {
  constructor(kind, status, message) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

const kindOf = (status) => {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'missing';
  if (status < 500) return 'refused';
  return status === 503 || status === 502 || status === 504 ? 'unavailable' : 'server';
};

// Repeated names are allowed: a list of pairs or an object.
export function queryOf(parameters = {}) {
  const pairs = (Array.isArray(parameters) ? parameters : Object.entries(parameters)).filter(([, value]) => value !== '' && value !== undefined && value !== null);
  const query = new URLSearchParams(pairs).toString();
  return query ? `?${query}` : '';
}

export const sonolistUrl = (path, parameters) => `../${path}${queryOf(parameters)}`;
export const orthancUrl = (path, parameters) => `../../${path}${queryOf(parameters)}`;

async function send(url, { method = 'GET', body, accept = 'application/json', signal } = {}) {
  const headers = { Accept: accept };
  if (body !== undefined) headers['Content-Type'] = typeof body === 'string' ? 'text/plain' : 'application/json';
  const signals = [AbortSignal.timeout(PATIENCE_MILLISECONDS), ...(signal ? [signal] : [])];
  let response;
  try {
    response = await fetch(url, { method, headers, body: typeof body === 'object' ? JSON.stringify(body) : body, signal: AbortSignal.any(signals) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('network', 0, '');
  }
  if (!response.ok) throw new ApiError(kindOf(response.status), response.status, await messageOf(response));
  return response;
}

// Ours say {"Message"}, Orthanc's too; a proxy's page of HTML says nothing to a person here.
async function messageOf(response) {
  try {
    const said = await response.json();
    return String(said.Message ?? said.message ?? '');
  } catch {
    return '';
  }
}

async function read(response, method) {
  try {
    return await response[method]();
  } catch {
    throw new ApiError('network', 0, '');
  }
}

export const getJson = async (url, signal) => read(await send(url, { signal }), 'json');
export const getBytes = async (url, { signal, accept = '*/*' } = {}) => new Uint8Array(await read(await send(url, { signal, accept }), 'arrayBuffer'));
export const getBlob = async (url, signal) => read(await send(url, { signal, accept: 'image/png' }), 'blob');
export const postJson = async (url, body, signal) => read(await send(url, { method: 'POST', body, signal }), 'json');
export const remove = async (url) => read(await send(url, { method: 'DELETE' }), 'json');
