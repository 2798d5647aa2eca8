/* The vector files that all languages share (the JSON files of tests/vectors): an array
 * "rows" of arrays whose fields are numbers, texts or arrays. */

#include <ctype.h>
#include <math.h>

#include "tests/capi/check.h"

enum { kFields = 16 };

typedef struct {
  char* text; /* of the file, with a zero */
  char* at;   /* the next byte */
  char* field[kFields];
  int fields;
} Rows;

static char* read_file(const char* folder, const char* name, size_t* size) {
  char path[4096];
  FILE* file;
  char* text;
  long length;
  CHECK(snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path);
  file = fopen(path, "rb");
  if (file == NULL) fprintf(stderr, "%s\n", path);
  CHECK(file != NULL && fseek(file, 0, SEEK_END) == 0 && (length = ftell(file)) >= 0);
  rewind(file);
  text = malloc((size_t)length + 1);
  CHECK(text != NULL && fread(text, 1, (size_t)length, file) == (size_t)length);
  text[length] = 0;
  fclose(file);
  *size = (size_t)length;
  return text;
}

static Rows open_rows(const char* folder, const char* name) {
  Rows rows = {NULL, NULL, {NULL}, 0};
  size_t size = 0;
  rows.text = read_file(folder, name, &size);
  rows.at = strstr(rows.text, "\"rows\":");
  CHECK(rows.at != NULL);
  rows.at = strchr(rows.at, '[') + 1;
  return rows;
}

/* Cuts the next row into fields: texts without quotes, inner arrays with brackets.
 * 0 after the last one. Escapes are not needed by these files but \" and \\. */
static int next_row(Rows* rows) {
  char* c = rows->at;
  while (isspace((unsigned char)*c) || *c == ',') ++c;
  if (*c == ']') return 0;
  CHECK(*c == '[');
  ++c;
  rows->fields = 0;
  for (;;) {
    CHECK(rows->fields < kFields);
    while (isspace((unsigned char)*c)) ++c;
    if (*c == '"') {
      char* out = ++c;
      rows->field[rows->fields++] = c;
      for (; *c != '"'; ++c) {
        if (*c == '\\') ++c;
        *out++ = *c;
      }
      ++c;
      *out = 0;
    } else {
      int depth = 0;
      rows->field[rows->fields++] = c;
      for (; depth > 0 || (*c != ',' && *c != ']'); ++c) {
        CHECK(*c != 0);
        depth += (*c == '[') - (*c == ']');
      }
    }
    while (isspace((unsigned char)*c)) ++c;
    CHECK(*c == ',' || *c == ']');
    if (*c == ']') {
      *c = 0;
      rows->at = c + 1;
      return 1;
    }
    *c++ = 0;
  }
}

static uint64_t whole(const Rows* rows, int i) { return strtoull(rows->field[i], NULL, 0); }
static double real(const Rows* rows, int i) { return strtod(rows->field[i], NULL); }

/* order nested word text ring nuniq zuniq base x y */
static int cells(const char* folder) {
  Rows rows = open_rows(folder, "cells.json");
  int count = 0;
  for (; next_row(&rows); ++count) {
    const int32_t order = (int32_t)whole(&rows, 0);
    const uint64_t word = coincide_cell_from_nested(order, whole(&rows, 1));
    char text[COINCIDE_CELL_TEXT_SIZE];
    int32_t base = -1;
    uint32_t x = 0, y = 0;
    CHECK(word == whole(&rows, 2));
    OK(coincide_cell_to_text(word, COINCIDE_TEXT, text, NULL));
    CHECK(strcmp(text, rows.field[3]) == 0);
    CHECK(coincide_cell_ring(word) == whole(&rows, 4));
    CHECK(coincide_cell_from_ring(order, whole(&rows, 4)) == word);
    CHECK(coincide_cell_nuniq(word) == whole(&rows, 5));
    CHECK(coincide_cell_zuniq(word) == whole(&rows, 6));
    OK(coincide_cell_xy(word, &base, &x, &y));
    CHECK((uint64_t)base == whole(&rows, 7) && x == whole(&rows, 8) && y == whole(&rows, 9));
  }
  free(rows.text);
  return count;
}

/* base order path point nested word text */
static int golden_cells(const char* folder) {
  Rows rows = open_rows(folder, "golden_cells.json");
  int count = 0;
  for (; next_row(&rows); ++count) {
    const uint64_t word =
        whole(&rows, 3) != 0 ? coincide_point_from_leaf(whole(&rows, 4))
                             : coincide_cell_from_nested((int32_t)whole(&rows, 1), whole(&rows, 4));
    uint64_t parsed = 0;
    CHECK(word == whole(&rows, 5));
    OK(coincide_cell_from_text(rows.field[6], strlen(rows.field[6]), COINCIDE_TEXT, &parsed));
    CHECK(parsed == word);
  }
  free(rows.text);
  return count;
}

/* lon lat id side_nm others: an id may differ only within 10 nm of a side. */
static int points(const char* folder, const char* name, const coincide_ellipsoid* earth) {
  Rows rows = open_rows(folder, name);
  int count = 0;
  for (; next_row(&rows); ++count) {
    const uint64_t word = coincide_cell_at(real(&rows, 0), real(&rows, 1), -1, earth);
    const uint64_t id = coincide_cell_nested(word);
    char number[32];
    snprintf(number, sizeof number, "\"%llu\"", (unsigned long long)id);
    CHECK(id == whole(&rows, 2) || (real(&rows, 3) < 10 && strstr(rows.field[4], number) != NULL));
  }
  free(rows.text);
  return count;
}

/* order nested and the ids of the eight neighbours, -1 for none */
static int neighbors(const char* folder) {
  Rows rows = open_rows(folder, "neighbors.json");
  int count = 0;
  for (; next_row(&rows); ++count) {
    const int32_t order = (int32_t)whole(&rows, 0);
    uint64_t near[8];
    OK(coincide_cell_neighbors(coincide_cell_from_nested(order, whole(&rows, 1)), near));
    for (int i = 0; i < 8; ++i) {
      const int none = strcmp(rows.field[2 + i], "-1") == 0;
      CHECK(near[i] == (none ? 0 : coincide_cell_from_nested(order, whole(&rows, 2 + i))));
    }
  }
  free(rows.text);
  return count;
}

/* order nested text number; orders above 25 have no text */
static int zones(const char* folder) {
  Rows rows = open_rows(folder, "ogc_zones.json");
  int count = 0;
  for (; next_row(&rows); ++count) {
    const uint64_t word = coincide_cell_from_nested((int32_t)whole(&rows, 0), whole(&rows, 1));
    char text[COINCIDE_CELL_TEXT_SIZE];
    uint64_t back = 0;
    if (whole(&rows, 0) > 25) continue;
    OK(coincide_cell_to_text(word, COINCIDE_OGC, text, NULL));
    CHECK(strcmp(text, rows.field[2]) == 0);
    OK(coincide_cell_from_text(text, strlen(text), COINCIDE_OGC, &back));
    CHECK(back == word);
  }
  free(rows.text);
  return count;
}

/* file kind space_order time_order text strict_error */
static int mocs(const char* folder) {
  Rows rows = open_rows(folder, "moc.json");
  char moc_folder[4096];
  int count = 0;
  CHECK(snprintf(moc_folder, sizeof moc_folder, "%s/moc", folder) < (int)sizeof moc_folder);
  while (next_row(&rows)) {
    size_t size = 0;
    char* bytes;
    coincide_handle coverage = 0, expected = 0;
    int32_t order = -1, same = 0;
    if (strcmp(rows.field[1], "S") != 0) continue;
    bytes = read_file(moc_folder, rows.field[0], &size);
    OK(coincide_coverage_from_moc((const uint8_t*)bytes, size, 0, NULL, &coverage, NULL));
    OK(coincide_coverage_order(coverage, &order));
    CHECK((uint64_t)order == whole(&rows, 2));
    OK(coincide_coverage_from_moc((const uint8_t*)rows.field[4], strlen(rows.field[4]), 0, NULL,
                                  &expected, NULL));
    OK(coincide_coverage_equal(coverage, expected, &same));
    CHECK(same == 1);
    OK(coincide_release(coverage));
    OK(coincide_release(expected));
    if (rows.field[5][0] != 0) {
      FAILS(coincide_coverage_from_moc((const uint8_t*)bytes, size, 1, NULL, &coverage, NULL),
            COINCIDE_BAD_DATA, rows.field[5]);
    }
    free(bytes);
    ++count;
  }
  free(rows.text);
  return count;
}

void test_vectors(const char* folder) {
  const coincide_ellipsoid sphere = {0x1.84dafcb942b14p+22, 0};
  CHECK(cells(folder) > 1000);
  CHECK(golden_cells(folder) > 1000);
  CHECK(points(folder, "points_wgs84.json", NULL) > 1000);
  CHECK(points(folder, "points_sphere.json", &sphere) > 1000);
  CHECK(neighbors(folder) > 1000);
  CHECK(zones(folder) > 1000);
  CHECK(mocs(folder) > 30);
}
