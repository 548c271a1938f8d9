#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A batch over GNU parallel: N shards on this machine or on others, then one.
#
#   tools/gnu-parallel.sh N OUT SCENARIO... [OPTION...]
#
# SCENARIO... and OPTION... are those of `holdout batch`, without --out, --shard, --jobs and --resume. OUT/shard-1 .. OUT/shard-N
# are made, then OUT/whole. When it was stopped, the same line goes on. For other machines, give parallel its options in PARALLEL,
# as it reads them itself; the folder must be one that all of them see:
#
#   PARALLEL='--sshlogin 8/node1,8/node2 --workdir .' tools/gnu-parallel.sh 16 /shared/OUT SCENARIO... [OPTION...]
#
# HOLDOUT names the program.
set -euo pipefail

(($# >= 3)) && [[ $1 =~ ^[1-9][0-9]*$ ]] || { echo "usage: $0 N OUT SCENARIO... [OPTION...]" >&2; exit 64; }
shards=$1 out=$2
shift 2
holdout=${HOLDOUT:-$(dirname "${BASH_SOURCE[0]}")/../build/holdout}
[[ -x $holdout ]] || holdout=$(command -v holdout) || { echo "error: no program holdout; set HOLDOUT to its path" >&2; exit 66; }

# --quote: words stay words. --halt: the first shard that fails ends the others, which keep what they have.
seq "$shards" | parallel --quote --halt soon,fail=1 \
  "$holdout" batch "$@" --shard "{}/$shards" --jobs 1 --out "$out/shard-{}" --resume >/dev/null

folders=()
for ((i = 1; i <= shards; i++)); do folders+=("$out/shard-$i"); done
exec "$holdout" merge "${folders[@]}" --out "$out/whole"
