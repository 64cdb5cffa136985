import type { SpotlightStore } from '@mantine/spotlight';

/**
 * Marks the first of the actions in the list, so that Enter takes it. Spotlight does so when the words change, which is
 * before what they find has come.
 */
export function markFirstAction(store: SpotlightStore): void {
  const { listId } = store.getState();
  const list = listId ? document.getElementById(listId) : null;
  list?.querySelector('[data-selected]')?.removeAttribute('data-selected');
  list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  store.updateState((state) => ({ ...state, selected: 0 }));
}
