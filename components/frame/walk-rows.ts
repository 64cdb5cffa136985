/** Moves the focus to the next (1) or previous (-1) row of the list on the page, by the row's own link. */
export function walkRows(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('#main a[data-row-link]')];
  const row = document.activeElement?.closest('[data-row]');
  const at = links.findIndex((link) => row?.contains(link));
  const next = links[at === -1 ? (by === 1 ? 0 : links.length - 1) : at + by];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** A click anywhere on a row, unless on something that does something itself or while text is marked, follows the row's link. */
export function followRow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || !(event.target instanceof Element)) return;
  if (event.target.closest('a, button, input, label, select, summary, time')) return;
  if (window.getSelection()?.isCollapsed === false) return;
  const link = event.target.closest('tr[data-row]')?.querySelector<HTMLAnchorElement>('a[data-row-link]');
  if (!link) return;
  link.dispatchEvent(
    new MouseEvent('click', {
      bubbles: true,
      cancelable: true,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      shiftKey: event.shiftKey,
    }),
  );
}
