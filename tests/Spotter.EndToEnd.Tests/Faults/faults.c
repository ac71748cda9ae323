/* Makes the n-th call of a program that reads, writes, renames, opens or starts something fail, once. Preloaded (LD_PRELOAD).
 *   SPOTTER_FAULT_UNDER  only files below this folder count, and pipes and sockets from the first of these files on: what the runtime does
 *                        to start is none of ours
 *   SPOTTER_FAULT_AT     which call fails; 0 for none
 *   SPOTTER_FAULT_LOG    gets a line for the call that failed, and one with how many there were
 * Programs that the program starts are left alone. */
#define _GNU_SOURCE
#include <alloca.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST_FILES = 4096 };

static const char *under;
static const char *log_path;
static size_t under_length;
static long fail_at;
static int is_ready;
static atomic_int has_begun;
static atomic_long calls;
static atomic_char watched[MOST_FILES];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void note(const char *text) {
  int file = REAL(open)(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file >= 0) {
    ssize_t done = REAL(write)(file, text, strlen(text));
    (void)done;
    REAL(close)(file);
  }
}

__attribute__((constructor)) static void begin(void) {
  const char *at = getenv("SPOTTER_FAULT_AT");
  under = getenv("SPOTTER_FAULT_UNDER");
  log_path = getenv("SPOTTER_FAULT_LOG");
  if (!at || !under || !log_path) return;
  under_length = strlen(under);
  fail_at = atol(at);
  is_ready = 1;
}

__attribute__((destructor)) static void end(void) {
  char text[64];
  if (!is_ready) return;
  snprintf(text, sizeof text, "calls %ld\n", atomic_load(&calls));
  note(text);
}

/* Whether it is this call's turn. */
static int fails(const char *what, const char *path, int error) {
  char text[4400];
  if (!is_ready || !atomic_load(&has_begun) || atomic_fetch_add(&calls, 1) + 1 != fail_at) return 0;
  snprintf(text, sizeof text, "failed %s %s\n", what, path ? path : "");
  note(text);
  errno = error;
  return 1;
}

static int is_under(const char *path) {
  int is = is_ready && path && strncmp(path, under, under_length) == 0;
  if (is) atomic_store(&has_begun, 1);
  return is;
}

static int is_watched(int file) {
  return file > 2 && file < MOST_FILES && atomic_load(&watched[file]);
}

static int watch(int file) {
  if (is_ready && file >= 0 && file < MOST_FILES) atomic_store(&watched[file], 1);
  return file;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
    if (!is_under(path)) return REAL(name)(path, flags, mode); \
    if (fails("open", path, EACCES)) return -1; \
    return watch(REAL(name)(path, flags, mode)); \
  }
OPEN(open)
OPEN(open64)

int close(int file) {
  if (file >= 0 && file < MOST_FILES) atomic_store(&watched[file], 0);
  return REAL(close)(file);
}

/* One byte at a time is how the runtime tells itself of signals. */
ssize_t read(int file, void *buffer, size_t count) {
  if (count > 1 && is_watched(file) && fails("read", NULL, EIO)) return -1;
  return REAL(read)(file, buffer, count);
}

ssize_t pread(int file, void *buffer, size_t count, off_t at) {
  if (is_watched(file) && fails("pread", NULL, EIO)) return -1;
  return REAL(pread)(file, buffer, count, at);
}

ssize_t pread64(int file, void *buffer, size_t count, off64_t at) {
  if (is_watched(file) && fails("pread", NULL, EIO)) return -1;
  return REAL(pread64)(file, buffer, count, at);
}

ssize_t write(int file, const void *buffer, size_t count) {
  if (count > 1 && is_watched(file) && fails("write", NULL, ENOSPC)) return -1;
  return REAL(write)(file, buffer, count);
}

ssize_t pwrite(int file, const void *buffer, size_t count, off_t at) {
  if (is_watched(file) && fails("pwrite", NULL, ENOSPC)) return -1;
  return REAL(pwrite)(file, buffer, count, at);
}

ssize_t pwrite64(int file, const void *buffer, size_t count, off64_t at) {
  if (is_watched(file) && fails("pwrite", NULL, ENOSPC)) return -1;
  return REAL(pwrite64)(file, buffer, count, at);
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t at) {
  if (is_watched(file) && fails("pwritev", NULL, ENOSPC)) return -1;
  return REAL(pwritev)(file, parts, count, at);
}

int ftruncate(int file, off_t length) {
  if (is_watched(file) && fails("ftruncate", NULL, ENOSPC)) return -1;
  return REAL(ftruncate)(file, length);
}

int ftruncate64(int file, off64_t length) {
  if (is_watched(file) && fails("ftruncate", NULL, ENOSPC)) return -1;
  return REAL(ftruncate64)(file, length);
}

int fsync(int file) {
  if (is_watched(file) && fails("fsync", NULL, EIO)) return -1;
  return REAL(fsync)(file);
}

int rename(const char *from, const char *to) {
  if (is_under(to) && fails("rename", to, EIO)) return -1;
  return REAL(rename)(from, to);
}

int link(const char *from, const char *to) {
  if (is_under(to) && fails("link", to, EIO)) return -1;
  return REAL(link)(from, to);
}

int mkdir(const char *path, mode_t mode) {
  if (is_under(path) && fails("mkdir", path, EACCES)) return -1;
  return REAL(mkdir)(path, mode);
}

/* The runtime has pipes for threads, and ends where it gets none; those of the class library are for programs. */
static int is_class_library(const void *caller) {
  Dl_info place;
  return dladdr(caller, &place) && place.dli_fname && strstr(place.dli_fname, "libSystem.Native");
}

int pipe2(int files[2], int flags) {
  int answer;
  if (!is_class_library(__builtin_return_address(0))) return REAL(pipe2)(files, flags);
  if (fails("pipe", NULL, EMFILE)) return -1;
  answer = REAL(pipe2)(files, flags);
  if (answer == 0 && atomic_load(&has_begun)) { watch(files[0]); watch(files[1]); }
  return answer;
}

int socketpair(int domain, int type, int protocol, int files[2]) {
  int answer;
  if (fails("socketpair", NULL, EMFILE)) return -1;
  answer = REAL(socketpair)(domain, type, protocol, files);
  if (answer == 0 && atomic_load(&has_begun)) { watch(files[0]); watch(files[1]); }
  return answer;
}

int socket(int domain, int type, int protocol) {
  if (domain != AF_UNIX && fails("socket", NULL, EMFILE)) return -1;
  return domain == AF_UNIX ? REAL(socket)(domain, type, protocol) : watch(REAL(socket)(domain, type, protocol));
}

int accept4(int file, struct sockaddr *address, socklen_t *length, int flags) {
  if (is_watched(file) && fails("accept", NULL, EMFILE)) return -1;
  return watch(REAL(accept4)(file, address, length, flags));
}

ssize_t recvmsg(int file, struct msghdr *message, int flags) {
  if (is_watched(file) && fails("receive", NULL, ECONNRESET)) return -1;
  return REAL(recvmsg)(file, message, flags);
}

ssize_t recv(int file, void *buffer, size_t count, int flags) {
  if (is_watched(file) && fails("receive", NULL, ECONNRESET)) return -1;
  return REAL(recv)(file, buffer, count, flags);
}

ssize_t sendmsg(int file, const struct msghdr *message, int flags) {
  if (is_watched(file) && fails("send", NULL, EPIPE)) return -1;
  return REAL(sendmsg)(file, message, flags);
}

ssize_t send(int file, const void *buffer, size_t count, int flags) {
  if (is_watched(file) && fails("send", NULL, EPIPE)) return -1;
  return REAL(send)(file, buffer, count, flags);
}

/* What is started has no part in it. */
int execve(const char *path, char *const arguments[], char *const environment[]) {
  size_t count = 0, kept = 0;
  char **clean;
  if (fails("execve", path, ENOEXEC)) return -1;
  while (environment[count]) count++;
  clean = alloca((count + 1) * sizeof *clean);
  for (size_t i = 0; i < count; i++) {
    if (strncmp(environment[i], "LD_PRELOAD=", 11) != 0) clean[kept++] = environment[i];
  }
  clean[kept] = NULL;
  return REAL(execve)(path, arguments, clean);
}
