/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A metric that no other code knows by its name: linked with --wrap=ho_metric_info. */
#include "engine/observe.h"

const ho_metric_info_t *__real_ho_metric_info(int metric);
const ho_metric_info_t *__wrap_ho_metric_info(int metric);

const ho_metric_info_t *__wrap_ho_metric_info(int metric)
{
    static ho_metric_info_t visits;
    const ho_metric_info_t *real = __real_ho_metric_info(metric);
    if (metric != HO_METRIC_SESSIONS) {
        return real;
    }
    visits = *real;
    visits.name = "visits";
    visits.title = "Visits";
    return &visits;
}
