import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

export interface DialogProps {
  readonly title: string;
  /** What its button does; a sentence where that did not work. */
  readonly onSubmit: () => Promise<string | undefined>;
  readonly action: string;
  readonly onClose: () => void;
  readonly trouble: string | undefined;
  readonly busy: boolean;
  readonly children: ComponentChildren;
}

/** A question in front of the page; Escape and Cancel leave everything as it is. */
export function Dialog({ title, onSubmit, action, onClose, trouble, busy, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    if ((await onSubmit()) === undefined) dialog.current?.close();
  };
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onClose}>
      <form onSubmit={submit}>
        <h2 id={heading}>{title}</h2>
        {children}
        {trouble !== undefined && (
          <p class="trouble" role="alert">
            {trouble}
          </p>
        )}
        <div class="dialog-end">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={busy}>
            {action}
          </button>
        </div>
      </form>
    </dialog>
  );
}
