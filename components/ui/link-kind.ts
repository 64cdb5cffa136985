/** What an address is: inside Plumbline, the API of it, elsewhere, or nothing that may be a link. */
export type LinkKind = 'inside' | 'api' | 'outside' | 'unsafe';

const outside = /^(https?:\/\/|mailto:)/i;
const inside = /^(\/(?![/\\])|\?|#)/;
// Browsers drop these from an address, so that "/\t/evil.example" would leave the house.
const control = /\p{Cc}/u;

/** Addresses come from the estate, too: from tags, commit messages, task output. */
export function linkKind(href: string): LinkKind {
  if (control.test(href)) return 'unsafe';
  if (outside.test(href)) return 'outside';
  if (!inside.test(href)) return 'unsafe';
  return href.startsWith('/api/') ? 'api' : 'inside';
}
