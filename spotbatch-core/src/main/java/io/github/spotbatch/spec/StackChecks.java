package io.github.spotbatch.spec;

/** What AWS asks of a stack's parts together. */
final class StackChecks {
  private StackChecks() {}

  static void checkName(String name) {
    Problems problems = Problems.in("stack", name);
    checkName(problems, name);
    problems.throwIfAny();
  }

  static void check(StackSpec stack) {
    Problems problems = Problems.in("stack", stack.name());
    checkName(problems, stack.name());
    problems.throwIfAny();
  }

  private static void checkName(Problems problems, String name) {
    problems.require(
        name.matches("[a-z][a-z0-9-]{0,23}"),
        "name",
        name,
        "must be 1 to 24 of a-z, 0-9 and -, a letter first");
  }
}
