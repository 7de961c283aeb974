/** Status classes that a CLB health check can accept, in the order in which the API lists them. */
const CLASSES = [2, 3, 4, 5] as const;

export type HttpClass = `http_${(typeof CLASSES)[number]}xx`;

const asRange = (text: string): readonly [number, number] => {
  const [low = 0, high = low] = text.split("-").map(Number);
  return [low, high];
};

/** `200-299,300-399` as `[http_2xx, http_3xx]`; undefined when it is no union of whole classes 2xx to 5xx. */
export function httpClasses(codes: string): readonly HttpClass[] | undefined {
  const ranges = codes.split(",").map(asRange);
  const accepted = new Set<number>();
  for (const [low, high] of ranges) for (let code = low; code <= high; code++) accepted.add(code);
  const classes = CLASSES.filter((digit) => accepted.has(digit * 100));
  const whole = classes.every((digit) =>
    Array.from({ length: 100 }, (_, rest) => digit * 100 + rest).every((code) => accepted.has(code)),
  );
  return whole && classes.length > 0 && accepted.size === classes.length * 100
    ? classes.map((digit) => `http_${digit}xx` as const)
    : undefined;
}

/** `http_2xx,http_3xx` as inclusive ranges; what is no class is left out. */
export const classRanges = (classes: readonly string[]): readonly (readonly [number, number])[] =>
  classes.flatMap((name) => {
    const digit = Number(/^http_([2-5])xx$/.exec(name)?.[1]);
    return Number.isNaN(digit) ? [] : [[digit * 100, digit * 100 + 99] as const];
  });
