import { makeFirstLink } from '@/lib/access/first-link';

/** What a start does to an empty installation. `firstLink` is the path that makes the administrator, null when there is one. */
export async function firstStart(_options: { sample: boolean }): Promise<{ firstLink: string | null }> {
  return { firstLink: await makeFirstLink() };
}
