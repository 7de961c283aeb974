import type { Driver } from "../../src/core/provider.ts";
import { connect } from "./connect.ts";
import type { Connection } from "./connection.ts";
import { execute } from "./execute.ts";
import { inspect } from "./inspect.ts";
import { observe } from "./observe.ts";
import { status } from "./status.ts";

/** Talks to the Elastic Load Balancing API 2015-12-01. */
export const driver: Driver<Connection> = {
  connect,
  observe,
  inspect,
  execute,
  status,
  close: async (connection) => connection.close(),
};
