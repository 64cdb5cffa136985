'use client';

import { useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconLogout, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { SafeLink } from '@/components/ui/safe-link';
import styles from './account.module.css';
import type { FrameData } from './frame-data';

const schemes = [
  ['light', 'Light', IconSun],
  ['dark', 'Dark', IconMoon],
  ['auto', 'As the system', IconDeviceDesktop],
] as const;

/** Who one is signed in as, the colours, and the way out. */
export function Account({ viewer }: { viewer: FrameData['viewer'] }) {
  return (
    <>
      <button
        type="button"
        className={styles.avatar}
        popoverTarget="account"
        aria-label={`Account of ${viewer.name}`}
        data-hide-below={600}
      >
        {viewer.initials}
      </button>
      <section id="account" popover="auto" className={styles.menu} aria-label="Account">
        <p className={styles.who}>
          <b>{viewer.name}</b>
          <span>{viewer.role}</span>
        </p>
        <ColourScheme />
        <SafeLink href="/settings" className={styles.entry}>
          <IconSettings size={16} stroke={1.75} aria-hidden />
          Settings
        </SafeLink>
        <form action="/api/auth/sign-out" method="post">
          <button type="submit" className={styles.entry}>
            <IconLogout size={16} stroke={1.75} aria-hidden />
            Sign out
          </button>
        </form>
      </section>
    </>
  );
}

function ColourScheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  // The choice is kept in the browser, so the server cannot know which button is pressed.
  const [known, setKnown] = useState(false);
  useEffect(() => setKnown(true), []);
  return (
    <fieldset className={styles.schemes}>
      <legend className="visually-hidden">Colours</legend>
      {schemes.map(([scheme, word, Glyph]) => (
        <button
          type="button"
          key={scheme}
          aria-pressed={known && colorScheme === scheme}
          onClick={() => setColorScheme(scheme)}
          aria-label={word}
          title={word}
        >
          <Glyph size={16} stroke={1.75} aria-hidden />
        </button>
      ))}
    </fieldset>
  );
}
