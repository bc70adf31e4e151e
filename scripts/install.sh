# shellcheck shell=bash
# For ./run and ./test: what they need, installed where it may be, named where it may not.

export HOME="${HOME:-/tmp}" DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export MSBUILDDISABLENODEREUSE=1

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

as_root() {
  if [[ $EUID -eq 0 ]]; then "$@"; else sudo -n "$@"; fi
}

may_install() {
  command -v apt-get >/dev/null && { [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null; }
}

apt_install() {
  may_install || fail "Missing: $*. Install it as root: apt-get install $*"
  printf 'Installing %s …\n' "$*"
  local log
  log=$(mktemp)
  if ! { as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } \
    </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail "apt-get could not install $*."
  fi
  rm -f "$log"
}

need_dotnet() {
  local sdks
  if ! sdks=$(dotnet --list-sdks 2>/dev/null) || [[ $'\n'$sdks != *$'\n'10.* ]]; then
    fail "Missing: the .NET 10 SDK. Install dotnet-sdk-10.0 as https://learn.microsoft.com/dotnet/core/install/linux says."
  fi
}

# The newest folder with initdb, empty where there is none.
postgres_bin() {
  local initdb
  initdb=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -n 1) || true
  [[ -n $initdb ]] || initdb=$(command -v initdb) || return 0
  dirname "$initdb"
}

# Debian makes and starts a cluster of its own on installation, unless told not to; nobody here needs it.
need_postgres() {
  [[ -z $(postgres_bin) ]] || return 0
  may_install || fail "Missing: PostgreSQL. Install it as root: apt-get install postgresql"
  apt_install postgresql-common
  as_root sed -i -E 's/^#?\s*create_main_cluster\s*=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  apt_install postgresql
  [[ -n $(postgres_bin) ]] || fail "PostgreSQL was installed, but there is no initdb under /usr/lib/postgresql."
}

need_redis() {
  command -v redis-server >/dev/null || apt_install redis-server
}

# Debian starts a node as it is installed, unless told not to; whoever needs one starts their own, as another account.
need_rabbitmq() {
  [[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ]] && command -v epmd >/dev/null && return 0
  may_install || fail "Missing: RabbitMQ. Install it as root: apt-get install rabbitmq-server"
  local policy=/usr/sbin/policy-rc.d
  if [[ -e $policy ]]; then
    apt_install rabbitmq-server
  else
    as_root tee "$policy" >/dev/null <<<$'#!/bin/sh\nexit 101'
    as_root chmod 755 "$policy"
    (apt_install rabbitmq-server) || { as_root rm -f "$policy" && return 1; }
    as_root rm -f "$policy"
  fi
}

# It is started by whoever needs it, and not by the system.
need_haproxy() {
  [[ -x /usr/sbin/haproxy ]] || command -v haproxy >/dev/null || apt_install haproxy
}

need_curl() {
  command -v curl >/dev/null || apt_install curl
}

need_openssl() {
  command -v openssl >/dev/null || apt_install openssl
}

# Programs of others that send to webhooks.
need_alertmanager() {
  command -v prometheus-alertmanager >/dev/null || apt_install prometheus-alertmanager
}

need_apprise() {
  command -v apprise >/dev/null || apt_install apprise
}

need_node() {
  local missing=()
  command -v node >/dev/null || missing+=(nodejs)
  command -v npm >/dev/null || missing+=(npm)
  [[ ${#missing[@]} -eq 0 ]] || apt_install "${missing[@]}"
}
