/** The id of a signal, `tokens.outputPerRequest`, which may go on in the next line between two of its words. */
export function SignalName({ id }: { readonly id: string }) {
  return (
    <>
      {id.split(/(?<=\.)|(?=[A-Z])/).map((word, index) => (
        <>
          {index > 0 && <wbr />}
          {word}
        </>
      ))}
    </>
  );
}
