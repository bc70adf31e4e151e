# shellcheck shell=bash
# For ./test: one real RabbitMQ with a port mapper of its own, in a folder that disappears with both.

rabbitmq_process=
rabbitmq_mapper=
rabbitmq_folder=

# In a folder where every account may be, and never as root. In the place of the shell, so that what is killed is what was started.
become_rabbitmq() {
  cd /
  if [[ $EUID -ne 0 ]]; then
    exec "$@"
  elif id rabbitmq &>/dev/null; then
    exec setpriv --reuid rabbitmq --regid rabbitmq --clear-groups -- "$@"
  else
    exec setpriv --reuid nobody --regid nogroup --clear-groups -- "$@"
  fi
}

as_rabbitmq() (
  become_rabbitmq "$@"
)

# A folder with settings for a port. The password is in a file: the list of processes shows arguments to everybody.
make_rabbitmq_folder() {
  local port=$1 folder
  folder=$(as_rabbitmq mktemp -d /tmp/eventchat-test.XXXXXX)
  as_rabbitmq mkdir "$folder/home"
  as_rabbitmq tee "$folder/rabbitmq.conf" >/dev/null <<SETTINGS
listeners.tcp.1 = 127.0.0.1:$port
default_user = eventchat
default_pass = $RABBITMQ_TEST_PASSWORD
log.file = false
log.console = true
log.console.level = warning
SETTINGS
  as_rabbitmq tee "$folder/plugins" >/dev/null <<<'[].'
  echo "$folder"
}

run_rabbitmq_mapper() {
  become_rabbitmq epmd -port "$1" -address 127.0.0.1
}

run_rabbitmq() {
  local folder=$1 port=$2 distribution=$3 mapper=$4
  become_rabbitmq env -i PATH="$PATH" LANG=C.UTF-8 HOME="$folder/home" ERL_EPMD_PORT="$mapper" ERL_EPMD_ADDRESS=127.0.0.1 \
    RABBITMQ_CONF_ENV_FILE="$folder/none" RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$folder/plugins" \
    RABBITMQ_NODENAME="eventchat-$port@localhost" RABBITMQ_DIST_PORT="$distribution" RABBITMQ_MNESIA_BASE="$folder/data" \
    RABBITMQ_LOG_BASE="$folder" RABBITMQ_ALLOW_INPUT=1 /usr/lib/rabbitmq/bin/rabbitmq-server -noinput -start_epmd false
}

start_rabbitmq() {
  local port distribution mapper
  RABBITMQ_TEST_PASSWORD=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  for _ in 1 2 3; do
    port=$(free_port) distribution=$(free_port) mapper=$(free_port)
    rabbitmq_folder=$(make_rabbitmq_folder "$port")
    run_rabbitmq_mapper "$mapper" >/dev/null 2>&1 </dev/null &
    rabbitmq_mapper=$!
    answers "$rabbitmq_mapper" "$mapper" 90 || continue
    run_rabbitmq "$rabbitmq_folder" "$port" "$distribution" "$mapper" >"$rabbitmq_folder.log" 2>&1 </dev/null &
    rabbitmq_process=$!
    if answers "$rabbitmq_process" "$port" 90; then
      export EVENTCHAT_TEST_RABBITMQ="amqp://eventchat:$RABBITMQ_TEST_PASSWORD@127.0.0.1:$port"
      echo "RabbitMQ for the tests listens on port $port"
      return
    fi
    tail -n 5 "$rabbitmq_folder.log" >&2
    stop_rabbitmq
  done

  fail "RabbitMQ for the tests did not start."
}

stop_rabbitmq() {
  local process
  for process in $rabbitmq_process $rabbitmq_mapper; do
    kill -KILL "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  [[ -z $rabbitmq_folder ]] || rm -rf "$rabbitmq_folder" "$rabbitmq_folder.log"
  rabbitmq_process= rabbitmq_mapper= rabbitmq_folder=
}
