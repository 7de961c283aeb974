import type { OutputOptions, RolldownBuild } from "rolldown";

export declare const openBundle: (options: { readonly quiet: boolean }) => Promise<RolldownBuild>;
export declare const layout: OutputOptions;
