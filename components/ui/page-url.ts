/** The address of the page being rendered: everything that a person has chosen stands in its search params. */
export type PageUrl = { path: string; params: Readonly<Record<string, string | string[] | undefined>> };

/** What to change in the address: a value sets, null removes; the rest stays as it is. */
export type UrlChange = Readonly<Record<string, string | readonly string[] | null>>;

/** The page's own address with some params changed. A change of filter or sort starts paging anew unless it sets the cursor. */
export function linkTo(url: PageUrl, change: UrlChange): string {
  const search = new URLSearchParams();
  const fresh = { cursor: null, ...change } as UrlChange;
  for (const [key, value] of Object.entries(url.params)) {
    if (key in fresh) continue;
    for (const one of [value ?? []].flat()) search.append(key, one);
  }
  for (const [key, value] of Object.entries(fresh)) {
    for (const one of [value ?? []].flat()) search.append(key, one);
  }
  const text = search.toString();
  return text === '' ? url.path : `${url.path}?${text}`;
}

/** The one value of a param; null when it is absent or empty. */
export function paramOf(url: PageUrl, key: string): string | null {
  return [url.params[key] ?? []].flat()[0] || null;
}
