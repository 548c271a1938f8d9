/* SPDX-License-Identifier: GPL-3.0-or-later */
/* holdout-play: the game in a window. */
#include <SDL_main.h>
#include <stdio.h>

#include "dashboard/font.h"
#include "dashboard/game.h"
#include "dashboard/headless.h"
#include "dashboard/options.h"
#include "dashboard/window.h"
#include "scenario/find.h"
#include "scenario/version.h"

/* All that lives as long as the program. */
typedef struct {
    ho_options_t options;
    ho_store_t store;
    ho_prefs_t prefs;
    ho_ttf_t *font;
    bool keeps; /* preferences and games are written */
    char trouble[240], folder[HO_PATH];
} program_t;

static void save_prefs(void *user, const ho_prefs_t *prefs)
{
    program_t *p = user;
    if (p->keeps && p->store.trouble[0] == '\0') {
        (void)ho_prefs_save(&p->store, prefs); /* they are a comfort: not to keep them stops nothing */
    }
}

/* The first folder of scenarios that is there. */
static const char *scenario_folder(program_t *p)
{
    for (int i = 0; ho_find_folder(i, p->folder); i++) {
        if (p->folder[0] != '\0') {
            return p->folder;
        }
    }
    return NULL;
}

static int begin(program_t *p)
{
    char why[256];
    p->prefs = ho_prefs_default();
    if (p->keeps || p->options.data_dir != NULL) {
        ho_store_open(&p->store, p->options.data_dir);
        ho_prefs_load(&p->store, &p->prefs, p->trouble, sizeof p->trouble);
    } else { /* a picture does not depend on who makes it, and leaves nothing behind */
        snprintf(p->store.trouble, sizeof p->store.trouble, "Nothing is kept while a picture is made.");
    }
    for (int i = 0; i < HO_THEME_COUNT && p->options.theme != NULL; i++) {
        p->prefs.theme = ho_theme((ho_theme_id_t)i) == ho_theme_named(p->options.theme) ? i : p->prefs.theme;
    }
    p->font = ho_ttf_open(p->options.font_dir, why, sizeof why);
    return p->font != NULL ? HO_DASH_OK : ho_dash_fail(HO_DASH_UNAVAILABLE, "%s", why);
}

static int run(program_t *p)
{
    ho_app_setup_t setup = {.font = ho_ttf_font(p->font),
                            .prefs = p->prefs,
                            .store = &p->store,
                            .scenario_dir = scenario_folder(p),
                            .user = p,
                            .save_prefs = save_prefs};
    if (p->keeps) {
        return ho_window_run(&setup, &p->options, p->trouble[0] != '\0' ? p->trouble : NULL);
    }
    ho_app_t *app = ho_app_new(&setup);
    if (app == NULL) {
        return ho_dash_fail(HO_DASH_INTERNAL, "there is not enough memory.");
    }
    int rc = ho_dash_open(app, &p->options, false);
    if (rc == HO_DASH_OK) {
        rc = ho_headless(app, &p->options);
    }
    ho_app_free(app);
    return rc;
}

int main(int argc, char **argv)
{
    static program_t program;
    program_t *p = &program;
    int rc = ho_options_read(argc, argv, &p->options);
    if (rc != HO_DASH_OK) {
        return rc;
    }
    if (p->options.help) {
        ho_options_help();
        return HO_DASH_OK;
    }
    if (p->options.version) {
        printf("holdout-play %s\n", HO_ENGINE_VERSION);
        return HO_DASH_OK;
    }
    p->keeps = p->options.screenshot == NULL && p->options.dump == NULL;
    rc = begin(p);
    if (rc == HO_DASH_OK) {
        rc = run(p);
    }
    ho_ttf_close(p->font);
    return rc;
}
