#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A batch as a Slurm array: every task plays a shard, and the shards become one.
#
#   sbatch --array=1-8 tools/slurm-array.sh OUT SCENARIO... [OPTION...]     8 tasks, for example
#   tools/slurm-array.sh --merge OUT                                        when all have ended
#
# or the second by itself after the first:
#
#   id=$(sbatch --parsable --array=1-8 tools/slurm-array.sh OUT SCENARIO... [OPTION...])
#   sbatch --dependency=afterok:$id tools/slurm-array.sh --merge OUT
#
# SCENARIO... and OPTION... are those of `holdout batch`, without --out, --shard, --jobs and --resume. OUT is a folder that all
# nodes see: OUT/shard-1 .. OUT/shard-N, then OUT/whole. A task that was stopped, by its time limit or by a node that died, goes on
# where it was when it is submitted again (or requeued): send the same line once more. HOLDOUT names the program.
#SBATCH --job-name=holdout
#SBATCH --cpus-per-task=4
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
set -euo pipefail

# Slurm runs a copy of this file from a place of its own: the program is looked for where sbatch was called.
holdout=${HOLDOUT:-${SLURM_SUBMIT_DIR:-.}/build/holdout}
[[ -x $holdout ]] || holdout=$(command -v holdout) || { echo "error: no program holdout; set HOLDOUT to its path" >&2; exit 66; }

if [[ ${1-} == --merge ]]; then
  (($# == 2)) || { echo "usage: $0 --merge OUT" >&2; exit 64; }
  exec "$holdout" merge "$2"/shard-* --out "$2/whole"
fi

(($# >= 2)) || { echo "usage: sbatch --array=1-N $0 OUT SCENARIO... [OPTION...]" >&2; exit 64; }
task=${SLURM_ARRAY_TASK_ID:?this is no task of an array: sbatch --array=1-N}
tasks=${SLURM_ARRAY_TASK_MAX:?this is no task of an array: sbatch --array=1-N}
[[ ${SLURM_ARRAY_TASK_MIN:-1} == 1 ]] || { echo "error: the array must begin at 1: --array=1-N" >&2; exit 64; }
out=$1
shift

# exec: the signal before the time limit reaches the batch, which then writes what is finished.
exec "$holdout" batch "$@" --shard "$task/$tasks" --jobs "${SLURM_CPUS_PER_TASK:-1}" --out "$out/shard-$task" --resume
