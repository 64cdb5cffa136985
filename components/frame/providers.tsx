'use client';

import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { resolver, theme } from '@/components/ui/theme';

/** `nonce` goes on the style element that Mantine writes, so that the content security policy lets it in. */
export function Providers({ nonce, children }: { nonce: string | null; children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolver}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce ?? ''}
    >
      {children}
    </MantineProvider>
  );
}
