'use client';

import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatNumber } from '@/components/ui/format-number';
import type { pastCounts } from '@/lib/queries/past-counts';
import styles from './nav.module.css';

type Counts = Awaited<ReturnType<typeof pastCounts>>;

const client = new QueryClient();

/** Counts of a moment of the past; the past does not change, so that they are asked for once. */
function usePastCounts(asOf: string): Counts | undefined {
  const { data } = useQuery({
    queryKey: ['past', asOf],
    queryFn: async ({ signal }) => {
      const headers = { 'x-plumbline-background': '1' };
      const response = await fetch(`/api/v1/past?asOf=${encodeURIComponent(asOf)}`, { signal, headers });
      if (!response.ok) throw new Error(`The counts of the past answered ${response.status}`);
      return ((await response.json()) as { data: Counts }).data;
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return data;
}

function Asking({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

/** Beside an entry of the navigation: its count of then. */
export function PastCount({ asOf, of }: { asOf: string; of: 'fleet' | 'drift' | 'encryption' }) {
  return (
    <Asking>
      <Count asOf={asOf} of={of} />
    </Asking>
  );
}

function Count({ asOf, of }: { asOf: string; of: 'fleet' | 'drift' | 'encryption' }) {
  const counts = usePastCounts(asOf);
  return counts ? <span className={styles.count}>{formatNumber(counts[of])}</span> : null;
}

/** In the banner: how the hosts of then and of today differ. */
export function PastWords({ asOf }: { asOf: string }) {
  return (
    <Asking>
      <Words asOf={asOf} />
    </Asking>
  );
}

function Words({ asOf }: { asOf: string }) {
  const counts = usePastCounts(asOf);
  if (!counts) return <>Counts and ages are of that moment.</>;
  const gone =
    counts.gone === 0
      ? 'All of these hosts are there today'
      : `${formatNumber(counts.gone)} of these hosts ${counts.gone === 1 ? 'is' : 'are'} gone today`;
  const fresh =
    counts.fresh === 0
      ? ''
      : `; ${formatNumber(counts.fresh)} of today’s ${counts.fresh === 1 ? 'was' : 'were'} not here yet`;
  return (
    <>
      {gone}
      {fresh}.
    </>
  );
}
