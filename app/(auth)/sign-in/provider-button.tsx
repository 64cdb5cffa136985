'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import { type Problem as ProblemText, sendJson } from '@/components/settings/send-json';
import { Problem } from '@/components/ui/problem';

/** Goes to an identity provider. */
export function ProviderButton({
  id,
  name,
  next,
  again = false,
}: {
  id: string;
  name: string;
  next: string;
  /** To prove anew who one is */
  again?: boolean;
}) {
  const [problem, setProblem] = useState<ProblemText | null>(null);

  async function go() {
    setProblem(null);
    const sent = await sendJson('POST', '/api/auth/oidc', { provider: id, next, again });
    if (sent.ok) window.location.assign((sent.data as { location: string }).location);
    else setProblem(sent.problem);
  }

  return (
    <>
      <Button onClick={go} fullWidth>
        {name}
      </Button>
      {problem ? <Problem title={problem.title} /> : null}
    </>
  );
}
