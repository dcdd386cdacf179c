// The address of a place in the window: a path and a query behind the hash, such as #/learners?search=odell.

export type Route = {
  /** The parts of the path: ["learners", "12"]. */
  path: string[];
  query: URLSearchParams;
};

const HOME = "/overview";

/** The route that a hash names; none is the home page. */
export function parse(hash: string): Route {
  const [path = "", query = ""] = (hash.length > 1 ? hash.slice(1) : HOME).split("?", 2);
  return { path: path.split("/").filter((part) => part !== ""), query: new URLSearchParams(query) };
}

/** The address of a route for `href`. */
export const href = (to: string): string => `#${to}`;

/** A route with some of its query replaced; an empty or missing value is left out. */
export function withQuery(route: Route, changes: Record<string, string | null>): string {
  const query = new URLSearchParams(route.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") query.delete(name);
    else query.set(name, value);
  }
  const words = query.toString();
  return `/${route.path.join("/")}${words === "" ? "" : `?${words}`}`;
}
