// Runs the methods of one .pte, as often as it is asked, on the processor that it was built for.
//
//   runner MODEL.pte < requests > answers
//   runner --one-thread MODEL.pte      the same, on the thread that asks alone
//   runner --features          what the processor offers for int8, as Linux names it
//
// Both streams are arrays in NumPy's .npy format (version 1.0), one after the other:
//   request: the method's name (uint8), how many inputs (int64, one), the inputs in order
//   answer:  how many outputs (int64, one), the outputs in order; or -1 and a message (uint8)
// The runner ends at the end of its input. Nothing but answers goes to stdout.
//
// Loading, and each call, is between two marks: system calls that do nothing, by which whoever
// counts instructions knows where it begins and ends (../counting/marks.py).
//
// Built against the C++ libraries in ExecuTorch's wheel: see build.sh.

#include <executorch/extension/threadpool/threadpool_guard.h>
#include <executorch/runtime/executor/method.h>
#include <executorch/runtime/executor/program.h>
#include <executorch/runtime/platform/runtime.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using executorch::aten::ScalarType;
using executorch::aten::Tensor;
using executorch::aten::TensorImpl;
using namespace executorch::runtime;

namespace {

enum Label : long { kLoads = 1, kLoaded = 2, kCalls = 3, kCalled = 4 };

// The kernel knows no such option of prctl, and refuses it.
void mark(Label label) { syscall(SYS_prctl, 0x6d6f6269L, label); }

struct Failed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

[[noreturn]] void fail(const std::string& what, Error error) {
  char code[16];
  snprintf(code, sizeof code, "0x%x", static_cast<unsigned>(error));
  throw Failed(what + " ended with ExecuTorch's error " + code);
}

template <typename T>
T& value(Result<T>& result, const std::string& what) {
  if (!result.ok()) fail(what, result.error());
  return result.get();
}

// The file, mapped: constants are read where they lie.
class MappedFile final : public DataLoader {
 public:
  explicit MappedFile(const char* path) {
    int file = open(path, O_RDONLY);
    struct stat about;
    if (file < 0 || fstat(file, &about) != 0) throw Failed(std::string("cannot open ") + path);
    size_ = about.st_size;
    bytes_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (bytes_ == MAP_FAILED) throw Failed(std::string("cannot map ") + path);
  }
  Result<FreeableBuffer> load(size_t offset, size_t size, const SegmentInfo&) const override {
    if (!inside(offset, size)) return Error::InvalidArgument;
    return FreeableBuffer(at(offset), size, nullptr);
  }
  Error load_into(size_t offset, size_t size, const SegmentInfo&, void* to) const override {
    if (!inside(offset, size)) return Error::InvalidArgument;
    memcpy(to, at(offset), size);
    return Error::Ok;
  }
  Result<size_t> size() const override { return size_; }

 private:
  bool inside(size_t offset, size_t size) const { return offset <= size_ && size <= size_ - offset; }
  const uint8_t* at(size_t offset) const { return static_cast<const uint8_t*>(bytes_) + offset; }
  void* bytes_;
  size_t size_;
};

// As much as is asked for; all of it is freed together.
class GrowingAllocator final : public MemoryAllocator {
 public:
  GrowingAllocator() : MemoryAllocator(0, nullptr) {}
  ~GrowingAllocator() override { reset(); }
  void* allocate(size_t size, size_t alignment) override {
    if (!isPowerOf2(alignment)) return nullptr;
    void* piece = nullptr;
    size_t aligned = alignment < sizeof(void*) ? sizeof(void*) : alignment;
    if (posix_memalign(&piece, aligned, size ? size : 1) != 0) return nullptr;
    pieces_.push_back(piece);
    return piece;
  }
  void reset() override {
    for (void* piece : pieces_) free(piece);
    pieces_.clear();
  }

 private:
  std::vector<void*> pieces_;
};

struct Kind {
  ScalarType type;
  const char* name;  // NumPy's
  size_t bytes;
};
const Kind kKinds[] = {
    {ScalarType::Float, "<f4", 4}, {ScalarType::Half, "<f2", 2}, {ScalarType::Double, "<f8", 8},
    {ScalarType::Long, "<i8", 8},  {ScalarType::Int, "<i4", 4},  {ScalarType::Short, "<i2", 2},
    {ScalarType::Char, "|i1", 1},  {ScalarType::Byte, "|u1", 1}, {ScalarType::Bool, "|b1", 1},
};

struct Array {
  Kind kind;
  std::vector<TensorImpl::SizesType> sizes;
  std::vector<char> bytes;
};

bool read_exactly(void* to, size_t size) {
  size_t got = fread(to, 1, size, stdin);
  if (got == 0 && size > 0 && feof(stdin)) return false;
  if (got != size) throw Failed("the request ends in the middle of an array");
  return true;
}

std::string field(const std::string& header, const std::string& name) {
  size_t key = header.find("'" + name + "':");
  if (key == std::string::npos) throw Failed("an array's header has no " + name);
  size_t from = header.find_first_not_of(' ', key + name.size() + 3);
  char closing = header[from] == '(' ? ')' : header[from] == '\'' ? '\'' : ',';
  return header.substr(from, header.find(closing, from + 1) - from);
}

// false at the end of the stream, before an array.
bool read_array(Array& array) {
  unsigned char start[10];
  if (!read_exactly(start, sizeof start)) return false;
  if (memcmp(start, "\x93NUMPY\x01\x00", 8) != 0) throw Failed("no .npy array of version 1.0");
  std::string header(start[8] | start[9] << 8, ' ');
  read_exactly(&header[0], header.size());
  if (field(header, "fortran_order") != "False") throw Failed("an array is not in C order");
  std::string name = field(header, "descr").substr(1);
  const Kind* found = nullptr;
  for (const Kind& kind : kKinds)
    if (name == kind.name) found = &kind;
  if (!found) throw Failed("arrays of " + name + " are not served");
  array.kind = *found;
  array.sizes.clear();
  size_t elements = 1;
  std::string shape = field(header, "shape");
  for (const char* at = shape.c_str(); *at;) {
    if (*at < '0' || *at > '9') {
      ++at;
      continue;
    }
    char* next;
    array.sizes.push_back(strtol(at, &next, 10));
    elements *= array.sizes.back();
    at = next;
  }
  array.bytes.resize(elements * found->bytes);
  if (!array.bytes.empty()) read_exactly(array.bytes.data(), array.bytes.size());
  return true;
}

template <typename Sizes>
void write_array(const char* name, const Sizes& sizes, const void* bytes, size_t size) {
  std::string shape;
  for (auto s : sizes) shape += std::to_string(s) + ",";
  std::string header = std::string("{'descr': '") + name +
                       "', 'fortran_order': False, 'shape': (" + shape + "), }";
  header.resize((10 + header.size() + 1 + 63) / 64 * 64 - 10 - 1, ' ');
  header += '\n';
  unsigned char start[10] = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  start[8] = header.size() & 255;
  start[9] = header.size() >> 8;
  fwrite(start, 1, sizeof start, stdout);
  fwrite(header.data(), 1, header.size(), stdout);
  fwrite(bytes, 1, size, stdout);
}

void write_count(int64_t count) {
  write_array("<i8", std::vector<int>{1}, &count, sizeof count);
}

void write_tensor(const Tensor& tensor) {
  for (const Kind& kind : kKinds)
    if (kind.type == tensor.scalar_type())
      return write_array(kind.name, tensor.sizes(), tensor.const_data_ptr(), tensor.nbytes());
  throw Failed("an output has a dtype that is not served");
}

// A method with the memory it works in; stays where it is, as ExecuTorch points into it.
class Loaded {
 public:
  Loaded(const Program& program, const std::string& name)
      : planned_(buffers(program, name)),
        spans_(spans()),
        hierarchy_({spans_.data(), spans_.size()}),
        memory_(&kept_, &hierarchy_, &temporary_),
        method_(program.load_method(name.c_str(), &memory_)) {
    if (!method_.ok()) fail("loading " + name, method_.error());
  }

  Method& method() { return method_.get(); }

  void execute(std::vector<Array>& inputs) {
    if (inputs.size() != method().inputs_size())
      throw Failed("the method takes " + std::to_string(method().inputs_size()) + " inputs, not " +
                   std::to_string(inputs.size()));
    for (size_t i = 0; i < inputs.size(); ++i) set_input(inputs[i], i);
    Error error = method().execute();
    temporary_.reset();
    if (error != Error::Ok) fail("executing", error);
  }

 private:
  static std::vector<std::vector<uint8_t>> buffers(const Program& program, const std::string& name) {
    auto found = program.method_meta(name.c_str());
    MethodMeta& meta = value(found, "looking up " + name);
    std::vector<std::vector<uint8_t>> all;
    for (size_t i = 0; i < meta.num_memory_planned_buffers(); ++i) {
      auto size = meta.memory_planned_buffer_size(i);
      all.emplace_back(value(size, "planning memory") + kAlignment);
    }
    return all;
  }

  std::vector<Span<uint8_t>> spans() {
    std::vector<Span<uint8_t>> all;
    for (auto& buffer : planned_) {
      auto start = (reinterpret_cast<uintptr_t>(buffer.data()) + kAlignment - 1) / kAlignment;
      all.push_back({reinterpret_cast<uint8_t*>(start * kAlignment), buffer.size() - kAlignment});
    }
    return all;
  }

  void set_input(Array& array, size_t index) {
    size_t rank = array.sizes.size();
    std::vector<TensorImpl::DimOrderType> order(rank);
    std::vector<TensorImpl::StridesType> strides(rank);
    TensorImpl::StridesType stride = 1;
    for (size_t i = rank; i-- > 0;) {
      order[i] = i;
      strides[i] = stride;
      stride *= array.sizes[i];
    }
    TensorImpl impl(array.kind.type, rank, array.sizes.data(), array.bytes.data(), order.data(),
                    strides.data());
    Error error = method().set_input(EValue(Tensor(&impl)), index);
    if (error != Error::Ok) fail("input " + std::to_string(index), error);
  }

  static constexpr size_t kAlignment = 64;
  std::vector<std::vector<uint8_t>> planned_;
  std::vector<Span<uint8_t>> spans_;
  GrowingAllocator kept_, temporary_;
  HierarchicalAllocator hierarchy_;
  MemoryManager memory_;
  Result<Method> method_;
};

// false at the end of the requests.
bool answer(const Program& program, std::map<std::string, std::unique_ptr<Loaded>>& loaded) {
  Array name, count;
  if (!read_array(name)) return false;
  if (!read_array(count)) throw Failed("the request ends after its name");
  int64_t inputs_size;
  memcpy(&inputs_size, count.bytes.data(), sizeof inputs_size);
  std::vector<Array> inputs(inputs_size);
  for (Array& input : inputs) read_array(input);
  try {
    std::string method(name.bytes.begin(), name.bytes.end());
    auto& found = loaded[method];
    if (!found) {
      mark(kLoads);
      found = std::make_unique<Loaded>(program, method);
      mark(kLoaded);
    }
    mark(kCalls);
    found->execute(inputs);
    mark(kCalled);
    write_count(found->method().outputs_size());
    for (size_t i = 0; i < found->method().outputs_size(); ++i)
      write_tensor(found->method().get_output(i).toTensor());
  } catch (const Failed& failed) {
    std::string message = failed.what();
    write_count(-1);
    write_array("|u1", std::vector<size_t>{message.size()}, message.data(), message.size());
  }
  fflush(stdout);
  return true;
}

// Bits of the Linux kernel's asm/hwcap.h for ARM64.
int print_features() {
  const struct {
    const char* name;
    unsigned long type, bit;
  } kFeatures[] = {{"atomics", AT_HWCAP, 1ul << 8},
                   {"asimdhp", AT_HWCAP, 1ul << 10},
                   {"asimddp", AT_HWCAP, 1ul << 20},
                   {"i8mm", AT_HWCAP2, 1ul << 13}};
  for (const auto& feature : kFeatures)
    if (getauxval(feature.type) & feature.bit) puts(feature.name);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 2 && strcmp(arguments[1], "--features") == 0) return print_features();
  bool one_thread = count == 3 && strcmp(arguments[1], "--one-thread") == 0;
  if (count != 2 && !one_thread) {
    fprintf(stderr, "usage: runner [--one-thread] MODEL.pte < requests > answers, or "
                    "runner --features\n");
    return 2;
  }
  executorch::extension::threadpool::NoThreadPoolGuard guard;
  guard.set_enabled(one_thread);
  try {
    runtime_init();
    mark(kLoads);
    MappedFile file(arguments[count - 1]);
    auto program = Program::load(&file);
    mark(kLoaded);
    std::map<std::string, std::unique_ptr<Loaded>> loaded;
    while (answer(value(program, "loading the program"), loaded)) {
    }
  } catch (const Failed& failed) {
    fprintf(stderr, "%s\n", failed.what());
    return 1;
  }
  return 0;
}
