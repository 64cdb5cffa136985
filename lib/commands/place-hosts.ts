import { writing } from '@/lib/access/transaction';
import type { Viewer } from '@/lib/access/viewer';
import { recordHosts } from '@/lib/commands/record-hosts';

/** Places every host again, after its parts: a rule may ask what the cloud and a tool know together. */
export async function placeHosts(viewer: Viewer): Promise<void> {
  await writing(viewer, 'ingest', async (tx, record) => {
    const parts = await tx.$queryRaw<{ id: string }[]>`
      SELECT resource_id::text AS id FROM snapshot WHERE valid_to = 'infinity' AND kind IN ('aws.ec2.instance', 'cm.node')`;
    const count = () => tx.$queryRaw<{ place: string; hosts: number }[]>`
      SELECT concat_ws(' / ', coalesce(facility, 'none'), coalesce(environment, 'none'), coalesce(team, 'none')) AS place,
        count(*)::int AS hosts FROM snapshot WHERE kind = 'host' AND valid_to = 'infinity' GROUP BY 1 ORDER BY 2 DESC LIMIT 100`;
    const told = (rows: Awaited<ReturnType<typeof count>>) =>
      Object.fromEntries(rows.map(({ place, hosts }) => [place, hosts]));
    const before = told(await count());
    const [clock] = await tx.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp()::timestamptz(3) AS at`;
    await recordHosts(
      tx,
      parts.map(({ id }) => id),
      clock?.at ?? new Date(),
    );
    const about = { objectKind: 'estate', objectId: 'places', object: 'All hosts' };
    await record({ ...about, action: 'hosts.placed', before, after: told(await count()) });
  });
}
