// The location's hash as page, name and parameters, and back: "#/study/1.2.3?frame=4". Pure.
export const PAGES = ['worklist', 'study', 'audit', 'models', 'system'];

const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone percent sign
  }
};

// {page, name, parameters: [[key, value]]}; an unknown page is "missing".
export function parseRoute(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [page, ...rest] = path.split('/').filter(Boolean).map(decode);
  return {
    page: page === undefined ? 'worklist' : PAGES.includes(page) ? page : 'missing',
    name: rest.join('/'),
    parameters: [...new URLSearchParams(query)],
  };
}

export function formatRoute(page, name = '', parameters = []) {
  const pairs = (Array.isArray(parameters) ? parameters : Object.entries(parameters)).filter(([, value]) => value !== '' && value !== undefined && value !== null);
  const query = new URLSearchParams(pairs).toString();
  return `#/${page}${name ? `/${encodeURIComponent(name)}` : ''}${query ? `?${query}` : ''}`;
}

export function parameter(route, name, otherwise = '') {
  return route.parameters.find(([key]) => key === name)?.[1] ?? otherwise;
}
