package io.github.spotbatch.spec;

/** What ECR asks of a repository. */
final class RepositoryChecks {
  private RepositoryChecks() {}

  static void check(RepositorySpec repository) {
    Problems problems = Problems.in("repository", repository.name());
    problems.requireForm("name", repository.name(), Form.REPOSITORY_NAME);
    TagChecks.checkOwned(problems, "tags", repository.tags());
    problems.throwIfAny();
  }
}
