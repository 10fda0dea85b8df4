// SPDX-License-Identifier: Apache-2.0
#include "e2e/process.hpp"

#include "support/folder.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace lapwing::test {
namespace {

std::map<std::string, std::string> own_environment() {
  std::map<std::string, std::string> out;
  for (char** one = environ; *one != nullptr; ++one) {
    std::string const text = *one;
    out[text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
  }
  return out;
}

/// As exec wants them; of no use longer than `words`.
std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (auto& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

Process::Process(std::vector<std::string> const& arguments, std::map<std::string, std::string> const& environment)
    : Process(LAPWING_BINARY, arguments, environment) {}

Process::Process(std::string const& program, std::vector<std::string> const& arguments,
                 std::map<std::string, std::string> const& environment) {
  output_file_ = (std::filesystem::temp_directory_path() / "lapwing-output-XXXXXX").string();
  int const file = ::mkostemp(output_file_.data(), O_CLOEXEC);
  if (file < 0) throw std::runtime_error("mkostemp failed");
  int input[2];
  if (::pipe2(input, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  input_ = input[1];
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto variables = own_environment();
  for (auto const& [name, value] : environment) variables[name] = value;
  std::vector<std::string> settings;
  for (auto const& [name, value] : variables) settings.push_back(name + "=" + value);
  // Not fork: a test program under a sanitizer has tables that take long to copy.
  posix_spawn_file_actions_t streams;
  ::posix_spawn_file_actions_init(&streams);
  ::posix_spawn_file_actions_adddup2(&streams, input[0], STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&streams, file, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&streams, file, STDERR_FILENO);
  int const failed =
      ::posix_spawn(&pid_, program.c_str(), &streams, nullptr, pointers(words).data(), pointers(settings).data());
  ::posix_spawn_file_actions_destroy(&streams);
  ::close(file);
  ::close(input[0]);
  if (failed != 0) throw std::runtime_error("can not start " + program);
}

Process::~Process() {
  close_input();
  if (exit_code_ < 0) {
    ::kill(pid_, SIGKILL);
    wait();
  }
  std::filesystem::remove(output_file_);
}

void Process::signal(int number) { ::kill(pid_, number); }

void Process::close_input() {
  if (input_ >= 0) ::close(std::exchange(input_, -1));
}

int Process::wait(std::chrono::milliseconds limit) {
  if (exit_code_ >= 0) return exit_code_;
  int const handle = int(::syscall(SYS_pidfd_open, pid_, 0));
  pollfd ended{handle, POLLIN, 0};
  int const ready = ::poll(&ended, 1, int(limit.count()));
  ::close(handle);
  if (ready != 1) return -1;
  int status = 0;
  ::waitpid(pid_, &status, 0);
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return exit_code_;
}

std::string Process::output() const { return read_file(output_file_); }

bool Process::wait_for_output(std::string const& text, std::chrono::milliseconds limit) const {
  auto const deadline = std::chrono::steady_clock::now() + limit;
  while (output().find(text) == std::string::npos) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    ::poll(nullptr, 0, 10);
  }
  return true;
}

Finished run_program(std::string const& program, std::vector<std::string> const& arguments,
                     std::map<std::string, std::string> const& environment) {
  Process process(program, arguments, environment);
  int const code = process.wait();
  return {code, process.output()};
}

Finished run_lapwing(std::vector<std::string> const& arguments, std::map<std::string, std::string> const& environment) {
  return run_program(LAPWING_BINARY, arguments, environment);
}

}  // namespace lapwing::test
