import {
  type Icon,
  IconCircleCheck,
  IconGitCommit,
  IconGitCompare,
  IconLock,
  IconLockOpen,
  IconServer2,
} from '@tabler/icons-react';
import { Box } from '@/components/ui/box';
import { Empty } from '@/components/ui/empty';
import { EventList } from '@/components/ui/event-list';
import type { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { Happening } from '@/lib/queries/since-yesterday';

const looks: Record<Happening['kind'], { icon: Icon; state: State }> = {
  revision: { icon: IconGitCommit, state: 'intentional' },
  'drift-opened': { icon: IconGitCompare, state: 'corrective' },
  'drift-closed': { icon: IconCircleCheck, state: 'pass' },
  recovered: { icon: IconCircleCheck, state: 'pass' },
  hosts: { icon: IconServer2, state: 'na' },
  refused: { icon: IconLock, state: 'refused' },
  unencrypted: { icon: IconLockOpen, state: 'fail' },
};

/** What changed in the last 24 hours, in two lines each. */
export function SinceYesterday({ happenings, asOf }: { happenings: readonly Happening[]; asOf: Date }) {
  return (
    <Box title="Since yesterday">
      {happenings.length === 0 ? (
        <Empty title="Nothing changed.">No host, rule, run or scope is other than 24 hours ago.</Empty>
      ) : null}
      <EventList
        entries={happenings.map((it) => ({
          key: `${it.kind} ${it.subject} ${it.at.toISOString()}`,
          ...looks[it.kind],
          what: (
            <>
              {it.subject ? <b className="mono">{it.subject}</b> : null} {it.what}
            </>
          ),
          more: (
            <>
              {it.more} · <Ago at={it.at} asOf={asOf} words />
            </>
          ),
          href: it.href,
        }))}
      />
    </Box>
  );
}
