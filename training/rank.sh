#!/usr/bin/env bash
# Runs one of several processes that mpiexec started, and says in one sentence when it was killed: it cannot do so itself any more, and mpiexec then
# ends the others without a word of theirs.

# A request to stop is the program's to follow; this waits for it.
trap : INT TERM HUP
"$@"
code=$?
if [ $code = 137 ]; then
    echo "Process ${PMI_RANK:-} of ${PMI_SIZE:-several} was killed, which is often for want of memory, and ends the job;" \
        "run the same command again: it goes on from the last checkpoint." >&2
elif [ $code -gt 128 ]; then
    echo "Process ${PMI_RANK:-} of ${PMI_SIZE:-several} ended by signal $((code - 128)), and ends the job;" \
        "run the same command again: it goes on from the last checkpoint." >&2
fi
exit $code
