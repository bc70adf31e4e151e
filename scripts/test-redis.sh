# shellcheck shell=bash
# For ./test: one real Redis that writes nothing to disk and disappears with the tests.

redis_process=
redis_folder=

start_redis() {
  local password port
  password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  redis_folder=$(mktemp -d /tmp/eventchat-test.XXXXXX)
  for _ in 1 2 3 4 5; do
    port=$(free_port)
    # The password comes by standard input: the list of processes shows arguments to everybody.
    redis-server - >"$redis_folder/log" 2>&1 <<<"bind 127.0.0.1
port $port
requirepass $password
save \"\"
appendonly no
daemonize no
dir $redis_folder" &
    redis_process=$!
    if answers "$redis_process" "$port" 10; then
      export EVENTCHAT_TEST_REDIS="127.0.0.1:$port,password=$password"
      echo "Redis for the tests listens on port $port"
      return
    fi
    stop_redis_process
  done

  tail -n 5 "$redis_folder/log" >&2
  fail "Redis for the tests did not start."
}

stop_redis_process() {
  [[ -n $redis_process ]] || return 0
  kill -KILL "$redis_process" 2>/dev/null || true
  wait "$redis_process" 2>/dev/null || true
  redis_process=
}

stop_redis() {
  stop_redis_process
  [[ -z $redis_folder ]] || rm -rf "$redis_folder"
  redis_folder=
}
