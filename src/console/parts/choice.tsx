import { useId } from 'preact/hooks';

export interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly options: readonly T[];
  readonly words: Readonly<Record<T, string>>;
  readonly chosen: T;
  readonly onChoose: (option: T) => void;
}

/** One of a few, side by side. */
export function Choice<T extends string>({ name, options, words, chosen, onChoose }: ChoiceProps<T>) {
  const group = useId();
  return (
    <fieldset class="choice">
      <legend class="unseen">{name}</legend>
      {options.map((option) => (
        <label key={option}>
          <input type="radio" name={group} checked={option === chosen} onChange={() => onChoose(option)} />
          <span>{words[option]}</span>
        </label>
      ))}
    </fieldset>
  );
}
