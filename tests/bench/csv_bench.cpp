// SPDX-License-Identifier: Apache-2.0
// How fast a CSV is checked, every check on, beside two scans that do far less: std::from_chars on every field, and a
// count of the newlines. The three take turns on the same bytes in the same run, so that a noisy machine is fair to
// all.
#include "poll/data_quality.hpp"

#include <benchmark/benchmark.h>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace lapwing;

constexpr std::size_t kColumns = 33;  // beside the date
constexpr std::size_t kBytes = 100'000'000;

/// A date and 33 floats a row, written as Python's repr does: up to 17 digits, the shortest that reads back.
class NumericCsv {
 public:
  NumericCsv() : folder_(std::filesystem::temp_directory_path() / ("lapwing-bench-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
    std::ofstream out(path(), std::ios::binary);
    std::string row = "date";
    for (std::size_t i = 0; i < kColumns; ++i) row += ",feature_" + std::to_string(i);
    row += '\n';
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> price(-1e5, 1e5);
    auto at = from_millis(0);
    for (size_ = 0; size_ < kBytes; at += step_) {
      out << row;
      size_ += row.size();
      row = format_utc(at).substr(0, 10);
      for (std::size_t i = 0; i < kColumns; ++i) {
        char text[40];
        auto const end = std::to_chars(text, text + sizeof text, price(random)).ptr;
        row.append(1, ',').append(text, end);
      }
      row += '\n';
    }
    if (!out.flush()) throw std::runtime_error("cannot write " + path());
  }
  NumericCsv(NumericCsv const&) = delete;
  NumericCsv& operator=(NumericCsv const&) = delete;
  ~NumericCsv() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string path() const { return (folder_ / "numeric.csv").string(); }
  std::size_t size() const { return size_; }
  Duration step() const { return step_; }

 private:
  std::filesystem::path folder_;
  std::size_t size_ = 0;
  Duration step_ = std::chrono::days(1);
};

/// The bytes of a file, mapped.
class Mapped {
 public:
  explicit Mapped(NumericCsv const& file) : size_(file.size()) {
    int const descriptor = ::open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
    bytes_ = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
    ::close(descriptor);
    if (bytes_ == MAP_FAILED) throw std::runtime_error("cannot map " + file.path());
  }
  Mapped(Mapped const&) = delete;
  Mapped& operator=(Mapped const&) = delete;
  ~Mapped() { ::munmap(bytes_, size_); }
  std::string_view text() const { return {static_cast<char const*>(bytes_), size_}; }

 private:
  std::size_t size_;
  void* bytes_;
};

std::size_t count_lines(NumericCsv const& file) {
  Mapped const bytes(file);
  auto const text = bytes.text();
  std::size_t lines = 0;
  for (char const* at = text.data(); at != nullptr && at < text.end(); ++lines) {
    at = static_cast<char const*>(std::memchr(at, '\n', static_cast<std::size_t>(text.end() - at)));
    if (at != nullptr) ++at;
  }
  return lines;
}

double sum_fields(NumericCsv const& file) {
  Mapped const bytes(file);
  auto const text = bytes.text();
  double sum = 0;
  for (char const* at = text.begin(); at < text.end();) {
    double value = 0;
    at = std::from_chars(at, text.end(), value).ptr;
    while (at < text.end() && *at != ',' && *at != '\n') ++at;  // the rest of a date
    ++at;
    sum += value;
  }
  return sum;
}

/// Seconds that it takes.
template <class Work>
double time_of(Work work) {
  auto const start = std::chrono::steady_clock::now();
  benchmark::DoNotOptimize(work());
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void csv_quality(benchmark::State& state) {
  NumericCsv const file;
  poll::DataQualityOptions options{.path = file.path(), .dataset = "numeric", .time_column = "date"};
  options.step = file.step();
  options.records = *poll::parse_count_range("1..");
  std::vector<double> quality, scan, lines;
  for (auto _ : state) {
    quality.push_back(time_of([&] { return poll::read_quality(options, {}).operator bool(); }));
    scan.push_back(time_of([&] { return sum_fields(file); }));
    lines.push_back(time_of([&] { return count_lines(file); }));
    state.SetIterationTime(quality.back());
  }
  auto const megabytes = static_cast<double>(file.size()) / 1e6;
  state.counters["quality_MB/s"] = megabytes / median(quality);
  state.counters["from_chars_MB/s"] = megabytes / median(scan);
  state.counters["memchr_MB/s"] = megabytes / median(lines);
  state.counters["quality/from_chars"] = median(scan) / median(quality);
}
BENCHMARK(csv_quality)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(15);

}  // namespace

BENCHMARK_MAIN();
