'use client';

import { MantineProvider } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { resolver, theme } from '@/components/ui/theme';

/**
 * `nonce` goes on the style elements that Mantine writes, so that the content security policy lets them in. The document
 * keeps the policy that it came with: a nonce that comes later, with a refresh, is none of its.
 */
export function Providers({ nonce, children }: { nonce: string | null; children: ReactNode }) {
  const [own] = useState(() => {
    // Mantine's dialogs bring a library that writes a style element and asks here.
    if (nonce !== null && typeof window !== 'undefined') Object.assign(window, { __webpack_nonce__: nonce });
    return nonce ?? '';
  });
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolver} defaultColorScheme="auto" getStyleNonce={() => own}>
      {children}
    </MantineProvider>
  );
}
