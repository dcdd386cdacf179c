// Whose learners these are: the line under the app's name.
import { call } from "$ipc";
import { app } from "$lib/app.svelte";
import { plural } from "$lib/format";

/** "Sample data", the only centre's name, or how many there are; read again when the number of learners changes. */
export function centreName(): () => string {
  let centres = $state.raw<string[]>([]);
  const learners = $derived(app.status?.learners ?? 0);
  $effect(() => {
    if (learners === 0) return;
    void call("learner_filters").then(
      (filters) => (centres = filters.centres.map((centre) => centre.name)),
      () => (centres = []),
    );
  });
  return () => {
    if (app.session?.sample) return "Sample data";
    return centres.length > 1 ? plural(centres.length, "centre") : (centres[0] ?? "");
  };
}
