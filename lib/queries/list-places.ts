import { reading, withinReach } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';

/** What the parts of a reach can be chosen from, each by name. */
export interface KnownPlaces {
  facilities: string[];
  environments: string[];
  teams: string[];
}

/** The facilities, environments and teams within reach that anything belongs to now. */
export async function listPlaces(viewer: Viewer): Promise<KnownPlaces> {
  return reading(viewer, 'fleet:read', async (tx) => {
    const rows = await tx.$queryRaw<{ facility: string | null; environment: string | null; team: string | null }[]>`
      SELECT DISTINCT s.facility, s.environment, s.team FROM snapshot s
      WHERE s.valid_to = 'infinity' AND ${withinReach(viewer, 's')}`;
    const named = (part: keyof (typeof rows)[number]) => [...new Set(rows.flatMap((row) => row[part] ?? []))].sort();
    return { facilities: named('facility'), environments: named('environment'), teams: named('team') };
  });
}
