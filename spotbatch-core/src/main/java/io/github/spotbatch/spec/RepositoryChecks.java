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
    problems.throwIfAny();
  }

  private static boolean isDays(Duration expiry) {
    long days = expiry.toDays();
    return expiry.equals(Duration.ofDays(days)) && days >= 1 && days <= MOST_DAYS;
  }
}
