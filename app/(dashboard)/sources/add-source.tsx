import { ConnectAws } from '@/components/first-start/connect-aws';
import { LoadSample } from '@/components/first-start/load-sample';
import { PointAnsible } from '@/components/first-start/point-ansible';
import { GitForm } from './git-form';
import styles from './sources.module.css';

type AddSourceProps = { mayAdd: boolean; sampleLoaded: boolean; sampleUnderWay: boolean };

/** The ways to watch more. */
export function AddSource({ mayAdd, sampleLoaded, sampleUnderWay }: AddSourceProps) {
  return (
    <>
      <h2>Add a source</h2>
      <div className={styles.ways}>
        <ConnectAws mayAdd={mayAdd} />
        <PointAnsible mayAdd={mayAdd} />
        <div className={styles.column}>
          <GitForm mayAdd={mayAdd} />
          {sampleLoaded && !sampleUnderWay ? null : <LoadSample mayAdd={mayAdd} underWay={sampleUnderWay} />}
        </div>
      </div>
    </>
  );
}
