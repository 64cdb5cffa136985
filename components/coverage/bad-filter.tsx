import type { z } from 'zod';
import { PageHead } from '@/components/ui/page-head';
import { Problem } from '@/components/ui/problem';
import { SafeLink } from '@/components/ui/safe-link';

type BadFilterProps = {
  issues: z.ZodError['issues'];
  /** The page without filters. */
  path: string;
  /** On a part of a page that has its own heading. */
  part?: boolean;
};

/** The address names a filter that cannot be read: says which, and leads to the page without it. */
export function BadFilter({ issues, path, part = false }: BadFilterProps) {
  const [issue] = issues;
  return (
    <>
      {part ? null : <PageHead title="This address cannot be read" />}
      <Problem
        title={`The filter ${issue?.path.join('.') ?? ''} cannot be read.`}
        again={
          <SafeLink href={path} keepAsOf={false} className="link">
            Without filters
          </SafeLink>
        }
      >
        {issue?.message}
      </Problem>
    </>
  );
}
