/** Controls but for line end and tab, and marks that reorder text. Ranges, for \p{Cc} costs a millisecond at start-up. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/**
 * Names and tags come from files and clouds that others write to: nothing in them may steer the terminal or reorder
 * what is shown. Such characters appear as their escapes, which in JSON changes nothing of what is said.
 */
export const visible = (text: string): string => text.replace(STEERING, escaped);
