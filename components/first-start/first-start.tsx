import { SafeLink } from '@/components/ui/safe-link';
import { ConnectAws } from './connect-aws';
import styles from './first-start.module.css';
import { LoadSample } from './load-sample';
import { PointAnsible } from './point-ansible';

type FirstStartProps = {
  /** May add sources and make tokens */
  mayAdd: boolean;
  /** The sample is being loaded at this moment */
  sampleUnderWay: boolean;
};

/** An empty installation: three ways on. */
export function FirstStart({ mayAdd, sampleUnderWay }: FirstStartProps) {
  return (
    <div className={styles.start}>
      <div className={styles.words}>
        <h1>What should Plumbline watch first?</h1>
        <p>
          Each way takes a few minutes and none needs an agent. Take one now, add the others later under Sources.
          Nothing is changed in your estate: Plumbline only reads.
        </p>
      </div>
      <div className={styles.three}>
        <ConnectAws mayAdd={mayAdd} first />
        <PointAnsible mayAdd={mayAdd} />
        <LoadSample mayAdd={mayAdd} underWay={sampleUnderWay} />
      </div>
      <p className={styles.more}>
        <SafeLink href="/sources#git">Watch a Git repository</SafeLink>
        <SafeLink href="/settings/users">Add users</SafeLink>
      </p>
    </div>
  );
}
