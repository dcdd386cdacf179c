// The vendor's own labels stand between ** in the steps that lead to the keys.

export type Part = { text: string; bold: boolean };

/** A text in parts. A ** that is never closed is text like any other. */
export const parts = (text: string): Part[] =>
  text
    .split(/\*\*(.+?)\*\*/)
    .map((piece, at) => ({ text: piece, bold: at % 2 === 1 }))
    .filter((part) => part.text !== "");
