// A message of the shell in one piece, such as a connection's: what is true, and what to do.

const SEAM = " What to do: ";

export type Message = { what: string; todo: string | null };

/** Takes a message apart, so that each half can stand where it belongs. */
export function apart(message: string): Message {
  const [what = "", ...todo] = message.split(SEAM);
  return { what, todo: todo.length === 0 ? null : todo.join(SEAM) };
}
