package io.github.spotbatch.spec;

/** What ECR asks of a repository. */
final class RepositoryChecks {
  private RepositoryChecks() {}

  static void check(RepositorySpec repository) {
    Problems problems = Problems.in("repository", repository.name());
    problems.requireForm("name", repository.name(), Form.REPOSITORY_NAME);
    TagChecks.checkOwned(problems, "tags", repository.tags());
    repository.existingName().ifPresent(name -> checkExisting(problems, name, repository));
    problems.throwIfAny();
  }

  private static void checkExisting(Problems problems, String name, RepositorySpec repository) {
    boolean asItIs =
        repository.tags().isEmpty()
            && repository.scanOnPush()
            && repository.imageTagMutability() == ImageTagMutability.IMMUTABLE;
    String fix = "is used as it is: give no tags and no settings, or let the repository be made";
    problems.require(asItIs, "existingName", name, fix);
  }
}
