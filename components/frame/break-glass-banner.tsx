import { Note } from '@/components/ui/note';
import { SafeLink } from '@/components/ui/safe-link';
import { Ago } from '@/components/ui/time';
import type { OpenBreakGlass } from '@/lib/queries/open-break-glass';

/** The alarm of emergency sign-ins, on every page until somebody else has reviewed them. */
export function BreakGlassBanner({ open, now }: { open: OpenBreakGlass; now: Date }) {
  const { count, overdue, name, at } = open;
  return (
    <Note kind="stale">
      <b>{count === 1 ? 'An emergency sign-in waits for a review' : `${count} emergency sign-ins wait for a review`}</b>
      {count === 1 ? ': ' : ', the last one: '}
      {name}, <Ago at={at} asOf={now} words />
      {overdue > 0 ? `; ${overdue} for more than 7 days` : ''}.{' '}
      <SafeLink href="/settings/break-glass?state=open" className="link">
        Review
      </SafeLink>
    </Note>
  );
}
