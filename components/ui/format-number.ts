/** Thousands apart by a narrow space that does not break: 1 906. */
export function formatNumber(value: number | bigint): string {
  const [whole = '', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
