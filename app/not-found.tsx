import NextLink from 'next/link';
import { Mark } from '@/components/frame/mark';
import styles from './plain.module.css';

/** An address that leads nowhere, or to something that was never there. */
export default function NotFound() {
  return (
    <main className={styles.plain}>
      <Mark />
      <h1>There is nothing at this address</h1>
      <p className="t2">It may have been mistyped, or what it names was not there at the moment that is looked at.</p>
      <p>
        <NextLink href="/" className="link" prefetch={false}>
          Fleet health
        </NextLink>
      </p>
    </main>
  );
}
