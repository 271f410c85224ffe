# Sourced by the other scripts: named and timed steps.

current_step=
step_started=0

# Runs a command under a title. A failure ends the script (set -e) and names the step that failed;
# the command is not the condition of an `if`, which would switch set -e off inside it.
step() {
    current_step=$1 step_started=$SECONDS
    shift
    printf '\n══ %s\n' "$current_step"
    "$@"
    printf -- '── %s: passed in %d s\n' "$current_step" $((SECONDS - step_started))
    current_step=
}

name_failed_step() {
    local code=$?
    if [ -n "$current_step" ] && [ "$code" != 0 ]; then
        printf -- '── %s: FAILED (exit %d) after %d s\n' \
            "$current_step" "$code" $((SECONDS - step_started)) >&2
    fi
}
trap name_failed_step EXIT

# All that can be built in: with one set of features each dependency is compiled once.
features=otlp,oidc

# Cargo's output folder, which also holds the tools that the scripts install; absolute.
target_dir() {
    realpath -m "${CARGO_TARGET_DIR:-target}"
}
