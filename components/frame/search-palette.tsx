'use client';

import '@mantine/spotlight/styles.layer.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { carryAsOf } from '@/components/ui/carry-as-of';
import { markFirstAction } from './mark-first-action';
import { type SearchHit, searchGroups, searchHits } from './search-hit';
import styles from './search-palette.module.css';
import { sections } from './sections';

const client = new QueryClient();
const [store, palette] = createSpotlight();

/** Finds hosts, groups, addresses, ports, commits, people and runs as of the moment that is looked at, and the pages by name. */
export function SearchPalette({ close }: { close: () => void }) {
  return (
    <QueryClientProvider client={client}>
      <Palette close={close} />
    </QueryClientProvider>
  );
}

async function fetchHits(query: string, asOf: string | null, signal: AbortSignal): Promise<SearchHit[]> {
  const response = await fetch(carryAsOf(`/api/v1/search?q=${encodeURIComponent(query)}`, asOf), { signal });
  if (!response.ok) throw new Error(`The search answered ${response.status}`);
  return searchHits(await response.json());
}

function Palette({ close }: { close: () => void }) {
  const router = useRouter();
  const asOf = useSearchParams().get('asOf');
  const [query, setQuery] = useState('');
  useEffect(() => palette.open(), []);
  const words = query.trim();
  const { data, isFetching, isError } = useQuery({
    queryKey: ['search', words, asOf],
    queryFn: ({ signal }) => fetchHits(words, asOf, signal),
    enabled: words.length >= 2,
    placeholderData: (before) => before,
    staleTime: 10_000,
    retry: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was found is why the first must be marked again
  useEffect(() => markFirstAction(store), [data]);
  const hits = words.length >= 2 ? (data ?? []) : [];
  const pages = sections.filter(({ title }) => title.toLowerCase().includes(words.toLowerCase()));
  const go = (href: string) => {
    palette.close();
    router.push(carryAsOf(href, asOf));
  };
  const nothing = hits.length === 0 && pages.length === 0;
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      store={store}
      onSpotlightClose={close}
      shortcut={null}
      overlayProps={{ backgroundOpacity: 0.3, blur: 0 }}
      scrollable
      maxHeight={440}
      transitionProps={{ duration: 0 }}
    >
      <Spotlight.Search
        placeholder="Host, group, port, commit, person"
        aria-label="Search"
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
      />
      <Spotlight.ActionsList>
        {searchGroups.map((group) => {
          const found = hits.filter((hit) => hit.group === group);
          return found.length === 0 ? null : (
            <Spotlight.ActionsGroup key={group} label={group[0]?.toUpperCase() + group.slice(1)}>
              {found.map((hit) => (
                <Spotlight.Action key={hit.href + hit.title} onClick={() => go(hit.href)} className={styles.hit}>
                  <span className="mono">{hit.title}</span>
                  <span className="t3 small clip">{hit.hint}</span>
                </Spotlight.Action>
              ))}
            </Spotlight.ActionsGroup>
          );
        })}
        {pages.length === 0 ? null : (
          <Spotlight.ActionsGroup label="Pages">
            {pages.map((page) => (
              <Spotlight.Action key={page.path} onClick={() => go(page.path)} className={styles.hit}>
                <span>{page.title}</span>
              </Spotlight.Action>
            ))}
          </Spotlight.ActionsGroup>
        )}
        {isError ? <Spotlight.Empty>The search could not be asked. Try again.</Spotlight.Empty> : null}
        {nothing && !isError ? (
          <Spotlight.Empty>{isFetching ? 'Looking …' : `Nothing is called “${words}”`}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
