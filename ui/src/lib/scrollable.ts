import type { Attachment } from "svelte/attachments";

/** What can be scrolled sideways can be reached by keyboard; where everything fits there is nothing to stop at. */
export const scrollable: Attachment<HTMLElement> = (node) => {
  const look = () => {
    if (node.scrollWidth > node.clientWidth) node.tabIndex = 0;
    else node.removeAttribute("tabindex");
  };
  const watch = new ResizeObserver(look);
  watch.observe(node);
  if (node.firstElementChild !== null) watch.observe(node.firstElementChild);
  return () => watch.disconnect();
};
