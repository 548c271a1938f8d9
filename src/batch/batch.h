/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many runs, in two layers.
 *
 * In memory: numbered jobs on all threads (hands.h), and a worker that plays one run after the other
 * (runs.h); for whoever judges the results at once.
 *
 * On disk: scenarios x settings x policies x replicates, played into a folder that the same request fills
 * with the same bytes, whoever plays it, on whatever number of threads, processes or machines, however
 * often it was interrupted. A request is loaded into a sweep (sweep.h), whose layout (layout.h) numbers
 * its rows; a sheet (sheet.h) is the folder; a crew (crew.h) plays the one into the other; merge.h makes
 * shards into the whole. */
#pragma once

#include "batch/crew.h"
#include "batch/design.h"
#include "batch/merge.h"
#include "batch/runs.h"
#include "batch/sheet.h"
#include "batch/sweep.h"
