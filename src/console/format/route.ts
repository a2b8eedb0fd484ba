/** Where in the console: the part of the address behind `#`, so that one page serves all and links work under any path of a proxy. */
export type Route =
  | { readonly page: 'now' }
  | { readonly page: 'alert'; readonly id: string }
  | { readonly page: 'signals'; readonly search: string }
  | { readonly page: 'signal'; readonly key: string }
  | { readonly page: 'detectors' }
  | { readonly page: 'targets' }
  | { readonly page: 'lost' };

/** The page that the part of the address behind `#` names; `lost` where it names none. */
export function routeOf(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  const [first = '', ...rest] = path.split('/');
  const last = decoded(rest.join('/'));
  if (first === '' && last === '') return { page: 'now' };
  if (first === 'signals' && last === '') {
    return { page: 'signals', search: new URLSearchParams(query).get('search') ?? '' };
  }
  if (first === 'alerts' && last !== '') return { page: 'alert', id: last };
  if (first === 'signals') return { page: 'signal', key: last };
  if ((first === 'detectors' || first === 'targets') && last === '') return { page: first };
  return { page: 'lost' };
}

/** The address of a place, for a link. */
export function addressOf(route: Route): string {
  switch (route.page) {
    case 'now':
    case 'lost':
      return '#/';
    case 'alert':
      return `#/alerts/${encodeURIComponent(route.id)}`;
    case 'signal':
      return `#/signals/${encodeURIComponent(route.key)}`;
    case 'signals':
      return route.search === '' ? '#/signals' : `#/signals?${new URLSearchParams({ search: route.search })}`;
    default:
      return `#/${route.page}`;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
