/*
 * A disk that reports errors: preloaded (LD_PRELOAD), it answers calls on the files of a database with EIO.
 *
 * FAILING_DISK names a file; while <file>.read, <file>.write or <file>.sync is there, calls of that kind fail, but for as many as that
 * file has bytes: so the failure comes in the middle of something.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct kind {
  const char *name;
  /* When the file that asks for failures was made, and calls since. */
  struct timespec made;
  long calls;
};

static struct kind reads = {"read", {0, 0}, 0};
static struct kind writes = {"write", {0, 0}, 0};
static struct kind syncs = {"sync", {0, 0}, 0};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int is_database(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, "/sightline.db") != NULL && strstr(path, "-shm") == NULL;
}

static int fails(struct kind *kind, int descriptor) {
  const char *place = getenv("FAILING_DISK");
  char path[4096];
  struct stat facts;
  if (place == NULL) return 0;
  snprintf(path, sizeof path, "%s.%s", place, kind->name);
  if (stat(path, &facts) != 0 || !is_database(descriptor)) return 0;
  pthread_mutex_lock(&lock);
  if (memcmp(&kind->made, &facts.st_mtim, sizeof facts.st_mtim) != 0) {
    kind->made = facts.st_mtim;
    kind->calls = 0;
  }
  int is_over = kind->calls++ >= facts.st_size;
  pthread_mutex_unlock(&lock);
  if (is_over) errno = EIO;
  return is_over;
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off64_t at) {
  static ssize_t (*next)(int, void *, size_t, off64_t);
  if (next == NULL) next = dlsym(RTLD_NEXT, "pread64");
  return fails(&reads, descriptor) ? -1 : next(descriptor, bytes, count, at);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t at) {
  static ssize_t (*next)(int, const void *, size_t, off64_t);
  if (next == NULL) next = dlsym(RTLD_NEXT, "pwrite64");
  return fails(&writes, descriptor) ? -1 : next(descriptor, bytes, count, at);
}

int fsync(int descriptor) {
  static int (*next)(int);
  if (next == NULL) next = dlsym(RTLD_NEXT, "fsync");
  return fails(&syncs, descriptor) ? -1 : next(descriptor);
}

int fdatasync(int descriptor) {
  static int (*next)(int);
  if (next == NULL) next = dlsym(RTLD_NEXT, "fdatasync");
  return fails(&syncs, descriptor) ? -1 : next(descriptor);
}
