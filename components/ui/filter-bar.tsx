import { IconSearch, IconX } from '@tabler/icons-react';
import Form from 'next/form';
import type { ReactNode } from 'react';
import { FilterAdd } from './filter-add';
import styles from './filter-bar.module.css';
import { linkTo, type PageUrl, paramOf } from './page-url';
import { SafeLink } from './safe-link';

/** One thing to filter by, with what is to be found in it now. */
export type Facet = {
  /** The search param. */
  key: string;
  title: string;
  values: readonly { value: string; label?: string; count: number }[];
};

type FilterBarProps = {
  url: PageUrl;
  facets: readonly Facet[];
  /** What can be searched for: "name, address, fact, tag"; none: no search box. */
  search?: string;
  /** At the right: a sort, a count. */
  children?: ReactNode;
};

/** Search, the filters that are on, and the way to add one. All of it is links and one form. */
export function FilterBar({ url, facets, search, children }: FilterBarProps) {
  const on = facets.flatMap((facet) =>
    [url.params[facet.key] ?? []].flat().map((value) => ({
      facet,
      value,
      label: facet.values.find((known) => known.value === value)?.label ?? value,
    })),
  );
  const choices = facets.map((facet) => ({
    key: facet.key,
    title: facet.title,
    values: facet.values
      .filter(({ value }) => ![url.params[facet.key] ?? []].flat().includes(value))
      .map(({ value, label, count }) => ({ label: label ?? value, count, href: linkTo(url, { [facet.key]: value }) })),
  }));
  return (
    <div className={styles.bar}>
      {search === undefined ? null : <SearchForm url={url} hint={search} />}
      {on.map(({ facet, value, label }) => (
        <span key={`${facet.key}=${value}`} className={styles.pill}>
          {facet.title} <b>{label}</b>
          <SafeLink
            href={linkTo(url, { [facet.key]: [url.params[facet.key] ?? []].flat().filter((other) => other !== value) })}
            aria-label={`Remove the filter ${facet.title} ${label}`}
            className={styles.remove}
          >
            <IconX size={14} stroke={1.75} aria-hidden />
          </SafeLink>
        </span>
      ))}
      {facets.length > 0 ? <FilterAdd choices={choices} /> : null}
      {children ? <span className={styles.rest}>{children}</span> : null}
    </div>
  );
}

function SearchForm({ url, hint }: { url: PageUrl; hint: string }) {
  const kept = Object.entries(url.params).filter(([key]) => key !== 'q' && key !== 'cursor');
  return (
    <Form action={url.path} className={styles.search} role="search" prefetch={false}>
      <IconSearch size={14} stroke={1.75} aria-hidden />
      {kept.flatMap(([key, values]) =>
        [values ?? []].flat().map((value) => <input key={`${key}=${value}`} type="hidden" name={key} value={value} />),
      )}
      <input
        key={paramOf(url, 'q')}
        name="q"
        type="search"
        defaultValue={paramOf(url, 'q') ?? ''}
        placeholder={hint}
        aria-label={`Search: ${hint}`}
        data-filter=""
        autoComplete="off"
      />
    </Form>
  );
}
