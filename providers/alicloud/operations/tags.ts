import * as z from "zod";
import { write } from "../operation.ts";
import { done, requestTags } from "./shapes.ts";

/** Adds tags or changes their values; others stay. A listener's resource id is `<load balancer>_tcp_<port>`. */
export const tagResources = write(
  "TagResources",
  "safely",
  z.strictObject({
    ResourceType: z.enum(["instance", "listener", "vservergroup", "acl"]),
    ResourceId: z.array(z.string()).min(1).max(20),
    Tag: requestTags.min(1),
  }),
  done,
);
