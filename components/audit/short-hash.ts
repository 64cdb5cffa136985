/** The first eight and last four digits of a hash, in groups, as the eye compares them: 4e0c a91d … 7f32. */
export function shortHash(base64: string): string {
  const hex = hexOf(base64);
  return `${hex.slice(0, 4)} ${hex.slice(4, 8)} … ${hex.slice(-4)}`;
}

/** All of a hash in hex. */
export function hexOf(base64: string): string {
  return [...atob(base64)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}
