/** Every sentence a user may read exists in both languages; the type makes a missing one a compile error. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

export type Language = keyof Text;

/** For names, codes and other words that are the same in every language. */
export const verbatim = (words: string): Text => ({ en: words, zh: words });
