import { describe, expect, it } from "vitest";
import { givenEndpoint, regionEndpoint } from "../../../providers/alicloud/endpoints.ts";
import { refuseProxy } from "../../../providers/alicloud/proxy.ts";

describe("endpoints", () => {
  it.each([
    ["cn-hangzhou", "public", "slb.aliyuncs.com"],
    ["ap-southeast-1", "public", "slb.aliyuncs.com"],
    ["eu-central-1", "public", "slb.eu-central-1.aliyuncs.com"],
    ["cn-zhangjiakou", "public", "slb.cn-zhangjiakou.aliyuncs.com"],
    ["cn-huhehaote-nebula-1", "public", "slb-api.cn-qingdao-nebula.aliyuncs.com"],
    ["cn-hangzhou", "vpc", "slb-vpc.cn-hangzhou.aliyuncs.com"],
    ["eu-central-1", "vpc", "slb-vpc.eu-central-1.aliyuncs.com"],
  ] as const)("%s over the %s network is %s", (region, network, host) => {
    expect(regionEndpoint(region, network)).toEqual({ protocol: "https", host });
  });

  it("takes hosts and URLs, https unless http is said", () => {
    expect(givenEndpoint("slb.example.com")).toEqual({ protocol: "https", host: "slb.example.com" });
    expect(givenEndpoint("http://127.0.0.1:4010")).toEqual({ protocol: "http", host: "127.0.0.1:4010" });
    expect(givenEndpoint("https://[::1]:8443/")).toEqual({ protocol: "https", host: "[::1]:8443" });
    for (const bad of ["", "ftp//", "http://user:secret@host"]) expect(givenEndpoint(bad)).toBeUndefined();
  });
});

describe("proxies", () => {
  const central = regionEndpoint("cn-hangzhou", "public");
  const proxied = { HTTPS_PROXY: "http://proxy:3128" };

  it("says that the SDK cannot use one", () => {
    expect(() => refuseProxy(central, proxied)).toThrow(/HTTPS_PROXY is set.*cannot use a proxy/);
    expect(() => refuseProxy(central, { all_proxy: "socks5://p" })).toThrow(/all_proxy/);
  });

  it.each([
    ["none is set", central, {}],
    ["one for http is set", central, { HTTP_PROXY: "http://p" }],
    ["NO_PROXY names the host", central, { ...proxied, NO_PROXY: "localhost, slb.aliyuncs.com" }],
    ["NO_PROXY names its domain", central, { ...proxied, no_proxy: ".aliyuncs.com" }],
    ["NO_PROXY names all", central, { ...proxied, NO_PROXY: "*" }],
    ["the endpoint is loopback", { protocol: "https", host: "127.0.0.1:4010" }, proxied],
  ] as const)("is silent when %s", (_name, endpoint, env) => {
    expect(() => refuseProxy(endpoint, env)).not.toThrow();
  });

  it("does not take a host for a domain that it only ends like", () => {
    expect(() => refuseProxy(central, { ...proxied, NO_PROXY: "liyuncs.com" })).toThrow();
  });
});
