import { useId, useState } from 'preact/hooks';
import { session } from '../api/session.ts';

/** The way in where the API asks for a token. */
export function SignInPage() {
  const [token, setToken] = useState('');
  const wasRefused = session.token.value !== undefined;
  const field = useId();
  const help = useId();
  const submit = (event: Event) => {
    event.preventDefault();
    if (token.trim() !== '') session.signIn(token.trim());
  };
  return (
    <section class="sign-in card" aria-label="Sign in">
      <h1>Sign in</h1>
      <form onSubmit={submit}>
        <label for={field}>Token</label>
        <input
          id={field}
          type="password"
          autocomplete="off"
          spellcheck={false}
          value={token}
          aria-describedby={help}
          aria-invalid={wasRefused}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
        {wasRefused && (
          <p class="trouble" role="alert">
            This token is not accepted: it is mistyped, has expired or was revoked.
          </p>
        )}
        <button type="submit" class="button primary">
          Sign in
        </button>
        <p id={help} class="note">
          A token of Gauger’s API, or an access token of your identity provider where Gauger is set up to take them; the
          console does not fetch one from there itself. It is kept in this tab alone and gone when the tab closes.
        </p>
      </form>
    </section>
  );
}
