/** Codes that were published once and must not be given to another rule, with the reason of their retirement. */
export const retired: Readonly<Record<`SLB${number}`, string>> = {};
