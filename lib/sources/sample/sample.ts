import { z } from 'zod';
import { hour, minute } from '@/lib/sources/sample/calendar';
import { makeWorld, type World, worldAt } from '@/lib/sources/sample/world';
import { defineSource } from '@/lib/sources/source';

/** The moment at which the history ends, and how many days of it there are. */
export const SampleConfig = z.object({
  end: z.iso.datetime(),
  days: z.number().int().min(1).max(400),
});
export type SampleConfig = z.infer<typeof SampleConfig>;

/** What came in while a scan was being written is told again; it is recorded once. */
const overlap = 10 * minute;

/** The world that was made last: the worker asks for each of its scopes in turn. */
let made: { key: string; world: World } | null = null;

export function sampleWorld({ end, days }: SampleConfig): World {
  const key = `${end} ${days}`;
  if (made?.key !== key) made = { key, world: makeWorld(Date.parse(end), days) };
  return made.world;
}

/** The sample estate: an invented health-care company, collected as a cloud and its tools would be. */
export const sample = defineSource<SampleConfig>({
  provider: 'sample',
  title: 'Sample estate',
  config: SampleConfig,
  scopes: async (config) => sampleWorld(config).scopes,
  collect: async (config, scope, { at, lastCompleteAt }) => {
    const since = lastCompleteAt ? lastCompleteAt.getTime() - overlap : at.getTime() - 4 * hour;
    return worldAt(sampleWorld(config), scope, at.getTime(), since);
  },
});
