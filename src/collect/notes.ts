import type { Text } from "../core/text.ts";

/** Most names in one note. */
const SHOWN = 5;

/** What was met and not used, counted; nothing that is met is passed over in silence. */
export class Notes {
  private readonly entries = new Map<
    string,
    { readonly text: Text; count: number; readonly names: string[] }
  >();

  add(text: Text, name: string): void {
    const known = this.entries.get(text.en);
    if (known === undefined) this.entries.set(text.en, { text, count: 1, names: [name] });
    else {
      known.count += 1;
      if (known.names.length < SHOWN && !known.names.includes(name)) known.names.push(name);
    }
  }

  texts(): readonly Text[] {
    return [...this.entries.values()].map(({ text, count, names }) => {
      const more = count > names.length;
      return {
        en: `${text.en}: ${names.join(", ")}${more ? ` (${count} in all)` : ""}`,
        zh: `${text.zh}：${names.join("、")}${more ? `（共 ${count} 项）` : ""}`,
      };
    });
  }
}

export const NOT_RECOGNISED: Text = { en: "not recognised", zh: "未识别" };
export const BINARY: Text = { en: "binary, not read", zh: "二进制文件，未读取" };
export const EMPTY: Text = { en: "empty", zh: "空文件" };
export const DENIED: Text = { en: "may not be read", zh: "无权读取" };
