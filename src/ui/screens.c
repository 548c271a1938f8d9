/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of screens. */
#include "ui/screens.h"

#include <stddef.h>

const ho_screen_t *const HO_SCREENS[] = {
    &HO_SCREEN_SHELF,
    &HO_SCREEN_FRAMING,
    &HO_SCREEN_SETTINGS,
    &HO_SCREEN_GALLERY,
    &HO_SCREEN_OPERATE,
    &HO_SCREEN_END,
    &HO_SCREEN_REPLAY,
    NULL,
};
