// Showing a person where in a form something is wrong.
import { tick } from "svelte";

/** Moves the focus to the first field that is marked as wrong, once the marks are there. */
export async function focusWrong(form: HTMLElement | undefined): Promise<void> {
  await tick();
  const first = form?.querySelector<HTMLElement>('[aria-invalid="true"], fieldset:has(.field-error) input');
  first?.focus();
}
