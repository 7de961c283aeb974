/**
 * Names and tags come from files and clouds that others write to: nothing in them may steer the terminal or reorder
 * what is shown. Control and bidirectional characters appear as their escapes; line ends and tabs stay.
 */
export const visible = (text: string): string =>
  text.replaceAll(/[^\P{Cc}\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, escaped);

/** The same for JSON, where escapes change nothing of what is said. */
export const visibleJson = (json: string): string =>
  json.replaceAll(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, escaped);

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
