#!/usr/bin/env bash
# Runs one of several processes that mpiexec started, and says in one sentence when it was killed: it cannot do so itself any more, and mpiexec then
# ends the others without a word of theirs.

# UCX, by which Debian's MPICH carries data, takes over SIGSEGV, by which .NET finds null references, and prints its stack where another process is gone.
export UCX_ERROR_SIGNALS= UCX_HANDLE_ERRORS=none

# A request to stop is the program's to follow; this waits for it.
trap : INT TERM HUP
# Bash has a line of its own about processes that are killed: it goes nowhere, what the process says goes where it should.
{ "$@" 2>&3; } 3>&2 2>/dev/null
code=$?
if [ $code = 137 ]; then
    echo "Process ${PMI_RANK:-} of ${PMI_SIZE:-several} was killed, which is often for want of memory, and ends the job;" \
        "run the same command again: it goes on from the last checkpoint." >&2
elif [ $code -gt 128 ]; then
    # UCX aborts where another process is gone. That one's starter knows why: it speaks first, and the job ends with it.
    if [ $code = 134 ]; then
        trap 'exit $code' INT TERM HUP
        sleep 2 &
        wait $!
    fi
    echo "Process ${PMI_RANK:-} of ${PMI_SIZE:-several} ended by signal $((code - 128)), and ends the job;" \
        "run the same command again: it goes on from the last checkpoint." >&2
fi
exit $code
