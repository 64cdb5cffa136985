/** An address inside Plumbline keeps the moment that is looked at; one that names a moment itself keeps its own. */
export function carryAsOf(href: string, asOf: string | null): string {
  if (asOf === null) return href;
  const [beforeHash = '', hash] = href.split('#', 2);
  const [path = '', query = ''] = beforeHash.split('?', 2);
  const search = new URLSearchParams(query);
  if (search.has('asOf')) return href;
  search.set('asOf', asOf);
  return `${path}?${search}${hash === undefined ? '' : `#${hash}`}`;
}
