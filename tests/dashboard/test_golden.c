/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screens as they are meant to look: pixel by pixel with the FreeType of Debian 12, nearly elsewhere.
 * HO_UPDATE_GOLDEN=1 draws them anew: look at them before they are committed. */
#include <SDL_ttf.h>
#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dashboard/font.h"
#include "dashboard/game.h"
#include "dashboard/headless.h"
#include "dashboard/png.h"
#include "fixtures.h"

enum { WIDTH = 1280, HEIGHT = 720, MOST_FRAMES = 4000 };

/* Letters of another FreeType differ at their edges: mean difference of a channel, 0..255. */
static const double NEARLY = 2.0;

static const struct {
    const char *name;
    ho_options_t options;
} SCENES[] = {
    {"shelf", {.day = -1}},
    {"framing", {.day = -1, .file = "first-launch", .guided = true}},
    {"operate", {.day = 42, .file = "seller-fraud-guard", .policy = "staged", .with_seed = true, .seed = 7}},
    {"end", {.day = 400, .file = "first-launch", .policy = "staged", .with_seed = true, .seed = 7}},
};

typedef struct {
    ho_app_t *app;
    ho_pixels_t pixels;
    ho_ttf_t *font;
    ho_store_t store;
} picture_t;

static void draw(picture_t *p, int scene, ho_theme_id_t theme)
{
    char why[256];
    *p = (picture_t){.font = ho_ttf_open(HO_SOURCE_DIR "/assets/fonts", why, sizeof why)};
    assert_non_null(p->font);
    ho_store_open(&p->store, HO_BINARY_DIR "/golden-data");
    ho_app_setup_t setup = {.font = ho_ttf_font(p->font),
                            .prefs = ho_prefs_default(),
                            .store = &p->store,
                            .scenario_dir = HO_SOURCE_DIR "/scenarios"};
    setup.prefs.theme = (int)theme;
    setup.prefs.reduced_motion = true;
    p->app = ho_app_new(&setup);
    assert_non_null(p->app);
    assert_true(ho_pixels_make(&p->pixels, WIDTH, HEIGHT));
    assert_int_equal(ho_dash_open(p->app, &SCENES[scene].options, false), 0);
    for (int i = 0; i < 4 || (i < MOST_FRAMES && ho_app_wake_in(p->app) < 1);
         i++) { /* the end reckons for a while */
        assert_int_equal(ho_app_frame(p->app, i < 4 ? 0 : 0.05, NULL, 0, &p->pixels, 1), 0);
    }
}

static void close_picture(picture_t *p)
{
    ho_app_free(p->app);
    ho_ttf_close(p->font);
    free(p->pixels.argb);
}

/* Mean difference of a channel from the file; infinity: it cannot be compared. */
static double difference(const picture_t *p, const char *path)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_file(&image, path)) {
        return (double)INFINITY;
    }
    image.format = PNG_FORMAT_BGRA;
    unsigned char *golden = malloc(PNG_IMAGE_SIZE(image));
    assert_non_null(golden);
    bool whole = png_image_finish_read(&image, NULL, golden, 0, NULL) && image.width == WIDTH &&
                 image.height == HEIGHT;
    double sum = 0;
    for (size_t i = 0; i < (size_t)WIDTH * HEIGHT && whole; i++) {
        for (unsigned k = 0; k < 3; k++) {
            sum += fabs((double)golden[4 * i + k] - (double)(p->pixels.argb[i] >> 8 * k & 255u));
        }
    }
    free(golden);
    png_image_free(&image);
    return whole ? sum / (3.0 * WIDTH * HEIGHT) : (double)INFINITY;
}

static void check_scene(int scene, ho_theme_id_t theme)
{
    picture_t p;
    char path[512], mine[512], why[HO_IO_REASON];
    const char *name = theme == HO_THEME_LIGHT ? "light" : "dark";
    int major = 0, minor = 0, patch = 0;
    draw(&p, scene, theme);
    TTF_GetFreeTypeVersion(&major, &minor, &patch);
    snprintf(path, sizeof path, "%s/tests/dashboard/golden/%s-%s.png", HO_SOURCE_DIR, SCENES[scene].name,
             name);
    snprintf(mine, sizeof mine, "%s/%s-%s.png", HO_BINARY_DIR, SCENES[scene].name, name);
    if (getenv("HO_UPDATE_GOLDEN") != NULL) {
        assert_int_equal(ho_png_write(path, &p.pixels, why), 0);
    }
    double off = difference(&p, path), most = major == 2 && minor == 12 ? 0 : NEARLY;
    if (!(off <= most)) {
        (void)ho_png_write(mine, &p.pixels, why);
    }
    close_picture(&p);
    if (!(off <= most)) {
        fail_msg("%s differs by %.2g a channel: look at %s; if it is meant, HO_UPDATE_GOLDEN=1 keeps it",
                 path, off, mine);
    }
}

static void test_the_screens_look_as_they_did(void **state)
{
    (void)state;
    for (int i = 0; i < (int)(sizeof SCENES / sizeof SCENES[0]); i++) {
        check_scene(i, HO_THEME_DARK);
        check_scene(i, HO_THEME_LIGHT);
    }
}

int main(void)
{
    setenv("HO_SCENARIO_DIR", HO_SOURCE_DIR "/scenarios", 1);
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_screens_look_as_they_did)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
