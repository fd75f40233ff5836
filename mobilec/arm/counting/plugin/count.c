/* Counts how often each block of ARM64 instructions runs, between marks that the program sets.
 *
 *   qemu-aarch64 -plugin count.so,out=FILE[,threads=all] PROGRAM ...
 *
 * A mark is the system call prctl(MARK, label), which the kernel refuses and which does nothing. What
 * runs on the thread that sets the first one is counted, or on all threads; only that one's marks
 * count. What the
 * instructions of a block are is told once, as it is translated; nothing is judged here.
 * mobilec/arm/counting/trace.py reads FILE, whose numbers are little endian:
 *
 *   "MOBC" version(u32), then records, each a letter and:
 *   B  slot(u32) guest address(u64) host address(u64) n(u32) words(u32 * n)      a block
 *   M  label(u32) n(u32) (slot(u32) runs(u64)) * n         what ran since the mark before
 *   P  n(u32) bytes                              /proc/self/maps, of the host's addresses
 *   E                                               the program ended, and all is written
 *   F                                              E of a program with more code than slots
 *
 * Needs qemu-plugin.h of qemu's source (plugin API 4: qemu 9.1 to 10) and glib's headers. */
#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <qemu-plugin.h>

QEMU_PLUGIN_EXPORT int qemu_plugin_version = QEMU_PLUGIN_VERSION;

#define FORMAT 1
#define PRCTL 167
#define MARK 0x6d6f6269 /* "mobi" */
#define SLOTS (1u << 19)
#define LONGEST 512 /* instructions of a block, as qemu has it */

static struct qemu_plugin_scoreboard *board;
static GMutex lock;
static FILE *out;
static uint32_t taken;
static gboolean full;
static uint64_t *before, *now;
static pid_t owner;
static int64_t marking = -1; /* The thread that sets marks. */
static gboolean every;       /* Whether all threads are counted. */

static void put(const void *bytes, size_t size) {
  if (fwrite(bytes, 1, size, out) != size) {
    fprintf(stderr, "count.so: the counts cannot be written\n");
    exit(74);
  }
}

static void put_u32(uint32_t number) { put(&number, sizeof number); }
static void put_u64(uint64_t number) { put(&number, sizeof number); }

static qemu_plugin_u64 counter(uint32_t slot) {
  return (qemu_plugin_u64){board, slot * sizeof(uint64_t)};
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb) {
  size_t n = qemu_plugin_tb_n_insns(tb);
  uint32_t words[LONGEST];
  if (n == 0) return;
  for (size_t i = 0; i < n && i < LONGEST; i++)
    qemu_plugin_insn_data(qemu_plugin_tb_get_insn(tb, i), &words[i], sizeof words[i]);
  if (getpid() != owner) return;
  g_mutex_lock(&lock);
  if (taken == SLOTS || n > LONGEST) {
    full = TRUE;
  } else {
    uint32_t slot = taken++;
    put("B", 1);
    put_u32(slot);
    put_u64(qemu_plugin_tb_vaddr(tb));
    put_u64((uint64_t)(uintptr_t)qemu_plugin_insn_haddr(qemu_plugin_tb_get_insn(tb, 0)));
    put_u32(n);
    put(words, n * sizeof words[0]);
    qemu_plugin_register_vcpu_tb_exec_inline_per_vcpu(tb, QEMU_PLUGIN_INLINE_ADD_U64,
                                                      counter(slot), 1);
  }
  g_mutex_unlock(&lock);
}

static void mark(uint32_t label, unsigned int vcpu) {
  uint32_t changed = 0;
  if (marking < 0) marking = vcpu;
  if (vcpu != (unsigned int)marking) return;
  for (uint32_t slot = 0; slot < taken; slot++) {
    now[slot] = every ? qemu_plugin_u64_sum(counter(slot)) : qemu_plugin_u64_get(counter(slot), vcpu);
    changed += now[slot] != before[slot];
  }
  put("M", 1);
  put_u32(label);
  put_u32(changed);
  for (uint32_t slot = 0; slot < taken; slot++) {
    if (now[slot] == before[slot]) continue;
    put_u32(slot);
    put_u64(now[slot] - before[slot]);
    before[slot] = now[slot];
  }
}

static void called(qemu_plugin_id_t id, unsigned int vcpu, int64_t number, uint64_t a1, uint64_t a2,
                   uint64_t a3, uint64_t a4, uint64_t a5, uint64_t a6, uint64_t a7, uint64_t a8) {
  if (number != PRCTL || a1 != MARK || getpid() != owner) return;
  g_mutex_lock(&lock);
  mark(a2, vcpu);
  g_mutex_unlock(&lock);
}

static void ended(qemu_plugin_id_t id, void *unused) {
  gchar *maps = NULL;
  gsize size = 0;
  if (getpid() != owner) return; /* A copy of the program, which fork made. */
  g_mutex_lock(&lock);
  if (g_file_get_contents("/proc/self/maps", &maps, &size, NULL)) {
    put("P", 1);
    put_u32(size);
    put(maps, size);
  }
  put(full ? "F" : "E", 1);
  fclose(out);
  g_mutex_unlock(&lock);
}

QEMU_PLUGIN_EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc,
                                           char **argv) {
  every = argc == 2 && strcmp(argv[1], "threads=all") == 0;
  if (strcmp(info->target_name, "aarch64") != 0 || argc != (every ? 2 : 1) ||
      strncmp(argv[0], "out=", 4) != 0) {
    fprintf(stderr, "count.so: qemu-aarch64 -plugin count.so,out=FILE[,threads=all]\n");
    return -1;
  }
  out = fopen(argv[0] + 4, "wb");
  if (!out) {
    fprintf(stderr, "count.so: %s cannot be written\n", argv[0] + 4);
    return -1;
  }
  owner = getpid();
  before = g_new0(uint64_t, SLOTS);
  now = g_new0(uint64_t, SLOTS);
  board = qemu_plugin_scoreboard_new(SLOTS * sizeof(uint64_t));
  put("MOBC", 4);
  put_u32(FORMAT);
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  qemu_plugin_register_vcpu_syscall_cb(id, called);
  qemu_plugin_register_atexit_cb(id, ended, NULL);
  return 0;
}
