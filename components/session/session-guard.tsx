'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { type Asked, answerAsked } from './asked-of-person';
import { DraftKeeper } from './draft-keeper';
import { EndedDialog } from './ended-dialog';
import { EndingDialog } from './ending-dialog';
import { askSession, type Known, type OwnSession } from './own-session';
import { hearTabs, tellTabs } from './tabs';
import { useExports } from './use-exports';

const ConfirmDialog = lazy(() => import('./confirm-dialog').then((file) => ({ default: file.ConfirmDialog })));

/** So long before the end the page says so. */
const warnSeconds = 120;
/** While it says so, it looks so often whether somebody was active elsewhere. */
const lookAgainMs = 10_000;

/**
 * Watches over the session of the page: warns before it ends, covers the page when it has, asks again who is there where
 * a deed needs it, and keeps what was being typed. It never keeps a session alive by itself.
 */
export function SessionGuard({ session }: { session: OwnSession }) {
  const router = useRouter();
  const place = `${usePathname()}?${useSearchParams()}`;
  const [known, setKnown] = useState<{ session: OwnSession; at: number; ended: boolean }>(() => now(session));
  const [warns, setWarns] = useState(false);
  const [quiet, setQuiet] = useState(false);
  const [asks, setAsks] = useState(false);
  const waiting = useRef<Asked[]>([]);
  const answer = useCallback((what: Asked['what'], done: boolean) => {
    const answered = waiting.current.filter((one) => one.what === what);
    waiting.current = waiting.current.filter((one) => one.what !== what);
    if (what === 'confirm') setAsks(false);
    for (const one of answered) one.answer(done);
  }, []);

  const learn = useCallback(
    (found: Known): Known => {
      if (typeof found === 'string') {
        // Without an answer the end comes when it was due.
        setKnown((before) => ({ ...before, ended: before.ended || found === 'ended' || Date.now() >= endOf(before) }));
        return found;
      }
      // Somebody else has signed in here: nothing of the page is theirs.
      if (found.userId !== session.userId) {
        window.location.reload();
        return found;
      }
      setKnown(now(found));
      setWarns(found.leftSeconds <= warnSeconds);
      if (found.leftSeconds > warnSeconds) setQuiet(false);
      return found;
    },
    [session.userId],
  );
  const look = useCallback((extend = false) => askSession({ extend }).then(learn), [learn]);

  // A new page of the frame brings a newer look; going somewhere is activity, which other tabs hear of.
  useEffect(() => setKnown(now(session)), [session]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is the activity
  useEffect(() => tellTabs('active'), [place]);

  useEffect(() => {
    if (known.ended) return;
    const left = endOf(known) - Date.now();
    const next = warns ? Math.min(lookAgainMs, left) : left - warnSeconds * 1000;
    const timer = setTimeout(() => void look(), Math.max(1000, next));
    return () => clearTimeout(timer);
  }, [known, warns, look]);

  const needsLook = warns || known.ended;
  useEffect(() => hearTabs(() => needsLook && void look()), [needsLook, look]);
  useEffect(() => {
    const seen = () => document.visibilityState === 'visible' && void look();
    document.addEventListener('visibilitychange', seen);
    window.addEventListener('pageshow', seen);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('pageshow', seen);
    };
  }, [look]);

  useEffect(
    () =>
      answerAsked((next) => {
        waiting.current.push(next);
        if (next.what === 'confirm') setAsks(true);
        else void look().then((found) => typeof found === 'object' && answer('sign-in', true));
      }),
    [look, answer],
  );

  // In again: what waited goes on, and the page shows what is so now.
  const wasEnded = useRef(false);
  useEffect(() => {
    const back = wasEnded.current && !known.ended;
    wasEnded.current = known.ended;
    if (!back) return;
    answer('sign-in', true);
    answer('confirm', true);
    router.refresh();
  }, [known, router, answer]);

  const exportProblem = useExports(look);

  return (
    <>
      <DraftKeeper userId={session.userId} began={known.session.began} />
      {exportProblem}
      {known.ended ? (
        <EndedDialog email={session.email} look={() => look()} />
      ) : asks ? (
        <Suspense>
          <ConfirmDialog
            session={known.session}
            look={() => look()}
            answered={(done) => {
              answer('confirm', done);
              if (done) void look();
            }}
          />
        </Suspense>
      ) : warns && !quiet ? (
        <EndingDialog
          endsAt={endOf(known)}
          atTheLatest={known.session.lastSeconds <= known.session.leftSeconds}
          stay={() => look(true).then(() => tellTabs('active'))}
          close={() => setQuiet(true)}
        />
      ) : null}
    </>
  );
}

/** Milliseconds since 1970, by this browser's clock. */
function endOf({ session, at }: { session: OwnSession; at: number }): number {
  return at + session.leftSeconds * 1000;
}

function now(session: OwnSession) {
  return { session, at: Date.now(), ended: false };
}
