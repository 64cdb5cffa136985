'use client';

import NextLink from 'next/link';
import { useSearchParams } from 'next/navigation';
import type { AnchorHTMLAttributes, ComponentProps, ReactNode } from 'react';
import { carryAsOf } from './carry-as-of';
import { linkKind } from './link-kind';

type SafeLinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'className'> & {
  className?: string | undefined;
  [data: `data-${string}`]: string | number | boolean | undefined;
  /** Relative, http(s) or mailto. Anything else (it may come from the estate) is shown as plain text. */
  href: string;
  /** False only for the way back to now. */
  keepAsOf?: boolean;
  children?: ReactNode;
};

/** The one link. Inside Plumbline it keeps `asOf`; it never prefetches, because a page is a query. */
export function SafeLink({ href, keepAsOf = true, children, ...rest }: SafeLinkProps) {
  const asOf = useSearchParams().get('asOf');
  const kind = linkKind(href);
  if (kind === 'unsafe') return <span className={rest.className}>{children}</span>;
  if (kind === 'outside') {
    return (
      <a {...rest} href={href} rel="noreferrer noopener">
        {children}
      </a>
    );
  }
  const target = keepAsOf ? carryAsOf(href, asOf) : href;
  if (kind === 'api') {
    return (
      <a {...rest} href={target}>
        {children}
      </a>
    );
  }
  return (
    <NextLink {...(rest as Partial<ComponentProps<typeof NextLink>>)} href={target} prefetch={false}>
      {children}
    </NextLink>
  );
}
