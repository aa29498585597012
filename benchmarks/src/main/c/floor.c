/*
 * The floor in C: reads rows that the floor in Java wrote down (see FlatFile) into memory, then appends and indexes
 * them with the settings of the sink, and says how long each took.
 *
 *     gcc -O2 -o floor floor.c -lsqlite3 && ./floor FILE DATABASE
 */
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { TABLES_MAX = 16, GROUP_ROWS = 1024, SQL_MAX = 1 << 16 };
static const long COMMIT_BYTES = 8L << 20;

typedef struct {
    char name[64];
    char ddl[1024];
    int columns;
    sqlite3_stmt *statements[GROUP_ROWS + 1];
} table;

typedef struct {
    double seconds, cpu;
} moment;

static sqlite3 *database;
static const unsigned char *at;

static void fail(const char *what) {
    fprintf(stderr, "floor: %s: %s\n", what, database ? sqlite3_errmsg(database) : "no database");
    exit(1);
}

static moment now(void) {
    struct timespec time;
    struct rusage usage;
    clock_gettime(CLOCK_MONOTONIC, &time);
    getrusage(RUSAGE_SELF, &usage);
    double user = usage.ru_utime.tv_sec + usage.ru_utime.tv_usec / 1e6;
    double system = usage.ru_stime.tv_sec + usage.ru_stime.tv_usec / 1e6;
    return (moment){time.tv_sec + time.tv_nsec / 1e9, user + system};
}

static uint32_t read_int(void) {
    uint32_t big;
    memcpy(&big, at, 4);
    at += 4;
    return __builtin_bswap32(big);
}

static uint64_t read_long(void) {
    uint64_t big;
    memcpy(&big, at, 8);
    at += 8;
    return __builtin_bswap64(big);
}

static void read_text(char *to, size_t room) {
    uint32_t length = read_int();
    if (length >= room) fail("a name is too long");
    memcpy(to, at, length);
    to[length] = 0;
    at += length;
}

static void run(const char *sql) {
    if (sqlite3_exec(database, sql, 0, 0, 0) != SQLITE_OK) fail(sql);
}

static sqlite3_stmt *statement(table *t, int rows) {
    if (rows < 1 || rows > GROUP_ROWS) fail("a group of no or too many rows");
    if (!t->statements[rows]) {
        static char sql[SQL_MAX];
        int length = snprintf(sql, sizeof sql, "INSERT OR FAIL INTO %s VALUES ", t->name);
        for (int row = 0; row < rows; row++) {
            length += snprintf(sql + length, sizeof sql - length, row ? ", (" : "(");
            for (int column = 0; column < t->columns; column++) {
                length += snprintf(sql + length, sizeof sql - length, column ? ", ?" : "?");
            }
            length += snprintf(sql + length, sizeof sql - length, ")");
        }
        if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &t->statements[rows], 0)) fail(sql);
    }
    return t->statements[rows];
}

static void bind(sqlite3_stmt *s, int parameter) {
    uint64_t bits;
    double number;
    uint32_t length;
    switch (*at++) {
        case '0':
            sqlite3_bind_null(s, parameter);
            break;
        case 'i':
            sqlite3_bind_int64(s, parameter, (int64_t)read_long());
            break;
        case 'd':
            bits = read_long();
            memcpy(&number, &bits, 8);
            sqlite3_bind_double(s, parameter, number);
            break;
        case 't':
            length = read_int();
            sqlite3_bind_text(s, parameter, (const char *)at, (int)length, SQLITE_STATIC);
            at += length;
            break;
        case 'b':
            length = read_int();
            sqlite3_bind_blob(s, parameter, at, (int)length, SQLITE_STATIC);
            at += length;
            break;
        default:
            fail("an unknown tag");
    }
}

static void land(table *tables, uint32_t count, uint64_t *keys, uint64_t *rows) {
    long uncommitted = 0;
    uint32_t groups = read_int();
    run("BEGIN IMMEDIATE");
    for (uint32_t i = 0; i < count; i++) run(tables[i].ddl);
    while (groups-- > 0) {
        uint32_t which = read_int();
        if (which >= count) fail("an unknown table");
        int size = (int)read_int();
        uncommitted += read_int();
        sqlite3_stmt *s = statement(&tables[which], size);
        int parameters = size * tables[which].columns;
        for (int parameter = 1; parameter <= parameters; parameter++) bind(s, parameter);
        if (sqlite3_step(s) != SQLITE_DONE) fail("insert");
        sqlite3_reset(s);
        *rows += size;
        if (which == 0) *keys += size;
        if (uncommitted >= COMMIT_BYTES) {
            run("COMMIT");
            run("BEGIN IMMEDIATE");
            uncommitted = 0;
        }
    }
    run("COMMIT");
}

static unsigned char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) fail(path);
    long size = ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(size);
    if (!bytes || fread(bytes, 1, size, file) != (size_t)size) fail(path);
    fclose(file);
    return bytes;
}

int main(int count, char **arguments) {
    static table tables[TABLES_MAX];
    char index[1024];
    uint64_t keys = 0, rows = 0;
    if (count != 3) {
        fprintf(stderr, "usage: floor FILE DATABASE\n");
        return 2;
    }
    moment begun = now();
    at = read_file(arguments[1]);
    uint32_t table_count = read_int();
    if (table_count > TABLES_MAX) fail("too many tables");
    for (uint32_t i = 0; i < table_count; i++) {
        read_text(tables[i].name, sizeof tables[i].name);
        read_text(tables[i].ddl, sizeof tables[i].ddl);
        tables[i].columns = (int)read_int();
    }
    read_text(index, sizeof index);
    moment held = now();

    if (sqlite3_open(arguments[2], &database)) fail(arguments[2]);
    run("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
        "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000");
    land(tables, table_count, &keys, &rows);
    moment landed = now();

    run("PRAGMA temp_store = FILE; PRAGMA threads = 1; PRAGMA cache_size = -8000");
    run(index);
    run("PRAGMA wal_checkpoint(TRUNCATE)");
    for (uint32_t i = 0; i < table_count; i++) {
        for (int size = 0; size <= GROUP_ROWS; size++) sqlite3_finalize(tables[i].statements[size]);
    }
    if (sqlite3_close(database)) fail("close");
    moment indexed = now();

    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    printf("{\"keys\": %llu, \"sqlRows\": %llu, \"held\": %.6f, \"heldCpu\": %.6f, \"land\": %.6f, \"index\": %.6f,"
           " \"end\": %.6f, \"sqlite\": \"%s\"}\n",
           (unsigned long long)keys, (unsigned long long)rows, held.seconds - begun.seconds, held.cpu - begun.cpu,
           landed.seconds - held.seconds, indexed.seconds - landed.seconds, end.tv_sec + end.tv_nsec / 1e9,
           sqlite3_libversion());
    return 0;
}
