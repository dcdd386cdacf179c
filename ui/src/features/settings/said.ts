// What was done with a connection before its page was opened, to be said there once.

/** By the connection's id. */
export const said = new Map<number, string>();

/** Takes what is to be said; empty where there is nothing. */
export function takeSaid(id: number): string {
  const words = said.get(id) ?? "";
  said.delete(id);
  return words;
}
