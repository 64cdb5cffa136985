import { z } from 'zod';
import { defineSource } from '@/lib/sources/source';

/** Hosts run Ansible at least once a day, or their runs are stale. */
const freshnessSeconds = 86_400;

/** The one scope of a source of runs: all that is pushed under its name. */
export function runScope(sourceName: string) {
  return { key: `${sourceName}/run`, kind: 'run' as const, account: null, region: null, freshnessSeconds };
}

/** Ansible pushes: its callback, or `plumbline run push`. There is nothing to collect. */
export const ansible = defineSource({
  provider: 'ansible',
  title: 'Ansible',
  config: z.object({ name: z.string().min(1).default('ansible') }),
  scopes: async (config) => [runScope(config.name)],
  collect: async () => ({ outcome: 'complete', runs: [], unreadable: [] }),
});
