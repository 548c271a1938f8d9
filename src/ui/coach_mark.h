/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guide's mark, drawn over a screen: it points at the widget it speaks of and waits for what it asks. */
#pragma once

#include "session/session.h"
#include "ui/ui.h"

/* Shows what the guide has to say now, if anything, within `bounds`. To be called last in a screen's pass. */
void ho_ui_coach(ho_ui_t *ui, ho_session_t *session, ho_rect_t bounds);
