package io.github.spotbatch.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What AWS asks of a stack, and of its parts together. */
final class StackChecks {
  /** How many environments, and how many queues, an account can have in a Region. */
  private static final int MOST = 50;

  /** One answer lists them all. */
  private static final int MOST_REVISIONS = 100;

  /** The numbers of days for which CloudWatch Logs keeps log lines. */
  private static final Set<Long> RETENTION_DAYS =
      Set.of(
          1L, 3L, 5L, 7L, 14L, 30L, 60L, 90L, 120L, 150L, 180L, 365L, 400L, 545L, 731L, 1096L,
          1827L, 2192L, 2557L, 2922L, 3288L, 3653L);

  private StackChecks() {}

  static void checkName(String name) {
    Problems problems = Problems.in("stack", name);
    problems.requireForm("name", name, Form.STACK_NAME);
    problems.throwIfAny();
  }

  static void check(StackSpec stack) {
    Problems problems = Problems.in("stack", stack.name());
    problems.requireForm("name", stack.name(), Form.STACK_NAME);
    problems.requireForm("permissionsBoundary", stack.permissionsBoundary(), Form.POLICY_ARN);
    checkRetention(problems, stack.logRetention());
    problems.requireRange("keptRevisions", stack.keptRevisions(), 1, MOST_REVISIONS);
    TagChecks.checkOwned(problems, "tags", stack.tags());
    TagChecks.checkCase(problems, "tags", stack.tags().keySet());
    checkParts(problems, stack);
    StackNames.check(problems, stack);
    StackRoles.check(problems, stack);
    StackImages.check(problems, stack);
    stack.jobQueues().forEach(queue -> checkReferences(problems, stack, queue));
    problems.throwIfAny();
  }

  private static void checkRetention(Problems problems, Duration retention) {
    long days = retention.toDays();
    boolean legal = retention.equals(Duration.ofDays(days)) && RETENTION_DAYS.contains(days);
    String fix = "must be one of " + RETENTION_DAYS.stream().sorted().toList() + " days";
    problems.require(legal, "logRetention", retention, fix);
  }

  private static void checkParts(Problems problems, StackSpec stack) {
    int environments = stack.computeEnvironments().size();
    int queues = stack.jobQueues().size();
    String fix = "must be at most " + MOST + ", the quota of a Region";
    problems.require(environments <= MOST, "computeEnvironments", environments, fix);
    problems.require(queues <= MOST, "jobQueues", queues, fix);
    Map<String, String> tags = stack.tags();
    for (ComputeEnvironmentSpec environment : stack.computeEnvironments()) {
      String path = "computeEnvironment[" + environment.name() + "].";
      TagChecks.checkTogether(problems, path + "tags", environment.tags(), tags);
      TagChecks.checkTogether(problems, path + "instanceTags", environment.instanceTags(), tags);
    }
    for (JobQueueSpec queue : stack.jobQueues()) {
      String path = "jobQueue[" + queue.name() + "].tags";
      TagChecks.checkTogether(problems, path, queue.tags(), tags);
    }
    if (stack.deletionProtection()) {
      checkProtected(problems, stack);
    }
    for (JobDefinitionSpec definition : stack.jobDefinitions()) {
      String path = "jobDefinition[" + definition.name() + "].tags";
      TagChecks.checkTogether(problems, path, definition.tags(), tags);
    }
    for (RepositorySpec repository : stack.repositories()) {
      String path = "repository[" + repository.name() + "].tags";
      TagChecks.checkTogether(problems, path, repository.tags(), tags);
    }
  }

  private static void checkProtected(Problems problems, StackSpec stack) {
    Map<String, String> tags = stack.tags();
    TagChecks.checkProtected(problems, "stack[" + stack.name() + "].tags", tags, Map.of());
    for (ComputeEnvironmentSpec environment : stack.computeEnvironments()) {
      String path = "computeEnvironment[" + environment.name() + "].tags";
      TagChecks.checkProtected(problems, path, environment.tags(), tags);
    }
    for (JobQueueSpec queue : stack.jobQueues()) {
      String path = "jobQueue[" + queue.name() + "].tags";
      TagChecks.checkProtected(problems, path, queue.tags(), tags);
    }
  }

  private static void checkReferences(Problems problems, StackSpec stack, JobQueueSpec queue) {
    String path = "jobQueue[" + queue.name() + "].computeEnvironments";
    List<String> names = queue.computeEnvironments();
    List<String> known =
        stack.computeEnvironments().stream().map(ComputeEnvironmentSpec::name).toList();
    for (int i = 0; i < names.size(); i++) {
      if (!known.contains(names.get(i))) {
        String fix = "must be the name of an environment of the stack, which are " + known;
        problems.addAt(path + "[" + i + "]", names.get(i), fix);
      }
    }
    List<String> types =
        stack.computeEnvironments().stream()
            .filter(environment -> names.contains(environment.name()))
            .flatMap(environment -> environment.instanceTypes().stream())
            .toList();
    if (!InstanceTypes.isOneArchitecture(types)) {
      problems.addAt(path, names, "must be all Arm or all x86, not mixed; make a queue for each");
    }
  }
}
