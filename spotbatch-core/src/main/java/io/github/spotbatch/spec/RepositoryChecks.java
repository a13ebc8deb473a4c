package io.github.spotbatch.spec;

import java.time.Duration;

/** What ECR asks of a repository. */
final class RepositoryChecks {
  private static final long MOST_DAYS = 3650;

  private RepositoryChecks() {}

  static void check(RepositorySpec repository) {
    Problems problems = Problems.in("repository", repository.name());
    problems.requireForm("name", repository.name(), Form.REPOSITORY_NAME);
    repository
        .untaggedExpiry()
        .ifPresent(
            expiry ->
                problems.require(
                    isDays(expiry),
                    "untaggedExpiry",
                    expiry,
                    "must be whole days, 1 to " + MOST_DAYS));
    TagChecks.checkOwned(problems, "tags", repository.tags());
    repository.existingName().ifPresent(name -> checkExisting(problems, name, repository));
    problems.throwIfAny();
  }

  private static void checkExisting(Problems problems, String name, RepositorySpec repository) {
    boolean asItIs =
        repository.tags().isEmpty()
            && repository.untaggedExpiry().isEmpty()
            && repository.scanOnPush()
            && repository.imageTagMutability() == ImageTagMutability.IMMUTABLE;
    String fix = "is used as it is: give no tags and no settings, or let the repository be made";
    problems.require(asItIs, "existingName", name, fix);
  }

  private static boolean isDays(Duration expiry) {
    long days = expiry.toDays();
    return expiry.equals(Duration.ofDays(days)) && days >= 1 && days <= MOST_DAYS;
  }
}
