import type { ReactNode } from 'react';
import { AsOfBanner } from './asof-banner';
import styles from './frame.module.css';
import type { FrameData } from './frame-data';
import { Header } from './header';
import { Instants } from './instants';
import { Keys } from './keys';
import { Nav } from './nav';

/** Navigation, header and main: what every page of the dashboard stands in. */
export function Frame({ data, children }: { data: FrameData; children: ReactNode }) {
  return (
    <div className={styles.frame}>
      <a href="#main" className={styles.skip}>
        Skip to the content
      </a>
      <Nav data={data} />
      <div className={styles.page}>
        <Header data={data} />
        <main id="main" tabIndex={-1} className={styles.main}>
          <AsOfBanner now={data.now} />
          {children}
        </main>
      </div>
      <Keys />
      <Instants />
    </div>
  );
}
