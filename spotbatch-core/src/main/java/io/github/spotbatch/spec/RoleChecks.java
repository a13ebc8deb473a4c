package io.github.spotbatch.spec;

/** What IAM asks of a role. */
final class RoleChecks {
  private RoleChecks() {}

  static void check(RoleSpec role) {
    Problems problems = Problems.in("role", role.name());
    problems.require(!role.name().isEmpty(), "name", role.name(), "must not be empty");
    problems.throwIfAny();
  }
}
