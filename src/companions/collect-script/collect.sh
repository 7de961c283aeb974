#!/bin/sh
# slbctl collect --script: what `slbctl doctor --from` needs of this node. Reads only; writes only below the folder that
# is named (default: ./slbctl-nodes). Files pass allow-lists before they reach the disk: no key, token or password is copied.
#
#   sh collect.sh [FOLDER]
#   ROOT=/mnt sh collect.sh [FOLDER]   reads another root and asks nothing of this system
#   NODE=m1 sh collect.sh [FOLDER]     says what the node is called in Kubernetes, where its host name differs
set -u
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/sbin:/usr/local/sbin
umask 077
root=${ROOT:-}
root=${root%/}
out=${1:-slbctl-nodes}
case $out in -*) out=./$out ;; esac

clean_name() { tr 'A-Z' 'a-z' | tr -cd 'a-z0-9.-' | sed 's/^[.-]*//' | cut -c1-253; }
if [ -n "${NODE:-}" ]; then
  node=$(printf %s "$NODE" | clean_name)
elif [ -r "$root/etc/hostname" ]; then
  node=$(sed -n '/[^[:space:]]/{s/[[:space:]]//g;p;q;}' "$root/etc/hostname" | clean_name)
elif [ -z "$root" ]; then
  node=$( (hostname || uname -n) 2>/dev/null | clean_name)
fi
[ -n "${node:-}" ] || node=node
to=$out/nodes/$node

# put FILE: standard input becomes that file of the node, unless it is empty.
put() {
  mkdir -p "$to/$(dirname "$1")" || exit 1
  cat >"$to/$1.part" || exit 1
  if [ -s "$to/$1.part" ]; then mv -f "$to/$1.part" "$to/$1"; else rm -f "$to/$1.part"; fi
}
# text FILE: at most 256 KB of a regular file, lines ended by LF alone.
text() { head -c 262144 "$1" 2>/dev/null | tr -d '\000\r'; }
plain() { case $1 in *[!A-Za-z0-9._-]*) return 1 ;; esac; [ -f "$2" ] && [ -r "$2" ]; }
is_json() { text "$1" | awk 'NF { exit !(substr($1, 1, 1) == "{") } END { if (!NR) exit 1 }'; }

# Kubeconfigs: names and servers. A line is kept only as KEY: VALUE with a known key and a harmless value.
kubeconfig() {
  awk '
    function bare(v) { gsub(/^[ \t"\047]+|[ \t"\047]+$/, "", v); return v }
    /^[A-Za-z]/ { section = $0; sub(/:.*/, "", section) }
    section != "apiVersion" && section != "kind" && section != "clusters" && section != "contexts" && section != "current-context" { next }
    /^[ \t]*(- +)*(apiVersion|kind|clusters|cluster|contexts|context|name|current-context|user|namespace|server|tls-server-name|proxy-url|certificate-authority|insecure-skip-tls-verify):[ \t]*[^ \t].*$/ ||
    /^[ \t]*(- +)*(clusters|cluster|contexts|context):[ \t]*$/ {
      key = $0; sub(/:.*/, "", key); sub(/^[ \t-]*/, "", key)
      lead = $0; sub(/[^ \t-].*/, "", lead)
      value = $0; sub(/^[^:]*:/, "", value); value = bare(value)
      if (key == "server" || key == "proxy-url") {
        sub(/:\/\/[^\/@]*@/, "://", value); sub(/[?#].*/, "", value)
        if (value !~ /^[a-z0-9+]+:\/\/[A-Za-z0-9.:_\/\[\]-]*$/) next
      } else if (value != "" && value !~ /^[A-Za-z0-9@._:\/-]+$/) next
      if (length(value) > 253) next
      print lead key ":" (value == "" ? "" : " \"" value "\"")
    }'
}
# The same of kubeconfigs in JSON: their servers, no names.
json_kubeconfig() {
  tr '\n' ' ' | awk '
    BEGIN { print "apiVersion: \"v1\""; print "kind: \"Config\""; print "clusters:" }
    { while (match($0, /"server"[ \t]*:[ \t]*"[^"\\]*"/)) {
        value = substr($0, RSTART, RLENGTH); $0 = substr($0, RSTART + RLENGTH)
        sub(/^"server"[ \t]*:[ \t]*"/, "", value); sub(/"$/, "", value)
        sub(/:\/\/[^\/@]*@/, "://", value); sub(/[?#].*/, "", value)
        if (value ~ /^https?:\/\/[A-Za-z0-9.:_\/\[\]-]*$/) { n++; print "- cluster:"; print "    server: \"" value "\""; print "  name: \"c" n "\"" }
    } }'
}
# Static pods: which programs run with which flags. Flags that smell of secrets are kept only where their value is a path.
manifest() {
  awk '
    BEGIN { print "apiVersion: v1"; print "kind: Pod"; print "spec:"; print "  containers:" }
    /^[ \t]*- +"?\/?([a-z0-9._-]+\/)*(kube-apiserver|kube-controller-manager|kube-scheduler|etcd|kube-vip|manager|haproxy|keepalived)"?[ \t]*$/ {
      value = $0; gsub(/^[ \t]*- +"?|"?[ \t]*$/, "", value)
      print "  - command:"; print "    - " value; on = 1; next
    }
    on && /^[ \t]*- +["\047]?--[a-z0-9-]+(=.*)?$/ {
      flag = $0; sub(/^[^-]*- +["\047]?/, "", flag)
      value = flag; if (!sub(/^[^=]*=/, "", value)) value = ""
      name = flag; sub(/=.*/, "", name)
      gsub(/["\047]?[ \t]*$/, "", value)
      if (name ~ /(token|password|passwd|secret|auth|key|cred|header)/ && name !~ /^--(anonymous-auth|authorization-mode|authentication-config|enable-bootstrap-token-auth)$/ && value !~ /^\/[A-Za-z0-9._\/-]*$/) next
      gsub(/:\/\/[^\/@,]*@/, "://", value)
      if (value !~ /^[A-Za-z0-9._:\/,=@*-]*$/) next
      print "    - \"" name (value == "" ? "" : "=" value) "\""; next
    }
    !/^[ \t]*- / { on = 0 }'
}
kubelet_config() {
  awk '/^(apiVersion|kind|hairpinMode|staticPodPath|clusterDomain|providerID|podCIDR|cgroupDriver|port|address):[ \t]+"?[A-Za-z0-9._:\/-]+"?[ \t]*$/ || /^clusterDNS:[ \t]*$/ || /^- [0-9a-fA-F.:]+[ \t]*$/'
}
# CNI: JSON of which every text under a name that smells of secrets is emptied.
cni() {
  tr '\n' ' ' | sed -E 's/("[^"]*([Tt][Oo][Kk][Ee][Nn]|[Pp][Aa][Ss][Ss]|[Ss][Ee][Cc][Rr][Ee][Tt]|[Kk][Ee][Yy]|[Cc][Ee][Rr][Tt]|[Aa][Uu][Tt][Hh]|[Cc][Rr][Ee][Dd])[^"]*"[[:space:]]*:[[:space:]]*)"([^"\\]|\\.)*"/\1""/g; s#://[^/@" ]*@#://#g'
}
hosts() { awk '{ sub(/#.*/, "") } /^[ \t]*[0-9a-fA-F.:]+([ \t]+[A-Za-z0-9._-]+)+[ \t]*$/'; }
certificates() { awk '/^-----BEGIN CERTIFICATE-----$/ { on = 1 } on && /^[A-Za-z0-9+\/=]+$|^-----(BEGIN|END) CERTIFICATE-----$/ { print } /^-----END CERTIFICATE-----$/ { on = 0 }'; }
no_comments() { sed -E 's/--comment ("([^"\\]|\\.)*"|[^ ]+)//g; s/comment "([^"\\]|\\.)*"//g'; }

for path in "$root"/etc/kubernetes/*.conf "$root"/etc/kubernetes/*.kubeconfig "$root"/etc/rancher/k3s/*.yaml "$root"/etc/rancher/rke2/*.yaml \
  "$root"/var/lib/rancher/*/agent/*.kubeconfig; do
  file=${path#"$root"/}
  plain "${path##*/}" "$path" || continue
  if is_json "$path"; then text "$path" | json_kubeconfig | put "$file"; else text "$path" | kubeconfig | put "$file"; fi
done
for path in "$root"/etc/kubernetes/manifests/*.yaml "$root"/etc/kubernetes/manifests/*.yml; do
  plain "${path##*/}" "$path" || continue
  if is_json "$path"; then echo "not read, since it is JSON: $path" >&2; elif text "$path" | grep -q "^ *- "; then text "$path" | manifest | put "${path#"$root"/}"; fi
done
for path in "$root"/etc/cni/net.d/*.conf "$root"/etc/cni/net.d/*.conflist; do
  plain "${path##*/}" "$path" && text "$path" | cni | put "${path#"$root"/}"
done
one() { if [ -f "$root/$1" ] && [ -r "$root/$1" ]; then text "$root/$1" | "$2" | put "$1"; fi; }
first_word() { awk 'NF { if ($1 ~ /^[A-Za-z0-9._-]+$/) print $1; exit }'; }
one var/lib/kubelet/config.yaml kubelet_config
one etc/hosts hosts
one etc/hostname first_word
one var/lib/cloud/data/instance-id first_word
one etc/kubernetes/pki/apiserver.crt certificates
one proc/net/fib_trie cat

# Of the system itself; not of another root.
if [ -z "$root" ]; then
  has() { command -v "$1" >/dev/null 2>&1; }
  has ip && {
    ip addr 2>/dev/null | put slbctl/ip-addr.txt
    ip route show table all 2>/dev/null | put slbctl/ip-route.txt
    ip rule 2>/dev/null | put slbctl/ip-rule.txt
  }
  has nft && nft list ruleset 2>/dev/null | no_comments | put slbctl/nft.txt
  has iptables-save && iptables-save 2>/dev/null | no_comments | put slbctl/iptables.txt
  for key in /proc/sys/net/ipv4/conf/*/rp_filter /proc/sys/net/ipv4/conf/*/accept_local /proc/sys/net/ipv4/ip_forward; do
    [ -r "$key" ] && printf '%s = %s\n' "${key#/proc/sys/}" "$(cat "$key")"
  done | put slbctl/sysctl.txt
  { cat /proc/net/stat/rt_cache; grep -h IPReversePathFilter -A1 /proc/net/netstat; } 2>/dev/null | put slbctl/counters.txt
  has curl && {
    for url in $(sed -n 's/^ *server: "\(https:[^"]*\)"$/\1/p' "$to"/etc/kubernetes/*.conf 2>/dev/null | sort -u | head -n 3) https://127.0.0.1:6443; do
      for try in 1 2 3 4 5; do
        printf '%s %s ' "$url" "$try"
        curl --noproxy '*' -sk --max-time 2 -o /dev/null -w '%{http_code} %{remote_ip} %{time_total}\n' "$url/healthz" || :
      done
    done
  } 2>/dev/null | put slbctl/dials.txt
fi
[ -d "$to" ] || { echo "nothing was found to collect below ${root:-/}" >&2; exit 3; }
echo "written: $to" >&2
echo "slbctl doctor --from $out"
