package io.github.spotbatch.spec;

/** What ECR asks of a repository. */
final class RepositoryChecks {
  private RepositoryChecks() {}

  static void check(RepositorySpec repository) {
    Problems problems = Problems.in("repository", repository.name());
    String name = repository.name();
    problems.require(!name.isEmpty(), "name", name, "must not be empty");
    problems.throwIfAny();
  }
}
