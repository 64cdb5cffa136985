import type { z } from 'zod';
import { Problem } from '@/components/ui/problem';
import { SafeLink } from '@/components/ui/safe-link';

/** The address names a filter that cannot be read: says which, and leads to the page without it. */
export function BadFilter({ issues, path }: { issues: z.ZodError['issues']; path: string }) {
  const [issue] = issues;
  return (
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
  );
}
