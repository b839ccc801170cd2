#include "plugin/tests/postgresql_cluster.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>
#include <vector>

namespace sonolist::plugin {
namespace {

constexpr const char* kUser = "postgres";

// PostgreSQL does not run as root.
const passwd* other_user() {
  return geteuid() == 0 ? getpwnam(kUser) : nullptr;
}

pid_t start_program(std::vector<std::string> words, const std::filesystem::path& log) {
  const passwd* user = other_user();
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child != 0) return child;
  if (user != nullptr && (setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(1);
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (getppid() != parent) _exit(1);
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(arguments[0], arguments.data());
  _exit(1);
}

bool succeeds(pid_t program) {
  int status = 0;
  return waitpid(program, &status, 0) == program && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// All processes of a server work in its folder.
bool has_processes(const std::filesystem::path& folder) {
  for (const auto& process : std::filesystem::directory_iterator("/proc")) {
    std::error_code ended;
    if (std::filesystem::read_symlink(process.path() / "cwd", ended) == folder) return true;
  }
  return false;
}

}  // namespace

std::filesystem::path PostgresqlCluster::programs() {
  std::filesystem::path newest;
  const std::filesystem::path versions = "/usr/lib/postgresql";
  if (!std::filesystem::exists(versions)) return newest;
  for (const auto& version : std::filesystem::directory_iterator(versions)) {
    const std::filesystem::path folder = version.path() / "bin";
    if (std::filesystem::exists(folder / "initdb") && folder > newest) newest = folder;
  }
  return newest;
}

PostgresqlCluster::PostgresqlCluster() {
  if (const passwd* user = other_user()) {
    if (chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0) throw std::runtime_error("no chown");
  }
  const bool is_made =
      succeeds(start_program({(programs() / "initdb").string(), "-D", (folder_.path() / "data").string(), "-U", kUser,
                              "-A", "trust", "-E", "UTF8", "--no-sync"},
                             folder_.path() / "log"));
  if (!is_made) throw std::runtime_error("initdb failed");
  start();
}

PostgresqlCluster::~PostgresqlCluster() {
  kill();
}

std::string PostgresqlCluster::connection() const {
  return "host=" + folder_.path().string() + " user=" + kUser + " dbname=postgres";
}

void PostgresqlCluster::start() {
  server_ =
      start_program({(programs() / "postgres").string(), "-D", (folder_.path() / "data").string(), "-k",
                     folder_.path().string(), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=50"},
                    folder_.path() / "log");
  while (PQping(connection().c_str()) != PQPING_OK) {
    if (waitpid(server_, nullptr, WNOHANG) != 0) throw std::runtime_error("PostgreSQL ended while it started");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

// The other processes see by themselves that the first one is gone; until then a new server refuses to start.
void PostgresqlCluster::kill() {
  ::kill(server_, SIGKILL);
  waitpid(server_, nullptr, 0);
  while (has_processes(folder_.path() / "data")) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

}  // namespace sonolist::plugin
