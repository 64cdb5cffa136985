/** What the tabs of one browser tell one another; nothing is believed, each asks the server then. */
type Word = 'active' | 'signed-in';

const name = 'plumbline-session';

/** Tells the other tabs that somebody is there, or has signed in. */
export function tellTabs(word: Word): void {
  if (typeof BroadcastChannel === 'undefined') return;
  const channel = new BroadcastChannel(name);
  channel.postMessage(word);
  channel.close();
}

/** Calls back when another tab says something; returns how to stop. */
export function hearTabs(heard: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => undefined;
  const channel = new BroadcastChannel(name);
  channel.onmessage = heard;
  return () => channel.close();
}
