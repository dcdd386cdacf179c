/** A hidden National Insurance number read out: "hidden, ends 3 4 C". The shell sends dots and the ending only. */
export function spokenNino(shown: string): string {
  const ending = shown.replace(/^[•*\s]+/u, "");
  return ending === "" ? "hidden" : `hidden, ends ${Array.from(ending).join(" ")}`;
}
