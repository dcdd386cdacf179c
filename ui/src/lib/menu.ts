import type { IconName } from "./icons";

/** One line of a menu: an action, an action with a tick, a heading, or a line between. */
export type MenuEntry =
  | {
      label: string;
      icon?: IconName;
      /** Given: the entry is a tick that is on or off, and the menu stays open. */
      checked?: boolean;
      danger?: boolean;
      /** What it means, in a second line. */
      hint?: string | undefined;
      /** Why it cannot be chosen now. */
      blocked?: string | undefined;
      act: () => void;
    }
  | { heading: string }
  | { separator: true };
