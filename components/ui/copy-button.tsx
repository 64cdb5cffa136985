'use client';

import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import styles from './copy-button.module.css';

type CopyButtonProps = {
  text: string;
  /** What is copied, for who cannot see it: "the policy". */
  what: string;
  /** A link in a sentence, or the icon alone, instead of a button. */
  look?: 'button' | 'link' | 'icon';
};

/** Puts a text on the clipboard and says so. */
export function CopyButton({ text, what, look = 'button' }: CopyButtonProps) {
  const [said, setSaid] = useState<'copied' | 'refused' | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('copied'),
      () => setSaid('refused'),
    );
  const word =
    said === 'copied'
      ? 'Copied'
      : said === 'refused'
        ? 'Select and copy it by hand'
        : look === 'link'
          ? `Copy ${what}`
          : 'Copy';
  const Glyph = said === 'copied' ? IconCheck : IconCopy;
  return (
    <button
      type="button"
      className={styles.copy}
      data-look={look}
      onClick={copy}
      onBlur={() => setSaid(null)}
      aria-label={`${word}: ${what}`}
      aria-live="polite"
    >
      {look === 'link' ? null : <Glyph size={14} stroke={1.75} aria-hidden />}
      {look === 'icon' ? null : word}
    </button>
  );
}
