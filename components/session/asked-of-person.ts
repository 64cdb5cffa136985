/** What the page has to ask of the person before what they wanted can go on. */
export interface Asked {
  /** `confirm`: prove again who you are; `sign-in`: the session has ended */
  what: 'confirm' | 'sign-in';
  /** Called once, with whether it was done */
  answer: (done: boolean) => void;
}

let listener: ((asked: Asked) => void) | null = null;

/** Lets the dialogs of the frame answer; returns how to stop. One at a time. */
export function answerAsked(next: (asked: Asked) => void): () => void {
  listener = next;
  return () => {
    if (listener === next) listener = null;
  };
}

/** Asks, and resolves with whether it was done; at once with false where no dialog can ask. */
export function askPerson(what: Asked['what']): Promise<boolean> {
  return new Promise((answer) => {
    if (listener) listener({ what, answer });
    else answer(false);
  });
}
