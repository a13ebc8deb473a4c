package io.github.spotbatch.spec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether the names within a stack are unique, and fit once the stack's name is put before. */
final class StackNames {
  private static final int MOST_IN_BATCH = 128;
  private static final int MOST_IN_ECR = 256;
  private static final int MOST_IN_IAM = 64;

  /** Room for a dash and the generation of a compute environment. */
  private static final int GENERATION = "-9999".length();

  private static final int LONGEST_REGION = "us-isof-south-1".length();

  private StackNames() {}

  static void check(Problems problems, StackSpec stack) {
    int prefix = stack.name().length() + 1;
    check(
        problems,
        "computeEnvironment",
        stack.computeEnvironments().stream().map(ComputeEnvironmentSpec::name).toList(),
        MOST_IN_BATCH - prefix - GENERATION);
    check(
        problems,
        "jobQueue",
        stack.jobQueues().stream().map(JobQueueSpec::name).toList(),
        MOST_IN_BATCH - prefix);
    check(
        problems,
        "jobDefinition",
        stack.jobDefinitions().stream().map(JobDefinitionSpec::name).toList(),
        MOST_IN_BATCH - prefix);
    check(
        problems,
        "repository",
        stack.repositories().stream().map(RepositorySpec::name).toList(),
        MOST_IN_ECR - prefix);
    checkExisting(problems, stack);
  }

  /** Checks that no repository is to be made under the name of one that exists. */
  private static void checkExisting(Problems problems, StackSpec stack) {
    for (RepositorySpec made : stack.repositories()) {
      String name = stack.name() + "-" + made.name();
      boolean taken =
          made.existingName().isEmpty()
              && stack.repositories().stream()
                  .anyMatch(other -> other.existingName().filter(name::equals).isPresent());
      if (taken) {
        String path = "repository[" + made.name() + "].name";
        problems.addAt(path, made.name(), "must not make " + name + ", which exists already");
      }
    }
  }

  /** Checks the length of a role's name, which carries the Region too. */
  static void checkRole(Problems problems, StackSpec stack, String name) {
    int most = MOST_IN_IAM - stack.name().length() - LONGEST_REGION - 2;
    checkLength(problems, "role[" + name + "].name", name, most);
  }

  private static void check(Problems problems, String kind, List<String> names, int most) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      String path = kind + "[" + name + "].name";
      if (!seen.add(name)) {
        problems.addAt(path, name, "must not be given twice");
      }
      checkLength(problems, path, name, most);
    }
  }

  private static void checkLength(Problems problems, String path, String name, int most) {
    if (name.length() > most) {
      problems.addAt(path, name, "must be at most " + most + " characters in this stack");
    }
  }
}
