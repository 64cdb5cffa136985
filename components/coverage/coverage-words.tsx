import { formatNumber } from '@/components/ui/format-number';
import { SafeLink } from '@/components/ui/safe-link';
import { Ago } from '@/components/ui/time';
import type { Coverage } from '@/lib/queries/as-of';

type CoverageWordsProps = { coverage: Coverage; observedAt: Date | null; asOf: Date };

/** How old an answer is and what of the estate it could not see: the second half of every coverage line. */
export function CoverageWords({ coverage, observedAt, asOf }: CoverageWordsProps) {
  const count = (test: (scope: Coverage['scopes'][number]) => boolean) => coverage.scopes.filter(test).length;
  const refused = count((scope) => scope.outcome === 'refused');
  const failed = count((scope) => scope.outcome === 'failed' || scope.outcome === 'partial');
  const stale = count((scope) => scope.stale && scope.outcome === 'complete');
  const never = count((scope) => scope.outcome === 'never');
  const ill = [
    [refused, 'refused'],
    [failed, 'failed'],
    [stale, 'stale'],
    [never, 'not scanned yet'],
  ] as const;
  return (
    <>
      {observedAt ? (
        <>
          observed <Ago at={observedAt} asOf={asOf} words />
        </>
      ) : (
        'not observed yet'
      )}
      {ill
        .filter(([n]) => n > 0)
        .map(([n, word]) => (
          <span key={word}>
            {' · '}
            <SafeLink href="/sources">
              {formatNumber(n)} of {formatNumber(coverage.scopes.length)} scopes {word}
            </SafeLink>
          </span>
        ))}
    </>
  );
}
