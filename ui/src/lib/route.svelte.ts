// Where the window is, and how it goes somewhere else.
import { href, parse, type Route } from "./address";
import { entryOf, newEntry } from "./places";

export { href, withQuery, type Route } from "./address";
export { keepPlace } from "./places";

let shown = $state.raw(parse(location.hash));
/** How many steps back there are in this window. */
let steps = 0;

/** The route that is shown now. */
export const current = (): Route => shown;

/** Shows a route; `replace` changes the present one instead of adding one to go back from (a filter, a page of a list). */
export function go(to: string, { replace = false } = {}): void {
  if (href(to) === location.hash) return;
  if (replace) history.replaceState(history.state, "", href(to));
  else advance(to);
  shown = parse(location.hash);
}

/** Back to where one came from, or to `otherwise` if this is where the window was opened. */
export function back(otherwise: string): void {
  if (steps > 0) history.back();
  else go(otherwise, { replace: true });
}

/** Follows links and the back button until the returned function is called. */
export function followHistory(): () => void {
  const follow = () => {
    if (entryOf(history.state) === null) {
      // A link was followed: the entry is new, and nobody has named it yet.
      history.replaceState(newEntry(), "");
      steps += 1;
    } else steps = Math.max(0, steps - 1);
    shown = parse(location.hash);
  };
  if (entryOf(history.state) === null) history.replaceState(newEntry(), "");
  addEventListener("popstate", follow);
  return () => removeEventListener("popstate", follow);
}

function advance(to: string): void {
  history.pushState(newEntry(), "", href(to));
  steps += 1;
}
