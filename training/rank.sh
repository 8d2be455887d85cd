#!/usr/bin/env bash
# Runs one of several processes that mpiexec started, and says in one sentence when it was killed: it cannot do so itself any more, and mpiexec then
# ends the others without a word of theirs.
"$@"
code=$?
if [ $code -gt 128 ]; then
    echo "Process ${PMI_RANK:-} of ${PMI_SIZE:-several} was killed (signal $((code - 128)); 9 is often for want of memory), which ends the job;" \
        "run the same command again: it goes on from the last checkpoint." >&2
fi
exit $code
