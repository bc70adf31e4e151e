# shellcheck shell=bash
# For ./test: one real PostgreSQL with fsync on, in a folder that disappears with it.

postgres_folder=

# In a folder where every account may be.
as_postgres() (
  cd /
  if [[ $EUID -ne 0 ]]; then
    "$@"
  elif id postgres &>/dev/null; then
    runuser -u postgres -- "$@"
  else
    runuser -u nobody -- "$@"
  fi
)

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# answers PROCESS PORT SECONDS: whether somebody listens there in time, while the process lives.
answers() {
  local process=$1 port=$2 seconds=$3
  for _ in $(seq $((seconds * 10))); do
    kill -0 "$process" 2>/dev/null || return 1
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && return 0
    sleep 0.1
  done
  return 1
}

start_postgres() {
  local bin password port
  bin=$(postgres_bin)
  password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  postgres_folder=$(as_postgres mktemp -d /tmp/eventchat-test.XXXXXX)

  as_postgres tee "$postgres_folder/password" <<<"$password" >/dev/null
  as_postgres "$bin/initdb" --pgdata "$postgres_folder/data" --username postgres --pwfile "$postgres_folder/password" \
    --encoding UTF8 --locale C --auth scram-sha-256 --no-instructions </dev/null >/dev/null
  for _ in 1 2 3 4 5; do
    port=$(free_port)
    if as_postgres "$bin/pg_ctl" start --wait --silent --pgdata "$postgres_folder/data" --log "$postgres_folder/log" --options \
      "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on -c max_connections=1000 \
       -c shared_buffers=256MB -c max_wal_size=4GB -c jit=off" </dev/null; then
      export EVENTCHAT_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Password=$password;Database=postgres"
      echo "PostgreSQL for the tests listens on port $port"
      return
    fi
  done

  tail -n 5 "$postgres_folder/log" >&2
  fail "PostgreSQL for the tests did not start."
}

stop_postgres() {
  [[ -n $postgres_folder ]] || return 0
  as_postgres "$(postgres_bin)/pg_ctl" stop --mode immediate --silent --pgdata "$postgres_folder/data" </dev/null || true
  as_postgres rm -rf "$postgres_folder"
  postgres_folder=
}
