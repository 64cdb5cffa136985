import type { Entry } from './entry';
import { pageEntries } from './page-entries';
import { readEntries } from './read-entries';
import { settingEntries } from './setting-entries';
import { openEntries, writeEntries } from './write-entries';

/** What the matrix knows, by the name of the door. */
export const entries: Record<string, Entry> = {
  ...readEntries,
  ...writeEntries,
  ...settingEntries,
  ...openEntries,
  ...pageEntries,
};
