import { Cell } from '../live/cell.ts';

const KEY = 'gauger.token';

/**
 * The token of this tab, kept until the tab closes and never in a cookie, so that no other page can make use of it. `asked` is true while
 * the API wants one, or another one.
 */
class Session {
  readonly token = new Cell<string | undefined>(sessionStorage.getItem(KEY) ?? undefined);
  readonly asked = new Cell(false);

  signIn(token: string): void {
    sessionStorage.setItem(KEY, token);
    this.token.set(token);
    this.asked.set(false);
  }

  signOut(): void {
    sessionStorage.removeItem(KEY);
    this.token.set(undefined);
    this.asked.set(true);
  }
}

export const session = new Session();
