import { CopyButton } from '@/components/ui/copy-button';
import styles from './second-factor-key.module.css';

/** A key for an authenticator: as text, as an address and as a QR code drawn by the server. */
export interface ProposedKey {
  secret: string;
  address: string;
  /** The `d` of an SVG path in a box of `size` squares */
  qr: { size: number; path: string };
}

/** How the key gets into an authenticator: by its camera, by hand or by a link on the same device. */
export function SecondFactorKey({ proposed, lead = '' }: { proposed: ProposedKey; lead?: string }) {
  const { secret, address, qr } = proposed;
  return (
    <div className={styles.key}>
      <p>
        {lead}Add this key to an authenticator app: scan it, type it, or open{' '}
        <a className="link" href={address}>
          its link
        </a>
        . Then type the code that the app shows.
      </p>
      <svg
        className={styles.code}
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        role="img"
        aria-label="The key as a QR code"
        shapeRendering="crispEdges"
      >
        <path className={styles.paper} d={`M0 0h${qr.size}v${qr.size}H0z`} />
        <path d={qr.path} />
      </svg>
      <div className="row wrap">
        <code>{secret.match(/.{1,4}/g)?.join(' ')}</code>
        <CopyButton text={secret} what="the key" look="icon" />
      </div>
    </div>
  );
}
